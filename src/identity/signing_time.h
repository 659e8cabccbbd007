#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace slipher::identity {

/// "20150830T123600Z": ISO 8601 basic format, UTC, whole seconds.
std::string to_basic_time(Timestamp time);
/// The reverse; nothing unless the text has exactly that form and names an instant.
std::optional<Timestamp> parse_basic_time(std::string_view text);
/// A Date header: "Sun, 30 Aug 2015 12:36:00 GMT" (RFC 9110, IMF-fixdate).
std::optional<Timestamp> parse_http_date(std::string_view text);

}  // namespace slipher::identity
