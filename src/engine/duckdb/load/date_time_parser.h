#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/duckdb/load/date_time.h"
#include "sql/copy_statement.h"

namespace slipher::engine {

/// Reads dates, times and timestamps of data files by a DATEFORMAT or TIMEFORMAT. Each function returns false for a
/// text that the format does not read or for a day that does not exist. Made once per COPY; safe to use from any
/// thread.
class DateTimeParser {
 public:
  explicit DateTimeParser(const sql::DateTimeFormat& format);

  /// Days since 1970-01-01. A time of day, and what else follows the date of a pattern, is cut off.
  bool date(std::string_view text, std::int32_t& days) const;
  /// Microseconds since the epoch, UTC; a text without offset is UTC.
  bool timestamp(std::string_view text, std::int64_t& microseconds) const;
  /// Microseconds since midnight, and the offset east of UTC. TIMEFORMAT has no say.
  static bool time(std::string_view text, std::int64_t& microseconds, std::int32_t& offset_seconds);

  /// The format in an error's words: "YYYY-MM-DD HH24:MI:SS".
  const std::string& pattern_text() const { return pattern_text_; }

 private:
  enum class Part {
    kLiteral,
    kYear,
    kShortYear,
    kMonth,
    kMonthName,
    kDay,
    kHour24,
    kHour12,
    kMinute,
    kSecond,
    kFraction,
    kMeridiem,
    kOffset
  };
  struct Element {
    Part part;
    char literal;
  };

  void compile(std::string_view pattern);
  bool by_pattern(std::string_view text, DateTime& value, bool date_only) const;
  bool element(const Element& element, std::string_view& text, DateTime& value, int& meridiem) const;

  sql::DateTimeFormat::Kind kind_;
  std::vector<Element> elements_;
  std::string pattern_text_;
};

}  // namespace slipher::engine
