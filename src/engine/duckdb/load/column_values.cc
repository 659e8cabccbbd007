#include <limits>

#include "engine/duckdb/functions/datetime_values.h"
#include "engine/duckdb/load/column_writer.h"

namespace slipher::engine {

template <class T>
LoadErrorCode ColumnWriter::write_integer(std::string_view text, std::size_t row, Refusal& refusal) {
  std::int64_t value = 0;
  const auto result = parse_integer(text, std::numeric_limits<T>::min(), std::numeric_limits<T>::max(), value);
  if (result.code != LoadErrorCode::kNone) return fail(result, text, refusal);
  data<T>()[row] = static_cast<T>(value);
  return LoadErrorCode::kNone;
}

template <class T>
LoadErrorCode ColumnWriter::write_decimal(std::string_view text, std::size_t row, Refusal& refusal) {
  WideInteger value = 0;
  const auto result = parse_decimal(text, precision_, scale_, options_.round_decimals, value);
  if (result.code != LoadErrorCode::kNone) return fail(result, text, refusal);
  if constexpr (std::is_same_v<T, ::duckdb::hugeint_t>) {
    data<T>()[row] = ::duckdb::hugeint_t(static_cast<std::int64_t>(value >> 64), static_cast<std::uint64_t>(value));
  } else {
    data<T>()[row] = static_cast<T>(value);
  }
  return LoadErrorCode::kNone;
}

LoadErrorCode ColumnWriter::write_number(std::string_view text, std::size_t row, Refusal& refusal) {
  ParseResult result;
  switch (kind_) {
    case Kind::kDecimal16:
      return write_decimal<std::int16_t>(text, row, refusal);
    case Kind::kDecimal32:
      return write_decimal<std::int32_t>(text, row, refusal);
    case Kind::kDecimal64:
      return write_decimal<std::int64_t>(text, row, refusal);
    case Kind::kDecimal128:
      return write_decimal<::duckdb::hugeint_t>(text, row, refusal);
    case Kind::kFloat:
      result = parse_float(text, data<float>()[row]);
      break;
    case Kind::kDouble:
      result = parse_double(text, data<double>()[row]);
      break;
    default:
      result = parse_boolean(text, data<bool>()[row]);
      break;
  }
  return result.code == LoadErrorCode::kNone ? LoadErrorCode::kNone : fail(result, text, refusal);
}

LoadErrorCode ColumnWriter::write_time(std::string_view text, std::size_t row, Refusal& refusal) {
  bool done = false;
  std::int64_t microseconds = 0;
  std::int32_t offset = 0;
  switch (kind_) {
    case Kind::kDate:
      done = options_.dates.date(text, data<std::int32_t>()[row]);
      break;
    case Kind::kTimestamp:
      done = options_.timestamps.timestamp(text, data<std::int64_t>()[row]);
      break;
    default:
      done = DateTimeParser::time(text, microseconds, offset);
      if (kind_ == Kind::kTime) {
        data<std::int64_t>()[row] = microseconds;
      } else {
        data<::duckdb::dtime_tz_t>()[row] = functions::utc_time(microseconds, offset);
      }
  }
  if (done) return LoadErrorCode::kNone;
  if (options_.accept_any_date && (kind_ == Kind::kDate || kind_ == Kind::kTimestamp)) return write_null(row, refusal);
  if (kind_ == Kind::kDate) {
    const auto& pattern = options_.dates.pattern_text();
    refusal.reason = pattern.empty() && trim_blanks(text).size() < 10
                         ? "Invalid date format - length must be 10 or more"
                         : "Invalid Date Format [" + (pattern.empty() ? "YYYY-MM-DD" : pattern) + "]";
    return LoadErrorCode::kDate;
  }
  const auto& pattern = options_.timestamps.pattern_text();
  refusal.reason = kind_ == Kind::kTimestamp ? "Invalid timestamp format or value [" +
                                                   (pattern.empty() ? "YYYY-MM-DD HH24:MI:SS" : pattern) + "]"
                                             : "Invalid time format or value [HH24:MI:SS]";
  return LoadErrorCode::kTimestamp;
}

/// Types without a reader of their own go through the engine's cast.
LoadErrorCode ColumnWriter::write_other(std::string_view text, std::size_t row, Refusal& refusal) {
  ::duckdb::Value value;
  std::string message;
  if (!::duckdb::Value(std::string(trim_blanks(text))).DefaultTryCastAs(column_.type, value, &message, true)) {
    refusal.reason = "Invalid value for type " + column_.type_name;
    return LoadErrorCode::kInvalidType;
  }
  vector_->SetValue(row, value);
  return LoadErrorCode::kNone;
}

LoadErrorCode ColumnWriter::fail(ParseResult result, std::string_view text, Refusal& refusal) const {
  const char* type = kind_ == Kind::kInt16 || kind_ == Kind::kInt8 ? "Short"
                     : kind_ == Kind::kInt32                       ? "Integer"
                     : kind_ == Kind::kInt64                       ? "Long"
                     : kind_ == Kind::kFloat                       ? "Float"
                     : kind_ == Kind::kDouble                      ? "Double"
                                                                   : "Decimal";
  text = trim_blanks(text);
  refusal.position = result.position;
  switch (result.code) {
    case LoadErrorCode::kBoolean:
      refusal.reason = "Unknown boolean format";
      break;
    case LoadErrorCode::kOverflow:
      refusal.reason = "Value out of range, Type: " + std::string(type);
      break;
    case LoadErrorCode::kFloat:
      refusal.reason = "Invalid floating point value, Type: " + std::string(type);
      break;
    case LoadErrorCode::kDecimal:
      refusal.reason = "Overflow for NUMERIC(" + std::to_string(precision_) + "," + std::to_string(scale_) + ")";
      break;
    default:
      refusal.reason = "Invalid digit, Value '" +
                       (result.position < text.size() ? std::string(1, text[result.position]) : "") + "', Pos " +
                       std::to_string(result.position) + ", Type: " + type;
  }
  return result.code;
}

LoadErrorCode ColumnWriter::write(const Field& field, std::size_t row, Refusal& refusal) {
  if (field.is_null) return write_null(row, refusal);
  if (kind_ == Kind::kText || kind_ == Kind::kChar) return write_text(field, row, refusal);
  // An empty or blank field of any other type is NULL.
  if (field.text.empty() || (field.text.front() <= ' ' && is_blank(field.text))) return write_null(row, refusal);
  if (!validity_->AllValid()) validity_->SetValid(row);
  switch (kind_) {
    case Kind::kInt32:
      return write_integer<std::int32_t>(field.text, row, refusal);
    case Kind::kInt64:
      return write_integer<std::int64_t>(field.text, row, refusal);
    case Kind::kInt16:
      return write_integer<std::int16_t>(field.text, row, refusal);
    case Kind::kInt8:
      return write_integer<std::int8_t>(field.text, row, refusal);
    case Kind::kSuper:
      return write_super(field, row, refusal);
    case Kind::kBinary:
      return write_binary(field.text, row, refusal);
    case Kind::kDate:
    case Kind::kTime:
    case Kind::kTimeWithZone:
    case Kind::kTimestamp:
      return write_time(field.text, row, refusal);
    case Kind::kOther:
      return write_other(field.text, row, refusal);
    default:
      return write_number(field.text, row, refusal);
  }
}

}  // namespace slipher::engine
