#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/duckdb/functions/datetime_text.h"

namespace slipher::engine::functions {

/// A TO_CHAR / TO_DATE format, taken apart once: developer guide, "Datetime format strings".
class DateFormat {
 public:
  explicit DateFormat(std::string_view format);

  /// TO_CHAR of a date and time.
  std::string format(const DateTimeText& value) const;
  /// TO_DATE and TO_TIMESTAMP; nothing when the text does not follow the format.
  std::optional<DateTimeText> parse(std::string_view text) const;
  /// Whether it has a code for a time zone.
  bool has_zone() const;

 private:
  struct Piece {
    std::string code;  // "YYYY", "Month"; empty for literal text
    std::string name;  // the code in capitals
    std::string literal;
    bool fill = true;  // without the prefix FM
    int ordinal = 0;   // suffix th = 1, TH = 2
  };
  void add_literal(std::string text);
  static std::string quoted_text(std::string_view format, std::size_t& at);

  std::vector<Piece> pieces_;
};

/// Days since 1970-01-01, weekday (Sunday = 0), day of the year, ISO week and its year.
struct CalendarDay {
  std::int64_t epoch_day;
  int weekday, year_day, iso_week;
  std::int32_t iso_year;
};
CalendarDay calendar_day(std::int32_t year, int month, int day);

}  // namespace slipher::engine::functions
