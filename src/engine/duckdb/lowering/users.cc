#include <algorithm>

#include "engine/duckdb/access/authorize.h"
#include "engine/duckdb/access/principal_store.h"
#include "engine/duckdb/access/privileges.h"
#include "engine/duckdb/lowering/principal_names.h"
#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/lowering/statements.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

bool is_hash(const std::string& password) {
  const bool is_md5 = password.size() == 35 && password.starts_with("md5");
  return is_md5 || password.starts_with("sha256|");
}

bool has(const std::string& text, char first, char last) {
  return std::any_of(text.begin(), text.end(), [&](char c) { return c >= first && c <= last; });
}

// "8 to 64 characters ... at least one uppercase letter, one lowercase letter, and one number" (CREATE USER).
Result<void> check_password(const std::string& password) {
  if (is_hash(password)) return {};
  if (password.size() < 8) return sql_failure("Password must be at least 8 characters long.");
  if (password.size() > 64) return sql_failure("Password must be at most 64 characters long.");
  if (!has(password, 'A', 'Z')) return sql_failure("Password must contain at least one uppercase letter.");
  if (!has(password, 'a', 'z')) return sql_failure("Password must contain at least one lowercase letter.");
  if (!has(password, '0', '9')) return sql_failure("Password must contain at least one number.");
  return {};
}

// Kept as Redshift keeps it, never as it was written.
Result<std::string> stored_password(Session& session, const std::string& password, const std::string& user) {
  if (is_hash(password)) return password;
  auto rows = session.runner().fetch("SELECT 'md5' || md5(" + quote_text(password + user) + ")");
  if (!rows) return rows.error();
  return (*rows)->GetValue(0, 0).ToString();
}

Result<void> apply(Session& session, const sql::UserOptions& options, Principal& user) {
  if (options.password) {
    if (auto good = check_password(*options.password); !good) return good;
    auto stored = stored_password(session, *options.password, user.name);
    if (!stored) return stored.error();
    user.password = *std::move(stored);
  }
  if (options.password_disabled) user.password.clear();
  if (options.may_create_databases) user.may_create_databases = *options.may_create_databases;
  if (options.is_superuser) {
    user.is_superuser = *options.is_superuser;
    // "A superuser always has unrestricted access."
    user.syslog_access = user.is_superuser ? "UNRESTRICTED" : "RESTRICTED";
  }
  if (options.syslog_access && !user.is_superuser)
    user.syslog_access = *options.syslog_access == "restricted" ? "RESTRICTED" : "UNRESTRICTED";
  if (options.valid_until) {
    const auto& until = *options.valid_until;
    auto valid = session.runner().fetch("SELECT " + quote_text(until) + " = 'infinity' OR try_cast(" +
                                        quote_text(until) + " AS TIMESTAMPTZ) IS NOT NULL");
    if (!valid) return valid.error();
    if (!(*valid)->GetValue(0, 0).GetValue<bool>())
      return sql_failure("invalid input syntax for type abstime: \"" + until + "\"");
    user.valid_until = until;
  }
  if (options.connection_limit) user.connection_limit = *options.connection_limit;
  if (options.session_timeout) {
    const auto seconds = *options.session_timeout;
    if (seconds != 0 && (seconds < 60 || seconds > 1'728'000))
      return sql_failure("SESSION TIMEOUT must be between 60 and 1728000 seconds");
    user.session_timeout = seconds;
  }
  if (options.external_id) user.external_id = *options.external_id;
  return {};
}

Result<void> check_new_user_name(Session& session, const std::string& name) {
  auto principals = principals_of(session);
  if (!principals) return principals.error();
  if (name == "public") return sql_failure("user name \"public\" is reserved");
  if ((*principals)->find(PrincipalKind::kUser, name)) return sql_failure("user \"" + name + "\" already exists");
  return {};
}

void set_parameter(Principal& user, const std::string& name, const std::optional<std::string>& value) {
  std::string kept;
  for (std::size_t start = 0; start < user.settings.size();) {
    const auto end = std::min(user.settings.find('\n', start), user.settings.size());
    const auto line = user.settings.substr(start, end - start);
    start = end + 1;
    if (!line.starts_with(name + "=")) kept += (kept.empty() ? "" : "\n") + line;
  }
  if (value) kept += (kept.empty() ? "" : "\n") + name + "=" + *value;
  user.settings = std::move(kept);
}

// What belongs to a user is written down by his name, in databases that this transaction may not write to.
Result<void> rename_owner(Session& session, const std::string& from, const std::string& to) {
  auto databases = session.warehouse().list_databases();
  if (!databases) return databases.error();
  for (const auto& database : *databases) {
    if (database == session.context().database) continue;
    auto owned = owned_objects(session, database, from);
    if (!owned) return owned.error();
    if (!owned->empty()) return sql::not_supported("ALTER USER RENAME of an owner of objects in another database");
  }
  std::vector<std::string> texts;
  for (const auto* table : {"tables", "views", "schemas", "functions", "procedures", "default_privileges"})
    texts.push_back("UPDATE " + internal(session, table) + " SET owner = " + quote_text(to) +
                    " WHERE owner = " + quote_text(from));
  texts.push_back("UPDATE " + internal(session, "privileges") + " SET grantor = " + quote_text(to) +
                  " WHERE grantor = " + quote_text(from));
  if (auto done = run_all(session, texts); !done) return done;
  // Databases that are his, and what he gave of the warehouse's.
  auto principals = principals_of(session);
  if (!principals) return principals.error();
  for (auto grant : (*principals)->grants()) {
    if (grant.kind == "connection limit" || grant.grantor != from) continue;
    grant.grantor = to;
    if (auto done = store(session, grant); !done) return done;
  }
  return {};
}

bool is_only_own_password(const sql::AlterUser& statement) {
  const auto& options = statement.options;
  return statement.new_name.empty() && !options.may_create_databases && !options.is_superuser &&
         !options.syslog_access && !options.connection_limit && !options.session_timeout && !options.external_id &&
         !options.valid_until;
}

}  // namespace

Result<Outcome> lower_statement(Session& session, const sql::CreateUser& statement) {
  if (auto may = check_superuser(session, "create user", "must be superuser to create users"); !may) return may.error();
  auto who = acting(session);
  if (!who) return who.error();
  if (statement.options.is_superuser.value_or(false) && !(*who)->is_superuser)
    return sql_failure("must be superuser to create superusers");
  if (auto free = check_new_user_name(session, statement.name); !free) return free.error();
  Principal user;
  user.name = statement.name;
  if (auto done = apply(session, statement.options, user); !done) return done.error();
  auto id = new_principal_id(session);
  if (!id) return id.error();
  user.id = *id;
  if (auto done = store(session, user); !done) return done.error();
  record_user_change(session, user, "Create");
  for (const auto& name : statement.groups) {
    auto group = existing_principal(session, PrincipalKind::kGroup, name);
    if (!group) return group.error();
    if (auto done = store(session, ClusterGrant{"group", group->id, "", "", *id, false, (*who)->user}); !done)
      return done.error();
  }
  return Outcome{};
}

Result<Outcome> lower_statement(Session& session, const sql::AlterUser& statement) {
  auto user = existing_principal(session, PrincipalKind::kUser, statement.name);
  if (!user) return user.error();
  auto who = acting(session);
  if (!who) return who.error();
  const bool is_own = (*who)->user == statement.name && is_only_own_password(statement);
  if (!is_own && !(*who)->has("alter user")) return sql_failure("permission denied");
  if ((statement.options.is_superuser || user->is_superuser) && !is_own && !(*who)->is_superuser)
    return sql_failure("must be superuser to alter superusers");
  if (auto done = apply(session, statement.options, *user); !done) return done.error();
  if (!statement.parameter.empty()) set_parameter(*user, statement.parameter, statement.parameter_value);
  if (!statement.new_name.empty()) {
    if (statement.name == (*who)->user) return sql_failure("session user may not be renamed");
    if (auto free = check_new_user_name(session, statement.new_name); !free) return free.error();
    if (auto done = rename_owner(session, user->name, statement.new_name); !done) return done.error();
    // "Because an MD5-hashed password depends on the user name, it is cleared when the user is renamed."
    if (user->password.starts_with("md5")) user->password.clear();
    user->name = statement.new_name;
  }
  if (auto done = store(session, *user); !done) return done.error();
  const bool is_renamed = !statement.new_name.empty();
  record_user_change(session, *user, is_renamed ? "Rename" : "Alter", is_renamed ? statement.name : std::string());
  return Outcome{};
}

}  // namespace slipher::engine
