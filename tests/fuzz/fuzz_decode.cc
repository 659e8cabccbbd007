// The JSON decoder on a shape with every kind of member, the query decoder, base64 and paging tokens. What is accepted
// must come back the same after encoding; what is not must be refused with an error that can be sent.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "api/paging.h"
#include "base/utf8.h"
#include "wire/base64.h"
#include "wire/decode_json.h"
#include "wire/encode_json.h"
#include "wire/encode_xml.h"
#include "wire/query.h"

namespace {

using slipher::wire::field;
using slipher::wire::Limits;

bool is_word(std::string_view text) { return text.find_first_not_of("abc") == text.npos; }
constexpr std::string_view kValues[] = {"JSON", "CSV"};
constexpr Limits kElement{.min = 1, .max = 5, .pattern = "[abc]*", .matches = is_word};

struct Inner {
  std::string name;
  std::optional<std::int32_t> count;
  std::optional<std::vector<std::vector<std::int64_t>>> nested;
  static constexpr auto fields() {
    return std::tuple{field("name", &Inner::name, {.required = true, .min = 1}),
                      field("count", &Inner::count, {.min = -2, .max = 2}), field("nested", &Inner::nested)};
  }
};

struct Everything {
  std::optional<std::string> text;
  std::optional<std::string> value;
  std::optional<bool> flag;
  std::optional<std::int64_t> big;
  std::optional<slipher::wire::Blob> bytes;
  std::optional<std::vector<std::string>> words;
  std::optional<std::vector<Inner>> inners;
  std::optional<std::map<std::string, std::vector<std::string>>> map;
  static constexpr auto fields() {
    using E = Everything;
    return std::tuple{field("Text", &E::text, {.max = 8, .empty_is_absent = true}),
                      field("Value", &E::value, {.values = kValues}),
                      field("Flag", &E::flag),
                      field("Big", &E::big, {.sensitive = true}),
                      field("Bytes", &E::bytes, {.max = 4}),
                      field("Words", &E::words, {.max = 3, .element = &kElement}),
                      field("Inners", &E::inners, {.min = 1}),
                      field("Map", &E::map, {.key = &kElement})};
  }
};

void require(bool holds) {
  if (!holds) std::abort();
}

void check_json(std::string_view text) {
  const auto decoded = slipher::wire::decode_json<Everything>(text);
  const bool is_json = slipher::wire::is_json(text);
  if (!decoded) {
    require(slipher::is_utf8(decoded.error().message) && !decoded.error().message.empty());
    if (!is_json) require(decoded.error().code == slipher::ErrorCode::kSerialization);
    return;
  }
  require(is_json);
  const std::string once = slipher::wire::encode_json(*decoded);
  require(slipher::wire::is_json(once));
  const auto again = slipher::wire::decode_json<Everything>(once);
  require(again && slipher::wire::encode_json(*again) == once);
}

void check_query(std::string_view text) {
  const auto form = slipher::wire::FormParameters::parse(text);
  if (!form) return;
  Everything out;
  if (!slipher::wire::decode_query(slipher::wire::type_of<Everything>(), &out, *form)) return;
  std::string xml;
  slipher::wire::encode_xml_members(slipher::wire::type_of<Everything>(), &out, xml);
  require(slipher::is_utf8(xml));
}

void check_tokens(std::string_view text) {
  static const slipher::api::PageTokens tokens("a key of the fuzzer", {"operation", std::nullopt});
  require(!tokens.open(text));  // nobody guesses 128 bits
  const auto opened = tokens.open(tokens.make(text));
  require((opened && *opened == text) || text.size() > 2000);
  const auto bytes = slipher::wire::base64_decode(text);
  if (bytes) require(slipher::wire::base64_encode(*bytes) == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_json(text);
  check_query(text);
  check_tokens(text);
  return 0;
}
