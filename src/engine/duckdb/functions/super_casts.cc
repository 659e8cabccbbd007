#include <cmath>
#include <string>

#include "duckdb/common/operator/cast_operators.hpp"
#include "duckdb/function/cast/cast_function_set.hpp"
#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/functions/datetime_values.h"
#include "engine/duckdb/functions/json_text.h"
#include "engine/duckdb/functions/number_text.h"
#include "engine/duckdb/functions/session_values.h"
#include "engine/duckdb/functions/support.h"
#include "engine/duckdb/type_mapping.h"

/// Casts of SUPER values to scalars, and of what is no JSON to SUPER: a JSON string is read without its quotes, JSON
/// null is NULL, and what cannot be cast is NULL unless cast_super_null_on_error is off.
namespace slipher::engine::functions {
namespace {

using ::duckdb::CastParameters;

struct SuperCast : ::duckdb::BoundCastData {
  SuperCast(bool errors_are_null_in, DateReading reading_in)
      : errors_are_null(errors_are_null_in), reading(reading_in) {}
  ::duckdb::unique_ptr<BoundCastData> Copy() const override {
    return ::duckdb::make_uniq<SuperCast>(errors_are_null, reading);
  }
  bool errors_are_null;
  DateReading reading;
};

/// For types that a text's own cast reads.
struct SuperTextCast : SuperCast {
  SuperTextCast(bool errors_are_null_in, ::duckdb::BoundCastInfo cast_in)
      : SuperCast(errors_are_null_in, {}), cast(std::move(cast_in)) {}
  ::duckdb::unique_ptr<BoundCastData> Copy() const override {
    return ::duckdb::make_uniq<SuperTextCast>(errors_are_null, cast.Copy());
  }
  ::duckdb::BoundCastInfo cast;
};

/// A value as a cast sees it.
struct Scalar {
  std::string_view kind;  // as json::type_of() says it
  std::string text;
  bool is_string() const { return kind == "string"; }
  bool is_number() const { return kind == "number"; }
};

/// Casts row by row with parse(scalar, value) -> whether it could.
template <class T, class Parse>
bool super_rows(Vector& source, Vector& result, idx_t count, CastParameters& parameters, const char* type,
                Parse parse) {
  const bool errors_are_null = parameters.cast_data->Cast<SuperCast>().errors_are_null;
  bool all_converted = true;
  ::duckdb::UnaryExecutor::ExecuteWithNulls<string_t, T>(
      source, result, count, [&](string_t value, ::duckdb::ValidityMask& mask, idx_t row) -> T {
        T parsed{};
        const auto kind = json::type_of(view(value));
        if (kind != "null" && parse(Scalar{kind, json::plain_text(view(value))}, parsed)) return parsed;
        mask.SetInvalid(row);
        if (kind == "null" || errors_are_null) return parsed;
        ::duckdb::HandleCastError::AssignError(invalid_syntax(type, view(value)), parameters);
        all_converted = false;
        return parsed;
      });
  return all_converted;
}

template <class T>
bool super_to_integer(Vector& source, Vector& result, idx_t count, CastParameters& parameters) {
  return super_rows<T>(source, result, count, parameters, "integer", [](const Scalar& scalar, T& value) {
    if (parse_integer(scalar.text, value) == NumberParse::kOk) return true;
    double number = 0;
    if (!parse_float(scalar.text, number)) return false;
    // The bounds are those of the rounded number; a NaN is within none.
    const double rounded = std::round(number);
    const double limit = std::ldexp(1.0, 8 * sizeof(T) - 1);
    if (!(rounded >= -limit && rounded < limit)) return false;
    value = static_cast<T>(rounded);
    return true;
  });
}

template <class T>
bool super_to_float(Vector& source, Vector& result, idx_t count, CastParameters& parameters) {
  return super_rows<T>(source, result, count, parameters, "type double precision", [](const Scalar& scalar, T& value) {
    double number = 0;
    if (!parse_float(scalar.text, number)) return false;
    value = static_cast<T>(number);
    return std::isfinite(value) || !std::isfinite(number);
  });
}

/// "Cast from non-scalar values (object and array) to string returns NULL" (Amazon Redshift, "Limitations" of SUPER).
bool super_to_text(Vector& source, Vector& result, idx_t count, CastParameters&) {
  ::duckdb::UnaryExecutor::ExecuteWithNulls<string_t, string_t>(
      source, result, count, [&](string_t value, ::duckdb::ValidityMask& mask, idx_t row) -> string_t {
        const auto kind = json::type_of(view(value));
        if (kind != "null" && kind != "array" && kind != "object")
          return ::duckdb::StringVector::AddString(result, json::plain_text(view(value)));
        mask.SetInvalid(row);
        return {};
      });
  return true;
}

/// The precision and scale are the type's: the text's own cast knows them.
bool super_to_decimal(Vector& source, Vector& result, idx_t count, CastParameters& parameters) {
  const auto& data = parameters.cast_data->Cast<SuperTextCast>();
  Vector texts(LogicalType::VARCHAR, count);
  ::duckdb::UnaryExecutor::ExecuteWithNulls<string_t, string_t>(
      source, texts, count, [&](string_t value, ::duckdb::ValidityMask& mask, idx_t row) -> string_t {
        if (json::type_of(view(value)) != "null")
          return ::duckdb::StringVector::AddString(texts, json::plain_text(view(value)));
        mask.SetInvalid(row);
        return {};
      });
  std::string error;  // takes what would be thrown
  CastParameters own(parameters, data.cast.cast_data, parameters.local_state);
  if (data.errors_are_null) own.error_message = &error;
  return data.cast.function(texts, result, count, own) || data.errors_are_null;
}

/// Whole numbers are booleans as they are outside of SUPER; numbers with a fraction and other strings are not.
bool super_to_bool(Vector& source, Vector& result, idx_t count, CastParameters& parameters) {
  return super_rows<bool>(source, result, count, parameters, "type boolean", [](const Scalar& scalar, bool& value) {
    if (scalar.is_number()) {
      if (scalar.text.find_first_of(".eE") != std::string::npos) return false;
      value = scalar.text.find_first_of("123456789") != std::string::npos;
      return true;
    }
    const auto word = parse_bool(scalar.text);
    value = word.value_or(false);
    return word.has_value();
  });
}

/// Dates, times and intervals are in strings only.
template <class T, class Parse>
bool super_to_time_of(Vector& source, Vector& result, idx_t count, CastParameters& parameters, const char* type,
                      Parse parse) {
  const auto reading = parameters.cast_data->Cast<SuperCast>().reading;
  return super_rows<T>(source, result, count, parameters, type, [&](const Scalar& scalar, T& value) {
    return scalar.is_string() && parse(scalar.text, reading, value);
  });
}

bool super_to_date(Vector& source, Vector& result, idx_t count, CastParameters& parameters) {
  return super_to_time_of<::duckdb::date_t>(source, result, count, parameters, "type date", parse_date);
}

bool super_to_timestamp(Vector& source, Vector& result, idx_t count, CastParameters& parameters) {
  return super_to_time_of<::duckdb::timestamp_t>(source, result, count, parameters, "type timestamp", parse_timestamp);
}

bool super_to_time(Vector& source, Vector& result, idx_t count, CastParameters& parameters) {
  return super_to_time_of<::duckdb::dtime_t>(
      source, result, count, parameters, "type time",
      [](std::string_view text, DateReading, ::duckdb::dtime_t& value) { return parse_time(text, value); });
}

bool super_to_interval(Vector& source, Vector& result, idx_t count, CastParameters& parameters) {
  return super_to_time_of<::duckdb::interval_t>(
      source, result, count, parameters, "type interval",
      [](std::string_view text, DateReading, ::duckdb::interval_t& value) { return parse_interval(text, value); });
}

bool errors_are_null(::duckdb::BindCastInput& input) { return !input.context || super_errors_are_null(*input.context); }

template <::duckdb::cast_function_t kCast>
::duckdb::BoundCastInfo bind(::duckdb::BindCastInput& input, const LogicalType&, const LogicalType&) {
  const auto reading = input.context ? date_reading(*input.context) : DateReading();
  return ::duckdb::BoundCastInfo(kCast, ::duckdb::make_uniq<SuperCast>(errors_are_null(input), reading));
}

::duckdb::BoundCastInfo bind_decimal(::duckdb::BindCastInput& input, const LogicalType&, const LogicalType& target) {
  return ::duckdb::BoundCastInfo(
      super_to_decimal,
      ::duckdb::make_uniq<SuperTextCast>(errors_are_null(input), input.GetCastFunction(LogicalType::VARCHAR, target)));
}

/// Dates and times are no values of SUPER.
::duckdb::BoundCastInfo refuse(::duckdb::BindCastInput&, const LogicalType& source, const LogicalType&) {
  throw ::duckdb::BinderException("cannot cast type %s to super", format_type(source));
}

template <class T>
bool float_to_super(Vector& source, Vector& result, idx_t count, CastParameters&) {
  ::duckdb::UnaryExecutor::Execute<T, string_t>(source, result, count, [&](T value) {
    return ::duckdb::StringVector::AddString(result, float_text(value, sizeof(T) == 4 ? 6 : 15));
  });
  return true;
}

/// What a function with overloads for texts and numbers takes a SUPER value for: rather a text. The lowest of all
/// others is the cost of DOUBLE, so that one overload is the best.
constexpr std::int64_t kTextCost = 1;
constexpr std::int64_t kDoubleCost = 150;
constexpr std::int64_t kBigintCost = 151;
constexpr std::int64_t kIntegerCost = 152;

}  // namespace

void register_super_casts(::duckdb::CastFunctionSet& casts) {
  const auto super = super_type();
  for (const auto& text : {LogicalType(LogicalType::VARCHAR), varchar_type(0), char_type(0), name_type()})
    casts.RegisterCastFunction(super, text, super_to_text, kTextCost);
  casts.RegisterCastFunction(super, LogicalType::SMALLINT, bind<super_to_integer<std::int16_t>>);
  casts.RegisterCastFunction(super, LogicalType::INTEGER, bind<super_to_integer<std::int32_t>>, kIntegerCost);
  casts.RegisterCastFunction(super, LogicalType::BIGINT, bind<super_to_integer<std::int64_t>>, kBigintCost);
  casts.RegisterCastFunction(super, LogicalType::FLOAT, bind<super_to_float<float>>);
  casts.RegisterCastFunction(super, LogicalType::DOUBLE, bind<super_to_float<double>>, kDoubleCost);
  for (std::uint8_t width = 1; width <= 38; width++) {
    for (std::uint8_t scale = 0; scale <= width; scale++)
      casts.RegisterCastFunction(super, LogicalType::DECIMAL(width, scale), bind_decimal);
  }
  casts.RegisterCastFunction(super, LogicalType::BOOLEAN, bind<super_to_bool>);
  casts.RegisterCastFunction(super, LogicalType::DATE, bind<super_to_date>);
  casts.RegisterCastFunction(super, LogicalType::TIMESTAMP, bind<super_to_timestamp>);
  casts.RegisterCastFunction(super, LogicalType::TIME, bind<super_to_time>);
  casts.RegisterCastFunction(super, LogicalType::INTERVAL, bind<super_to_interval>);
  casts.RegisterCastFunction(LogicalType::DOUBLE, super, float_to_super<double>);
  casts.RegisterCastFunction(LogicalType::FLOAT, super, float_to_super<float>);
  for (const auto& type : {LogicalType::DATE, LogicalType::TIMESTAMP, LogicalType::TIMESTAMP_TZ, LogicalType::TIME,
                           LogicalType::TIME_TZ, LogicalType::INTERVAL})
    casts.RegisterCastFunction(type, super, refuse);
}

}  // namespace slipher::engine::functions
