#include "engine/duckdb/functions/session_values.h"

#include "engine/duckdb/catalog/session_state.h"
#include "engine/duckdb/functions/support.h"

namespace slipher::engine::functions {

using ::duckdb::timestamp_t;

namespace {

/// A function without arguments that is a value of the session that it is bound in; NULL outside of sessions.
template <auto kValueOf>
BoundPointer expand_value(::duckdb::FunctionBindExpressionInput& input) {
  const auto* session = find_session(input.context);
  return bound_constant(session ? kValueOf(*session) : Value(LogicalType::VARCHAR));
}

using Session = const SessionContext&;

Value user(Session session) { return Value(session.user); }
Value session_user(Session session) { return Value(session.session_user); }
Value database(Session session) { return Value(session.database); }
Value schema(Session session) { return Value(session.search_path.front()); }
Value process(Session session) { return Value::INTEGER(static_cast<std::int32_t>(session.process_id)); }

Value search_path(Session session) {
  ::duckdb::vector<Value> path;
  for (const auto& schema : session.search_path) path.emplace_back(schema);
  return Value::LIST(LogicalType::VARCHAR, std::move(path));
}

/// rs_current_setting(name, default)
BoundPointer expand_setting(::duckdb::FunctionBindExpressionInput& input) {
  const auto name = constant_argument(input.context, *input.children[0], "name").ToString();
  const auto* session = find_session(input.context);
  const bool is_set = session && session->settings.contains(name);
  return is_set ? bound_constant(Value(session->settings.find(name)->second)) : std::move(input.children[1]);
}

}  // namespace

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

void register_session_values(Registry& registry) {
  registry.add_macro("rs_current_user", 0, expand_value<user>);
  registry.add_macro("rs_session_user", 0, expand_value<session_user>);
  registry.add_macro("rs_current_database", 0, expand_value<database>);
  registry.add_macro("rs_current_schema", 0, expand_value<schema>);
  registry.add_macro("rs_search_path", 0, expand_value<search_path>);
  registry.add_macro("rs_backend_pid", 0, expand_value<process>);
  registry.add_macro("rs_current_setting", 2, expand_setting);
}

}  // namespace slipher::engine::functions
