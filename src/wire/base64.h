#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace slipher::wire {

/// Base64 with padding (RFC 4648, section 4): blobs.
std::string base64_encode(std::string_view bytes);
/// Nothing when it is not canonical base64.
std::optional<std::string> base64_decode(std::string_view text);

/// The URL-safe alphabet without padding (section 5): paging tokens.
std::string base64url_encode(std::string_view bytes);
std::optional<std::string> base64url_decode(std::string_view text);

}  // namespace slipher::wire
