#include "engine/duckdb/functions/session_values.h"

#include "engine/duckdb/catalog/session_state.h"

namespace slipher::engine::functions {

using ::duckdb::ClientContext;
using ::duckdb::timestamp_t;

std::string session_parameter(ClientContext& context, std::string_view name) {
  const auto* session = find_session(context);
  if (!session) return {};
  const auto found = session->settings.find(name);
  return found == session->settings.end() ? std::string() : found->second;
}

bool super_errors_are_null(ClientContext& context) {
  return session_parameter(context, "cast_super_null_on_error") != "off";
}

std::string session_zone(ClientContext& context) {
  ::duckdb::Value zone;
  return context.TryGetCurrentSetting("TimeZone", zone) ? zone.ToString() : "UTC";
}

bool is_away_from_utc(ClientContext& context) {
  const auto zone = session_parameter(context, "timezone");
  return !zone.empty() && zone != "UTC";
}

timestamp_t session_time(ClientContext& context, timestamp_t utc) {
  if (!is_away_from_utc(context)) return utc;
  return ::duckdb::Value::TIMESTAMPTZ(::duckdb::timestamp_tz_t(utc))
      .CastAs(context, ::duckdb::LogicalType::TIMESTAMP)
      .GetValue<timestamp_t>();
}

DateReading date_reading(ClientContext& context) {
  DateReading reading;
  const auto style = session_parameter(context, "datestyle");
  if (style.ends_with("DMY")) reading.order = DateOrder::kDayFirst;
  if (style.ends_with("YMD")) reading.order = DateOrder::kYearFirst;
  if (is_away_from_utc(context)) {
    const auto now = ::duckdb::Timestamp::GetCurrentTimestamp();
    reading.ahead = session_time(context, now).value - now.value;
  }
  return reading;
}

}  // namespace slipher::engine::functions
