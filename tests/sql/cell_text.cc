#include "cell_text.h"

#include <chrono>
#include <cstdio>
#include <string_view>

namespace slipher::sql_test {
namespace {

__extension__ using Int128 = __int128;
__extension__ using UnsignedInt128 = unsigned __int128;
using engine::Layout;
using engine::Type;

std::string date_text(std::int64_t days) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return buffer;
}

std::string clock_text(std::int64_t microseconds) {
  char buffer[40];
  const auto seconds = microseconds / 1'000'000;
  std::snprintf(buffer, sizeof buffer, "%02d:%02d:%02d", static_cast<int>(seconds / 3600),
                static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  std::string text = buffer;
  if (const auto fraction = microseconds % 1'000'000) {
    std::snprintf(buffer, sizeof buffer, ".%06d", static_cast<int>(fraction));
    text += buffer;
    while (text.back() == '0') text.pop_back();
  }
  return text;
}

std::string moment_text(std::int64_t microseconds) {
  constexpr std::int64_t kDay = 86'400'000'000;
  const std::int64_t days = microseconds / kDay - (microseconds % kDay < 0);
  return date_text(days) + " " + clock_text(microseconds - days * kDay);
}

std::string numeric_text(Int128 unscaled, int scale) {
  const bool negative = unscaled < 0;
  auto rest = negative ? -static_cast<UnsignedInt128>(unscaled) : static_cast<UnsignedInt128>(unscaled);
  std::string digits;
  for (int i = 0; rest != 0 || i <= scale; i++, rest /= 10) {
    if (i == scale && scale > 0) digits.insert(0, ".");
    digits.insert(0, 1, static_cast<char>('0' + static_cast<int>(rest % 10)));
  }
  return negative ? "-" + digits : digits;
}

Int128 integer_at(const engine::Cells& cells, std::size_t row) {
  switch (cells.layout) {
    case Layout::kInt16:
      return cells.at<std::int16_t>(row);
    case Layout::kInt32:
      return cells.at<std::int32_t>(row);
    case Layout::kInt64:
      return cells.at<std::int64_t>(row);
    default: {
      const auto& wide = cells.at<engine::Int128>(row);
      return (static_cast<Int128>(wide.upper) << 64) | wide.lower;
    }
  }
}

std::string float_text(double value) {
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%.15g", value);
  return buffer;
}

}  // namespace

std::string cell_text(const engine::Column& column, const engine::Cells& cells, std::size_t row) {
  if (cells.is_null(row)) return "NULL";
  switch (cells.layout) {
    case Layout::kBool:
      return cells.at<std::uint8_t>(row) ? "true" : "false";
    case Layout::kFloat32:
      return float_text(cells.at<float>(row));
    case Layout::kFloat64:
      return float_text(cells.at<double>(row));
    case Layout::kText: {
      const auto text = cells.at<std::string_view>(row);
      return text.empty() ? "(empty)" : std::string(text);
    }
    default:
      break;
  }
  const auto value = integer_at(cells, row);
  switch (column.type) {
    case Type::kDate:
      return date_text(static_cast<std::int64_t>(value));
    case Type::kTime:
      return clock_text(static_cast<std::int64_t>(value));
    case Type::kTimestamp:
      return moment_text(static_cast<std::int64_t>(value));
    case Type::kTimestamptz:
      return moment_text(static_cast<std::int64_t>(value)) + "+00";
    case Type::kNumeric:
      return numeric_text(value, column.scale);
    default:
      return numeric_text(value, 0);
  }
}

}  // namespace slipher::sql_test
