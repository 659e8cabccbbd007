#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace slipher::api {

/// Paging tokens: opaque to clients and good only for the call that they continue. A token is a cursor with an
/// HMAC-SHA256 over the operation, the caller, the filters and the cursor; it holds no secret.
class PageTokens {
 public:
  /// `key`: Services::token_key. `scope`: everything that must be the same on the next call: operation, principal,
  /// filters; absent and empty filters differ.
  PageTokens(std::string_view key, std::vector<std::optional<std::string>> scope);

  std::string make(std::string_view cursor) const;
  /// The cursor of a token that make() made with the same key and scope; kValidation for any other text.
  Result<std::string> open(std::string_view token) const;

 private:
  std::string seal(std::string_view cursor) const;

  std::string key_;
  std::string scope_;
};

/// Elements [first, last) of a list that is cut into pages by position, and the cursor of the next page.
struct PageRange {
  std::size_t first = 0;
  std::size_t last = 0;
  std::optional<std::string> next_token;
};

/// Cuts page `token` (absent = the first) of at most `page_size` elements out of `count`.
Result<PageRange> cut_page(const PageTokens& tokens, const std::optional<std::string>& token, std::size_t count,
                           std::size_t page_size);

/// A cursor that is a number; kValidation when it is not one.
Result<std::size_t> parse_position(std::string_view cursor);

}  // namespace slipher::api
