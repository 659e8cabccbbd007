#include "duckdb/transaction/meta_transaction.hpp"
#include "engine/duckdb/access/acting.h"
#include "engine/duckdb/lowering/session_parameters.h"
#include "engine/duckdb/lowering/statements.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

// "$user" stands for a schema of the user's name; one that does not exist is skipped, as in Redshift.
void set_search_path(Session& session, const std::vector<std::string>& values) {
  auto& path = session.context().search_path;
  path.clear();
  for (const auto& value : values) {
    if (value == "$user")
      path.push_back(session.context().user);
    else if (value != "pg_temp" && value != "pg_catalog")
      path.push_back(value);
  }
  if (path.empty()) path.emplace_back("public");
  session.apply_search_path();
}

/// '-8:00', '-8' and '-8 hours' as the zone of that many whole hours; other names as they are.
std::string zone_name(const std::string& zone) {
  const bool is_offset = zone.size() > 1 && (zone[0] == '-' || zone[0] == '+' || (zone[0] >= '0' && zone[0] <= '9'));
  if (!is_offset) return zone;
  const bool has_sign = zone[0] == '-' || zone[0] == '+';
  std::size_t end = has_sign ? 1 : 0;
  int hours = 0;
  for (; end < zone.size() && end < 4 && zone[end] >= '0' && zone[end] <= '9'; ++end)
    hours = hours * 10 + (zone[end] - '0');
  const auto rest = zone.substr(end);
  if (hours > 14 || (!rest.empty() && rest != ":00" && rest != " hours" && rest != " hour")) return zone;
  if (hours == 0) return "UTC";
  return std::string("Etc/GMT") + (zone[0] == '-' ? "+" : "-") + std::to_string(hours);  // the sign counts westwards
}

Result<void> apply_time_zone(Session& session, const std::string& zone) {
  auto done = session.runner().change("SET SESSION TimeZone = " + quote_text(zone_name(zone)));
  if (!done) return sql_failure("invalid value for parameter \"timezone\": \"" + zone + "\"");
  return {};
}

std::string joined(const std::vector<std::string>& values) {
  std::string out;
  for (const auto& value : values) out += (out.empty() ? "" : ", ") + value;
  return out;
}

std::string unknown(const std::string& name) { return "unrecognized configuration parameter \"" + name + "\""; }

Result<void> reset(Session& session, const SessionParameter& parameter) {
  session.context().settings.erase(std::string(parameter.name));
  if (parameter.name == "search_path") set_search_path(session, {"public"});
  if (parameter.name == "timezone") return apply_time_zone(session, "UTC");
  return {};
}

std::string value_of(Session& session, const SessionParameter& parameter) {
  if (parameter.name == "database") return session.context().database;
  if (parameter.name == "session_authorization") return session.context().user;
  const auto found = session.context().settings.find(parameter.name);
  return found == session.context().settings.end() ? std::string(parameter.default_value) : found->second;
}

}  // namespace

Result<Outcome> lower_statement(Session& session, const sql::SetParameter& statement) {
  const auto* parameter = find_session_parameter(statement.name);
  if (!parameter) {
    // A dotted name is a variable of the client's own, as in PostgreSQL.
    if (statement.name.find('.') == std::string::npos) return sql_failure(unknown(statement.name));
    const auto value = joined(statement.values);
    session.context().settings[statement.name] = value;
    if (statement.answers) return text_rows({"set_config"}, {{value}});
    return Outcome{};
  }
  if (!parameter->can_be_set()) return sql_failure("parameter \"" + statement.name + "\" cannot be changed");
  if (statement.to_default) {
    if (auto done = reset(session, *parameter); !done) return done.error();
    return Outcome{};
  }
  auto value = canonical_value(*parameter, joined(statement.values));
  if (!value)
    return sql_failure("invalid value for parameter \"" + statement.name + "\": \"" + joined(statement.values) + "\"");
  if (statement.name == "search_path") set_search_path(session, statement.values);
  if (statement.name == "timezone") {
    if (auto done = apply_time_zone(session, *value); !done) return done.error();
  }
  session.context().settings[statement.name] = *value;
  if (statement.answers) return text_rows({"set_config"}, {{*value}});
  return Outcome{};
}

Result<Outcome> lower_statement(Session& session, const sql::ResetParameter& statement) {
  if (statement.name == "all") {
    session.context().settings.clear();
    set_search_path(session, {"public"});
    if (auto done = apply_time_zone(session, "UTC"); !done) return done.error();
    return Outcome{};
  }
  const auto* parameter = find_session_parameter(statement.name);
  if (!parameter && statement.name.find('.') == std::string::npos) return sql_failure(unknown(statement.name));
  if (!parameter) {
    session.context().settings.erase(statement.name);
    return Outcome{};
  }
  if (auto done = reset(session, *parameter); !done) return done.error();
  return Outcome{};
}

Result<Outcome> lower_statement(Session& session, const sql::ShowParameter& statement) {
  if (statement.name == "all") {
    std::vector<std::vector<std::optional<std::string>>> rows;
    for (const auto& parameter : session_parameters())
      rows.push_back({std::string(parameter.name), value_of(session, parameter)});
    return text_rows({"name", "setting"}, std::move(rows));
  }
  const auto* parameter = find_session_parameter(statement.name);
  if (parameter) return text_rows({statement.name}, {{value_of(session, *parameter)}});
  const auto own = session.context().settings.find(statement.name);
  if (own == session.context().settings.end()) return sql_failure(unknown(statement.name));
  return text_rows({statement.name}, {{own->second}});
}

Result<Outcome> lower_statement(Session& session, const sql::SetSessionAuthorization& statement) {
  auto& context = session.context();
  if (statement.to_default || is_same_name(statement.user, context.session_user)) {
    context.user = context.session_user;
    return Outcome{};
  }
  // What counts is who connected: a superuser may go from one user to the next.
  auto principals = principals_of(session);
  if (!principals) return principals.error();
  if (!identity_of(**principals, context.session_user).is_superuser)
    return sql_failure("permission denied to set session authorization \"" + statement.user + "\"");
  const auto* user = (*principals)->find(PrincipalKind::kUser, statement.user);
  if (!user) return sql_failure("user \"" + statement.user + "\" does not exist");
  context.user = user->name;
  return Outcome{};
}

Result<Outcome> lower_statement(Session& session, const sql::UseDatabase& statement) {
  if (auto known = session.warehouse().check_database(statement.database); !known)
    return sql_failure("database \"" + statement.database + "\" does not exist");
  if (statement.database == session.context().database) return Outcome{};
  auto& transaction = session.connection().context->transaction;
  if (transaction.HasActiveTransaction() && transaction.ActiveTransaction().ModifiedDatabase())
    return sql_failure("USE cannot run in a transaction that has changed the database");
  session.context().database = statement.database;
  session.apply_search_path();
  return Outcome{};
}

}  // namespace slipher::engine
