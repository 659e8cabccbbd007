#include "engine/duckdb/functions/civil_date.h"
#include "engine/duckdb/functions/moments.h"
#include "engine/duckdb/functions/part_argument.h"
#include "engine/duckdb/functions/session_values.h"

namespace slipher::engine::functions {
namespace {

using ::duckdb::date_t;
using ::duckdb::dtime_t;
using ::duckdb::dtime_tz_t;
using ::duckdb::timestamp_t;

/// The parts that are asked for most, by loops that do nothing else; false for the others.
template <class T, class Number>
bool calendar_part(DatePart part, DataChunk& arguments, Vector& result) {
  const auto compute = [&](auto number) {
    ::duckdb::UnaryExecutor::Execute<T, Number>(arguments.data[0], result, arguments.size(), [&](T value) {
      return static_cast<Number>(number(civil_date(days_of(value))));
    });
    return true;
  };
  switch (part) {
    case DatePart::kYear:
      return compute([](const CivilDate& date) { return date.year; });
    case DatePart::kQuarter:
      return compute([](const CivilDate& date) { return (date.month - 1) / 3 + 1; });
    case DatePart::kMonth:
      return compute([](const CivilDate& date) { return date.month; });
    case DatePart::kDay:
      return compute([](const CivilDate& date) { return date.day; });
    default:
      return false;
  }
}

/// EXTRACT gives whole numbers, DATE_PART a double with the fraction of a second.
template <class T, class Number>
void date_part(DataChunk& arguments, ExpressionState& state, Vector& result) {
  const auto part = part_of(state);
  if constexpr (std::is_same_v<T, timestamp_t> || std::is_same_v<T, date_t>) {
    if (calendar_part<T, Number>(part, arguments, result)) return;
  }
  ::duckdb::UnaryExecutor::Execute<T, Number>(arguments.data[0], result, arguments.size(), [&](T value) {
    const auto number = [&](const auto& moment) {
      if constexpr (std::is_same_v<Number, double>) {
        return exact_part_number(part, moment);
      } else {
        return static_cast<Number>(part_number(part, moment));
      }
    };
    if constexpr (std::is_same_v<T, ::duckdb::interval_t> || std::is_same_v<T, date_t>) {
      return number(value);
    } else {
      return number(as_moment(value));
    }
  });
}

/// TIMEZONE, TIMEZONE_HOUR and TIMEZONE_MINUTE: how far the session's clock is ahead of UTC's.
template <class Number>
void zone_part(DataChunk& arguments, ExpressionState& state, Vector& result) {
  const auto part = part_of(state);
  ::duckdb::BinaryExecutor::Execute<timestamp_t, timestamp_t, Number>(
      arguments.data[0], arguments.data[1], result, arguments.size(), [&](timestamp_t utc, timestamp_t local) {
        const auto seconds = (local.value - utc.value) / 1'000'000;
        if (part == DatePart::kTimezoneHour) return static_cast<Number>(seconds / 3600);
        return static_cast<Number>(part == DatePart::kTimezone ? seconds : seconds / 60 % 60);
      });
}

template <class Number>
::duckdb::scalar_function_t date_part_body(const LogicalType& type) {
  switch (type.id()) {
    case LogicalTypeId::TIME:
      return date_part<dtime_t, Number>;
    case LogicalTypeId::TIME_TZ:
      return date_part<dtime_tz_t, Number>;
    case LogicalTypeId::INTERVAL:
      return date_part<::duckdb::interval_t, Number>;
    case LogicalTypeId::DATE:
      return date_part<date_t, Number>;
    default:
      return date_part<timestamp_t, Number>;
  }
}

template <class Number>
void bind_part_number(ClientContext& context, DatePart part, ScalarFunction& function, BoundArguments& arguments) {
  const auto& given = arguments[0]->return_type;
  auto type = given.id() == LogicalTypeId::DATE ? given : moment_type(given);
  const bool is_away = type.id() == LogicalTypeId::TIMESTAMP_TZ && is_away_from_utc(context);
  if (is_away && part >= DatePart::kTimezone) {
    arguments.push_back(arguments[0]->Copy());
    function.arguments = {type, LogicalType::TIMESTAMP};
    function.function = zone_part<Number>;
    return;
  }
  if (is_away && part != DatePart::kEpoch) type = LogicalType::TIMESTAMP;
  function.arguments = {type};
  function.function = date_part_body<Number>(type);
}

::duckdb::unique_ptr<FunctionData> bind_extract(ClientContext& context, ScalarFunction& function,
                                                BoundArguments& arguments) {
  auto data = take_part(context, function, arguments);
  const bool epoch = data->part == DatePart::kEpoch;
  function.return_type = epoch ? LogicalType::BIGINT : LogicalType::INTEGER;
  if (epoch) {
    bind_part_number<std::int64_t>(context, data->part, function, arguments);
  } else {
    bind_part_number<std::int32_t>(context, data->part, function, arguments);
  }
  return data;
}

::duckdb::unique_ptr<FunctionData> bind_date_part(ClientContext& context, ScalarFunction& function,
                                                  BoundArguments& arguments) {
  auto data = take_part(context, function, arguments);
  function.return_type = LogicalType::DOUBLE;
  bind_part_number<double>(context, data->part, function, arguments);
  return data;
}

}  // namespace

::duckdb::unique_ptr<PartData> take_part(ClientContext& context, ScalarFunction& function, BoundArguments& arguments) {
  const auto value = constant_argument(context, *arguments[0], "date part");
  const auto name = value.IsNull() ? std::string() : value.ToString();
  const auto part = date_part_of(name);
  if (!part) throw ::duckdb::BinderException("date part \"%s\" is not recognized", name);
  ::duckdb::Function::EraseArgument(function, arguments, 0);
  return ::duckdb::make_uniq<PartData>(*part, name);
}

void register_extract(Registry& registry) {
  const auto text = LogicalType::VARCHAR;
  const auto any = LogicalType::ANY;
  registry.add("rs_extract", {text, any}, any, nullptr, bind_extract);
  registry.add("rs_date_part", {text, any}, LogicalType::DOUBLE, nullptr, bind_date_part);
}

}  // namespace slipher::engine::functions
