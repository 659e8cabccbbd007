#include <algorithm>
#include <string>

#include "duckdb/common/operator/cast_operators.hpp"
#include "duckdb/function/cast/cast_function_set.hpp"
#include "duckdb/function/cast/default_casts.hpp"
#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/functions/datetime_values.h"
#include "engine/duckdb/functions/number_text.h"
#include "engine/duckdb/functions/session_values.h"
#include "engine/duckdb/functions/support.h"
#include "engine/duckdb/type_mapping.h"

/// Casts whose meaning is not DuckDB's. They replace DuckDB's own in the whole instance, so that written casts,
/// implicit ones, INSERT and comparisons agree.
namespace slipher::engine::functions {

std::string invalid_syntax(const std::string& type, std::string_view text) {
  return "invalid input syntax for " + type + ": \"" + std::string(text) + "\"";
}

namespace {

using ::duckdb::CastParameters;

/// Casts row by row with parse(text, value) -> error text, "" = fine. TRY_CAST turns errors into NULLs.
template <class T, class Parse>
bool cast_rows(Vector& source, Vector& result, idx_t count, CastParameters& parameters, Parse parse) {
  bool all_converted = true;
  ::duckdb::UnaryExecutor::ExecuteWithNulls<string_t, T>(
      source, result, count, [&](string_t text, ::duckdb::ValidityMask& mask, idx_t row) -> T {
        T value{};
        const std::string error = parse(view(text), value);
        if (error.empty()) return value;
        ::duckdb::HandleCastError::AssignError(error, parameters);
        mask.SetInvalid(row);
        all_converted = false;
        return value;
      });
  return all_converted;
}

template <class T>
bool text_to_integer(Vector& source, Vector& result, idx_t count, CastParameters& parameters) {
  const std::string type = sizeof(T) == 2 ? "smallint" : sizeof(T) == 4 ? "integer" : "bigint";
  return cast_rows<T>(source, result, count, parameters, [&](std::string_view text, T& value) -> std::string {
    switch (parse_integer(text, value)) {
      case NumberParse::kOk:
        return {};
      case NumberParse::kOutOfRange:
        return "value \"" + std::string(text) + "\" is out of range for type " + type;
      default:
        return invalid_syntax("integer", text);
    }
  });
}

template <class T>
bool text_to_float(Vector& source, Vector& result, idx_t count, CastParameters& parameters) {
  return cast_rows<T>(source, result, count, parameters, [](std::string_view text, T& value) -> std::string {
    double wide = 0;
    if (!parse_float(text, wide)) return invalid_syntax("type double precision", text);
    value = static_cast<T>(wide);
    return {};
  });
}

bool text_to_bool(Vector& source, Vector& result, idx_t count, CastParameters& parameters) {
  return cast_rows<bool>(source, result, count, parameters, [](std::string_view text, bool& value) -> std::string {
    const auto word = parse_bool(text);
    if (!word) return invalid_syntax("type boolean", text);
    value = *word;
    return {};
  });
}

struct DateCast : ::duckdb::BoundCastData {
  explicit DateCast(DateReading reading_in) : reading(reading_in) {}
  ::duckdb::unique_ptr<BoundCastData> Copy() const override { return ::duckdb::make_uniq<DateCast>(reading); }
  DateReading reading;
};

template <::duckdb::cast_function_t kCast>
::duckdb::BoundCastInfo bind_date_cast(::duckdb::BindCastInput& input, const LogicalType&, const LogicalType&) {
  const auto reading = input.context ? date_reading(*input.context) : DateReading();
  return ::duckdb::BoundCastInfo(kCast, ::duckdb::make_uniq<DateCast>(reading));
}

bool text_to_date(Vector& source, Vector& result, idx_t count, CastParameters& parameters) {
  const auto reading = parameters.cast_data->Cast<DateCast>().reading;
  return cast_rows<::duckdb::date_t>(source, result, count, parameters,
                                     [&](std::string_view text, ::duckdb::date_t& value) -> std::string {
                                       return parse_date(text, reading, value) ? "" : invalid_syntax("type date", text);
                                     });
}

bool text_to_timestamp(Vector& source, Vector& result, idx_t count, CastParameters& parameters) {
  const auto reading = parameters.cast_data->Cast<DateCast>().reading;
  return cast_rows<::duckdb::timestamp_t>(
      source, result, count, parameters, [&](std::string_view text, ::duckdb::timestamp_t& value) -> std::string {
        return parse_timestamp(text, reading, value) ? "" : invalid_syntax("type timestamp", text);
      });
}

bool text_to_time(Vector& source, Vector& result, idx_t count, CastParameters& parameters) {
  return cast_rows<::duckdb::dtime_t>(source, result, count, parameters,
                                      [](std::string_view text, ::duckdb::dtime_t& value) -> std::string {
                                        return parse_time(text, value) ? "" : invalid_syntax("type time", text);
                                      });
}

bool text_to_interval(Vector& source, Vector& result, idx_t count, CastParameters& parameters) {
  return cast_rows<::duckdb::interval_t>(
      source, result, count, parameters, [](std::string_view text, ::duckdb::interval_t& value) -> std::string {
        return parse_interval(text, value) ? "" : invalid_syntax("type interval", text);
      });
}

bool text_to_year_to_month(Vector& source, Vector& result, idx_t count, CastParameters& parameters) {
  return cast_rows<::duckdb::interval_t>(
      source, result, count, parameters, [](std::string_view text, ::duckdb::interval_t& value) -> std::string {
        return parse_interval(text, value, "year to month") ? "" : invalid_syntax("type interval", text);
      });
}

template <class T>
bool float_to_text(Vector& source, Vector& result, idx_t count, CastParameters&) {
  ::duckdb::UnaryExecutor::Execute<T, string_t>(source, result, count, [&](T value) {
    return ::duckdb::StringVector::AddString(result, float_text(value, sizeof(T) == 4 ? 6 : 15));
  });
  return true;
}

/// The bytes of a VARBYTE as a whole number, the highest first; shorter ones are filled up with zeros in front.
template <class T>
bool bytes_to_integer(Vector& source, Vector& result, idx_t count, CastParameters& parameters) {
  return cast_rows<T>(source, result, count, parameters, [](std::string_view bytes, T& value) -> std::string {
    if (bytes.size() > sizeof(T)) return "value out of range for type of " + std::to_string(sizeof(T)) + " bytes";
    std::uint64_t number = 0;
    for (const char byte : bytes) number = number << 8 | static_cast<unsigned char>(byte);
    value = static_cast<T>(number);
    return {};
  });
}

/// A whole number as the bytes of its type, the highest first.
template <class T>
bool integer_to_bytes(Vector& source, Vector& result, idx_t count, CastParameters&) {
  ::duckdb::UnaryExecutor::Execute<T, string_t>(source, result, count, [&](T value) {
    char bytes[sizeof(T)];
    for (std::size_t i = 0; i < sizeof(T); i++) bytes[i] = static_cast<char>(value >> (8 * (sizeof(T) - 1 - i)));
    return ::duckdb::StringVector::AddStringOrBlob(result, bytes, sizeof(T));
  });
  return true;
}

/// VARBYTE to text takes the bytes for UTF-8.
bool bytes_to_text(Vector& source, Vector& result, idx_t count, CastParameters& parameters) {
  return cast_rows<string_t>(source, result, count, parameters,
                             [&](std::string_view bytes, string_t& text) -> std::string {
                               if (!Value::StringIsValid(bytes.data(), bytes.size()))
                                 return "the bytes are not valid UTF-8";
                               text = ::duckdb::StringVector::AddString(result, bytes.data(), bytes.size());
                               return {};
                             });
}

/// CHAR(n) to VARBYTE has the blanks that storing it took off.
::duckdb::BoundCastInfo bind_char_to_bytes(::duckdb::BindCastInput&, const LogicalType& source, const LogicalType&) {
  struct Width : ::duckdb::BoundCastData {
    explicit Width(std::size_t value) : bytes(value) {}
    ::duckdb::unique_ptr<BoundCastData> Copy() const override { return ::duckdb::make_uniq<Width>(bytes); }
    std::size_t bytes;
  };
  const auto cast = [](Vector& from, Vector& result, idx_t count, CastParameters& parameters) {
    const auto width = parameters.cast_data->Cast<Width>().bytes;
    ::duckdb::UnaryExecutor::Execute<string_t, string_t>(from, result, count, [&](string_t text) {
      std::string bytes(view(text));
      if (bytes.size() < width) bytes.resize(width, ' ');
      return ::duckdb::StringVector::AddStringOrBlob(result, bytes.data(), bytes.size());
    });
    return true;
  };
  return ::duckdb::BoundCastInfo(
      cast, ::duckdb::make_uniq<Width>(static_cast<std::size_t>(std::max(declared_type(source).bytes, 0))));
}

::duckdb::BoundCastInfo refuse_boolean(::duckdb::BindCastInput&, const LogicalType& source, const LogicalType&) {
  const auto type = format_type(source);
  throw ::duckdb::BinderException("cannot cast type %s to boolean", type.substr(0, type.find('(')));
}

}  // namespace

void register_casts(::duckdb::DatabaseInstance& database) {
  auto& casts = ::duckdb::CastFunctionSet::Get(database);
  struct FromText {
    LogicalType target;
    ::duckdb::cast_function_t cast;
  };
  const FromText from_text[] = {
      {LogicalType::SMALLINT, text_to_integer<std::int16_t>},
      {LogicalType::INTEGER, text_to_integer<std::int32_t>},
      {LogicalType::BIGINT, text_to_integer<std::int64_t>},
      {LogicalType::FLOAT, text_to_float<float>},
      {LogicalType::DOUBLE, text_to_float<double>},
      {LogicalType::BOOLEAN, text_to_bool},
      {LogicalType::TIME, text_to_time},
      {LogicalType::INTERVAL, text_to_interval},
      {interval_year_to_month_type(), text_to_year_to_month},
  };
  const LogicalType texts[] = {LogicalType::VARCHAR, varchar_type(0), char_type(0), name_type()};
  for (const auto& text : texts) {
    for (const auto& entry : from_text)
      casts.RegisterCastFunction(text, entry.target, ::duckdb::BoundCastInfo(entry.cast));
    casts.RegisterCastFunction(text, LogicalType::DATE, bind_date_cast<text_to_date>);
    casts.RegisterCastFunction(text, LogicalType::TIMESTAMP, bind_date_cast<text_to_timestamp>);
    // The costs of DuckDB's old_implicit_casting, which a registered cast would otherwise lose.
    const std::int64_t cost = 149;
    casts.RegisterCastFunction(varbyte_type(0), text, ::duckdb::BoundCastInfo(bytes_to_text));
    // DuckDB's own would read \x41 as a byte and refuse what is not ASCII.
    if (declared_type(text).kind != DeclaredKind::kChar)
      casts.RegisterCastFunction(text, varbyte_type(0),
                                 ::duckdb::BoundCastInfo(::duckdb::DefaultCasts::ReinterpretCast));
    casts.RegisterCastFunction(LogicalType::DOUBLE, text, ::duckdb::BoundCastInfo(float_to_text<double>), cost);
    casts.RegisterCastFunction(LogicalType::FLOAT, text, ::duckdb::BoundCastInfo(float_to_text<float>), cost);
  }
  register_super_casts(casts);
  // Whole numbers alone are booleans.
  for (const auto& type : {LogicalType(LogicalType::FLOAT), LogicalType(LogicalType::DOUBLE)})
    casts.RegisterCastFunction(type, LogicalType::BOOLEAN, refuse_boolean);
  for (std::uint8_t width = 1; width <= 38; width++) {
    for (std::uint8_t scale = 0; scale <= width; scale++)
      casts.RegisterCastFunction(LogicalType::DECIMAL(width, scale), LogicalType::BOOLEAN, refuse_boolean);
  }
  const auto bytes = varbyte_type(0);
  casts.RegisterCastFunction(char_type(0), bytes, bind_char_to_bytes);
  casts.RegisterCastFunction(bytes, LogicalType::SMALLINT, ::duckdb::BoundCastInfo(bytes_to_integer<std::int16_t>));
  casts.RegisterCastFunction(bytes, LogicalType::INTEGER, ::duckdb::BoundCastInfo(bytes_to_integer<std::int32_t>));
  casts.RegisterCastFunction(bytes, LogicalType::BIGINT, ::duckdb::BoundCastInfo(bytes_to_integer<std::int64_t>));
  casts.RegisterCastFunction(LogicalType::SMALLINT, bytes, ::duckdb::BoundCastInfo(integer_to_bytes<std::int16_t>));
  casts.RegisterCastFunction(LogicalType::INTEGER, bytes, ::duckdb::BoundCastInfo(integer_to_bytes<std::int32_t>));
  casts.RegisterCastFunction(LogicalType::BIGINT, bytes, ::duckdb::BoundCastInfo(integer_to_bytes<std::int64_t>));
}

}  // namespace slipher::engine::functions
