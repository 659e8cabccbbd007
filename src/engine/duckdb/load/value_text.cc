#include "engine/duckdb/load/value_text.h"

#include <charconv>
#include <cmath>

#include "engine/duckdb/load/date_time.h"
#include "engine/duckdb/load/number_parser.h"
#include "engine/duckdb/text_form.h"

namespace slipher::engine {
namespace {

using ::duckdb::LogicalTypeId;

template <class Number>
void append_number(Number value, std::string& out) {
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  out.append(text, end);
}

template <class Number>
void append_floating(Number value, std::string& out) {
  if (std::isnan(value)) {
    out += "NaN";
  } else if (std::isinf(value)) {
    out += value < 0 ? "-Infinity" : "Infinity";
  } else {
    append_number(value, out);
  }
}

/// The digits of `value` with a point before the last `scale` ones.
void append_decimal(WideInteger value, int scale, std::string& out) {
  char text[48];
  char* at = text + sizeof text;
  const bool negative = value < 0;
  __extension__ unsigned __int128 rest =
      negative ? -static_cast<unsigned __int128>(value) : static_cast<unsigned __int128>(value);
  int digits = 0;
  do {
    if (digits == scale && scale > 0) *--at = '.';
    // Most values fit into 64 bits, whose division is much faster.
    if (rest <= UINT64_MAX) {
      const auto small = static_cast<std::uint64_t>(rest);
      *--at = static_cast<char>('0' + small % 10);
      rest = small / 10;
    } else {
      *--at = static_cast<char>('0' + static_cast<int>(rest % 10));
      rest /= 10;
    }
    ++digits;
  } while (rest != 0 || digits <= scale);
  if (negative) *--at = '-';
  out.append(at, text + sizeof text);
}

void append_two(int value, std::string& out) {
  out += static_cast<char>('0' + value / 10);
  out += static_cast<char>('0' + value % 10);
}

/// Returns whether the year is BC; the caller ends the text with it.
bool append_date(std::int64_t days, std::string& out) {
  int year = 0;
  int month = 0;
  int day = 0;
  civil_from_days(days, year, month, day);
  const bool before_christ = year <= 0;
  if (before_christ) year = 1 - year;
  const auto digits = std::to_string(year);
  out.append(digits.size() < 4 ? 4 - digits.size() : 0, '0');
  out += digits;
  out += '-';
  append_two(month, out);
  out += '-';
  append_two(day, out);
  return before_christ;
}

void append_time(std::int64_t microseconds, std::string& out) {
  const auto seconds = static_cast<int>(microseconds / 1'000'000);
  append_two(seconds / 3600, out);
  out += ':';
  append_two(seconds / 60 % 60, out);
  out += ':';
  append_two(seconds % 60, out);
  auto fraction = static_cast<int>(microseconds % 1'000'000);
  if (fraction == 0) return;
  out += '.';
  for (int unit = 100'000; unit > 0 && fraction > 0; unit /= 10) {
    out += static_cast<char>('0' + fraction / unit);
    fraction %= unit;
  }
}

void append_timestamp(std::int64_t microseconds, bool with_zone, std::string& out) {
  constexpr std::int64_t kDay = 86'400LL * 1'000'000;
  const std::int64_t days = microseconds >= 0 ? microseconds / kDay : -((-microseconds + kDay - 1) / kDay);
  const bool before_christ = append_date(days, out);
  out += ' ';
  append_time(microseconds - days * kDay, out);
  if (with_zone) out += "+00";
  if (before_christ) out += " BC";
}

void append_hex(std::string_view bytes, std::string& out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (const char c : bytes) {
    out += kDigits[static_cast<unsigned char>(c) >> 4];
    out += kDigits[c & 15];
  }
}

}  // namespace

ValueText::ValueText(const ::duckdb::LogicalType& type) : type_(type), kind_(kind_of(type)) {
  const bool number = type.IsNumeric() && kind_ != Kind::kFloat && kind_ != Kind::kDouble;
  const bool floating = kind_ == Kind::kFloat || kind_ == Kind::kDouble;
  super_ = declared_type(type).kind == DeclaredKind::kSuper;
  json_form_ = number || floating || super_ ? JsonForm::kRaw : JsonForm::kString;
  free_text_ = kind_ == Kind::kText || kind_ == Kind::kOther;
  if (type.id() == LogicalTypeId::DECIMAL) scale_ = ::duckdb::DecimalType::GetScale(type);
}

ValueText::Kind ValueText::kind_of(const ::duckdb::LogicalType& type) {
  if (declared_type(type).kind == DeclaredKind::kIntervalYearToMonth) return Kind::kYearToMonth;
  switch (type.id()) {
    case LogicalTypeId::BOOLEAN:
      return Kind::kBoolean;
    case LogicalTypeId::TINYINT:
      return Kind::kInt8;
    case LogicalTypeId::SMALLINT:
      return Kind::kInt16;
    case LogicalTypeId::INTEGER:
      return Kind::kInt32;
    case LogicalTypeId::BIGINT:
      return Kind::kInt64;
    case LogicalTypeId::HUGEINT:
      return Kind::kHuge;
    case LogicalTypeId::FLOAT:
      return Kind::kFloat;
    case LogicalTypeId::DOUBLE:
      return Kind::kDouble;
    case LogicalTypeId::VARCHAR:
      return Kind::kText;
    case LogicalTypeId::BLOB:
      return Kind::kBinary;
    case LogicalTypeId::DATE:
      return Kind::kDate;
    case LogicalTypeId::TIME:
      return Kind::kTime;
    case LogicalTypeId::TIME_TZ:
      return Kind::kTimeWithZone;
    case LogicalTypeId::TIMESTAMP:
      return Kind::kTimestamp;
    case LogicalTypeId::TIMESTAMP_TZ:
      return Kind::kTimestampWithZone;
    case LogicalTypeId::INTERVAL:
      return Kind::kInterval;
    case LogicalTypeId::DECIMAL:
      switch (type.InternalType()) {
        case ::duckdb::PhysicalType::INT16:
          return Kind::kDecimal16;
        case ::duckdb::PhysicalType::INT32:
          return Kind::kDecimal32;
        case ::duckdb::PhysicalType::INT64:
          return Kind::kDecimal64;
        default:
          return Kind::kDecimal128;
      }
    default:
      return Kind::kOther;
  }
}

void ValueText::begin(::duckdb::Vector& vector, std::size_t rows) {
  vector_ = &vector;
  vector.ToUnifiedFormat(rows, format_);
}

void ValueText::append(std::size_t row, std::string& out) const {
  const auto index = format_.sel->get_index(row);
  switch (kind_) {
    case Kind::kBoolean:
      out += at<bool>(index) ? 't' : 'f';
      return;
    case Kind::kInt8:
      return append_number(static_cast<int>(at<std::int8_t>(index)), out);
    case Kind::kInt16:
      return append_number(at<std::int16_t>(index), out);
    case Kind::kInt32:
      return append_number(at<std::int32_t>(index), out);
    case Kind::kInt64:
      return append_number(at<std::int64_t>(index), out);
    case Kind::kDecimal16:
      return append_decimal(at<std::int16_t>(index), scale_, out);
    case Kind::kDecimal32:
      return append_decimal(at<std::int32_t>(index), scale_, out);
    case Kind::kDecimal64:
      return append_decimal(at<std::int64_t>(index), scale_, out);
    case Kind::kHuge:
    case Kind::kDecimal128: {
      const auto& value = at<::duckdb::hugeint_t>(index);
      return append_decimal(static_cast<WideInteger>(value.upper) << 64 | value.lower, scale_, out);
    }
    case Kind::kFloat:
      return append_floating(at<float>(index), out);
    case Kind::kDouble:
      return append_floating(at<double>(index), out);
    case Kind::kText: {
      const auto& text = at<::duckdb::string_t>(index);
      out.append(text.GetData(), text.GetSize());
      return;
    }
    case Kind::kBinary: {
      const auto& bytes = at<::duckdb::string_t>(index);
      return append_hex({bytes.GetData(), bytes.GetSize()}, out);
    }
    case Kind::kDate:
      if (append_date(at<std::int32_t>(index), out)) out += " BC";
      return;
    case Kind::kTime:
      return append_time(at<std::int64_t>(index), out);
    case Kind::kTimeWithZone: {
      const auto& time = at<::duckdb::dtime_tz_t>(index);
      return append_time_with_zone(time.time().micros, time.offset(), out);
    }
    case Kind::kTimestamp:
      return append_timestamp(at<std::int64_t>(index), false, out);
    case Kind::kTimestampWithZone:
      return append_timestamp(at<std::int64_t>(index), true, out);
    case Kind::kInterval: {
      const auto& interval = at<::duckdb::interval_t>(index);
      return append_day_to_second(interval.months, interval.days, interval.micros, out);
    }
    case Kind::kYearToMonth:
      return append_year_to_month(at<::duckdb::interval_t>(index).months, out);
    case Kind::kOther:
      out += vector_->GetValue(row).ToString();
      return;
  }
}

}  // namespace slipher::engine
