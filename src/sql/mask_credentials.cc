#include "sql/mask_credentials.h"

#include <algorithm>
#include <array>

#include "sql/lexer.h"

namespace slipher::sql {
namespace {

constexpr std::array<std::string_view, 7> kSecretWords = {
    "credentials", "access_key_id", "secret_access_key", "session_token", "token", "master_symmetric_key", "password"};

bool announces_secret(const Token& token) {
  return token.kind == TokenKind::kWord &&
         std::any_of(kSecretWords.begin(), kSecretWords.end(), [&](std::string_view word) { return token.is(word); });
}

}  // namespace

std::string mask_credentials(std::string_view text) {
  std::string out;
  std::size_t copied = 0;
  bool secret_next = false;
  Lexer lexer(text);
  for (Token token = lexer.next(); token.kind != TokenKind::kEnd; token = lexer.next()) {
    const bool is_string = token.kind == TokenKind::kString || token.kind == TokenKind::kDollarString;
    if (is_string && secret_next) {
      out.append(text, copied, token.offset - copied);
      out += "'***'";
      copied = token.end();
    }
    secret_next = announces_secret(token) || (secret_next && token.is("as"));
  }
  out.append(text, copied, std::string_view::npos);
  return out;
}

}  // namespace slipher::sql
