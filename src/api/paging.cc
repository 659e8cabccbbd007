#include "api/paging.h"

#include <algorithm>
#include <charconv>

#include "identity/hmac.h"
#include "wire/base64.h"

namespace slipher::api {

namespace {

/// Bytes of the HMAC that a token carries: 128 bits.
constexpr std::size_t kMacBytes = 16;
/// Longest token looked at.
constexpr std::size_t kMaxTokenBytes = 4096;

Error invalid_token() { return {ErrorCode::kValidation, "Invalid NextToken."}; }

}  // namespace

PageTokens::PageTokens(std::string_view key, std::vector<std::optional<std::string>> scope) : key_(key) {
  // Lengths keep the parts apart, whatever they hold.
  for (const auto& part : scope) scope_ += part ? std::to_string(part->size()) + ":" + *part + ";" : std::string("-;");
}

std::string PageTokens::seal(std::string_view cursor) const {
  const identity::Digest mac = identity::hmac_sha256(key_, scope_ + "\n" + std::string(cursor));
  return std::string(identity::as_bytes(mac).substr(0, kMacBytes));
}

std::string PageTokens::make(std::string_view cursor) const {
  return wire::base64url_encode(seal(cursor) + std::string(cursor));
}

Result<std::string> PageTokens::open(std::string_view token) const {
  if (token.size() > kMaxTokenBytes) return invalid_token();
  const auto bytes = wire::base64url_decode(token);
  if (!bytes || bytes->size() < kMacBytes) return invalid_token();
  std::string cursor = bytes->substr(kMacBytes);
  if (!identity::constant_time_equal(std::string_view(*bytes).substr(0, kMacBytes), seal(cursor)))
    return invalid_token();
  return cursor;
}

Result<std::size_t> parse_position(std::string_view cursor) {
  std::size_t position = 0;
  const auto [end, error] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), position);
  if (error != std::errc{} || end != cursor.data() + cursor.size()) return invalid_token();
  return position;
}

Result<PageRange> cut_page(const PageTokens& tokens, const std::optional<std::string>& token, std::size_t count,
                           std::size_t page_size) {
  PageRange range;
  if (token) {
    const auto cursor = tokens.open(*token);
    if (!cursor) return cursor.error();
    const auto position = parse_position(*cursor);
    if (!position) return position.error();
    range.first = std::min(*position, count);
  }
  range.last = range.first + std::min(page_size, count - range.first);
  if (range.last < count) range.next_token = tokens.make(std::to_string(range.last));
  return range;
}

}  // namespace slipher::api
