#include "engine/duckdb/functions/utf8.h"

#include <clocale>
#include <cwctype>

#include "base/utf8.h"

namespace slipher::engine::functions {
namespace {

/// The C library's mapping of one character to another, without the user's locale.
locale_t characters() {
  static const locale_t kLocale = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return kLocale;
}

std::wint_t decoded(std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  std::wint_t code = character.size() == 1 ? first : first & (0x7FU >> character.size());
  for (std::size_t i = 1; i < character.size(); i++)
    code = code << 6 | (static_cast<unsigned char>(character[i]) & 0x3F);
  return code;
}

}  // namespace

void append_in_case(std::string& text, std::string_view character, bool upper) {
  if (characters() == nullptr) {
    text += character;
    return;
  }
  const auto code = decoded(character);
  append_utf8(text, static_cast<char32_t>(upper ? ::towupper_l(code, characters()) : ::towlower_l(code, characters())));
}

}  // namespace slipher::engine::functions
