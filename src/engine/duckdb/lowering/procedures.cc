// CREATE, DROP, ALTER and SHOW PROCEDURE.
#include "engine/duckdb/access/authorize.h"
#include "engine/duckdb/lowering/principal_names.h"
#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/lowering/statements.h"
#include "engine/duckdb/procedures/stored_procedure.h"
#include "engine/duckdb/procedures/values.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

using Mode = sql::ProcedureArgument::Mode;

/// "The maximum number of stored procedures for a database is 10,000."
constexpr std::int64_t kMaxProcedures = 10'000;

std::string boolean(bool value) { return value ? "true" : "false"; }

std::string texts(const std::vector<std::string>& list) { return quote_list(list) + "::VARCHAR[]"; }

std::string where(const Session::ObjectName& name, const std::string& types) {
  return " WHERE schema_name = " + quote_text(name.schema) + " AND procedure_name = " + quote_text(name.name) +
         " AND input_types = " + quote_text(types);
}

std::string where(const StoredProcedure& procedure) { return where(procedure.name, input_types(procedure.arguments)); }

Result<std::int64_t> count(Session& session, const std::string& condition) {
  auto rows = session.runner().fetch("SELECT count(*) FROM " + internal(session, "procedures") + condition);
  if (!rows) return rows.error();
  return (*rows)->GetValue(0, 0).GetValue<std::int64_t>();
}

std::string row_text(Session& session, const Session::ObjectName& name, const sql::CreateProcedure& statement,
                     const std::string& owner) {
  std::vector<std::string> names, modes, types, setting_names, setting_values;
  for (const auto& argument : statement.arguments) {
    names.push_back(argument.name);
    modes.emplace_back(argument.mode == Mode::kIn ? "i" : argument.mode == Mode::kOut ? "o" : "b");
    types.push_back(sql::display_spelling(argument.type));
  }
  for (const auto& [setting, value] : statement.settings) {
    setting_names.push_back(setting);
    setting_values.push_back(value);
  }
  return "INSERT INTO " + internal(session, "procedures") + " VALUES (" + quote_text(name.schema) + ", " +
         quote_text(name.name) + ", " + quote_text(owner) + ", " + texts(names) + ", " + texts(modes) + ", " +
         texts(types) + ", " + quote_text(input_types(statement.arguments)) + ", " + boolean(statement.nonatomic) +
         ", " + boolean(statement.security_definer) + ", " + texts(setting_names) + ", " + texts(setting_values) +
         ", " + quote_text(statement.body) + ", current_timestamp AT TIME ZONE 'UTC')";
}

bool has_schema(Session& session, const std::string& schema) {
  auto rows = session.runner().fetch(
      "SELECT 1 FROM duckdb_schemas() WHERE database_name = " + quote_text(session.context().database) +
      " AND schema_name = " + quote_text(schema));
  return rows && (*rows)->RowCount() > 0;
}

}  // namespace

Result<Outcome> lower_statement(Session& session, const sql::CreateProcedure& statement) {
  auto name = session.resolve_new(statement.name);
  if (!name) return name.error();
  if (!has_schema(session, name->schema)) return sql_failure("schema \"" + name->schema + "\" does not exist");
  for (const auto& argument : statement.arguments) {
    if (auto type = variable_type(session, argument.type); !type) return type.error();
  }
  const auto types = input_types(statement.arguments);
  auto owner = session.context().user;
  auto existing = find_procedure(session, {{name->schema, name->name}, statement.arguments, true});
  if (existing) {
    if (!statement.or_replace)
      return sql_failure("procedure \"" + name->name + "\" already exists with same argument types");
    if (auto may = check_routine_owner(session, procedure_key(*existing)); !may) return may.error();
    owner = existing->owner;
    auto removed = session.runner().change("DELETE FROM " + internal(session, "procedures") + where(*name, types));
    if (!removed) return removed.error();
  } else {
    auto all = count(session, "");
    if (!all) return all.error();
    if (*all >= kMaxProcedures)
      return sql_failure("a database cannot have more than " + std::to_string(kMaxProcedures) + " procedures");
  }
  if (auto stored = session.runner().change(row_text(session, *name, statement, owner)); !stored) return stored.error();
  if (existing) return Outcome{};
  const ObjectKey key{"procedure", name->schema, name->name + "(" + types + ")"};
  if (auto given = give_default_privileges(session, key); !given) return given.error();
  return Outcome{};
}

Result<Outcome> lower_statement(Session& session, const sql::DropProcedure& statement) {
  for (const auto& reference : statement.procedures) {
    auto procedure = find_procedure(session, reference);
    if (!procedure) {
      if (statement.if_exists && procedure.error().message.find("does not exist") != std::string::npos) continue;
      return procedure.error();
    }
    if (auto allowed = session.resolve_new({procedure->name.schema, procedure->name.name}); !allowed)
      return allowed.error();
    if (auto may = check_routine_owner(session, procedure_key(*procedure)); !may) return may.error();
    if (auto done = forget_privileges(session, procedure_key(*procedure)); !done) return done.error();
    auto removed = session.runner().change("DELETE FROM " + internal(session, "procedures") + where(*procedure));
    if (!removed) return removed.error();
  }
  return Outcome{};
}

Result<Outcome> lower_statement(Session& session, const sql::AlterProcedure& statement) {
  auto procedure = find_procedure(session, statement.procedure);
  if (!procedure) return procedure.error();
  const auto key = procedure_key(*procedure);
  if (auto may = check_routine_owner(session, key); !may) return may.error();
  std::string change;
  if (statement.kind == sql::AlterProcedure::Kind::kRename) {
    auto taken = count(session, where({procedure->name.schema, statement.value}, input_types(procedure->arguments)));
    if (!taken) return taken.error();
    if (*taken > 0) return sql_failure("procedure \"" + statement.value + "\" already exists with same argument types");
    change = "procedure_name = " + quote_text(statement.value);
    const ObjectKey renamed{key.kind, key.schema, statement.value + "(" + input_types(procedure->arguments) + ")"};
    if (auto moved = rename_privileges(session, key, renamed); !moved) return moved.error();
  } else {
    const bool is_self = statement.value == "current_user" || statement.value == "session_user";
    if (!is_self) {
      if (auto known = check_new_owner(session, statement.value); !known) return known.error();
    }
    change = "owner = " + quote_text(is_self ? session.context().user : statement.value);
  }
  auto done =
      session.runner().change("UPDATE " + internal(session, "procedures") + " SET " + change + where(*procedure));
  if (!done) return done.error();
  return Outcome{};
}

Result<Outcome> lower_statement(Session& session, const sql::ShowProcedure& statement) {
  auto procedure = find_procedure(session, statement.procedure);
  if (!procedure) return procedure.error();
  // A tag that the source does not hold.
  std::string tag = "$_$";
  while (procedure->source.find(tag) != std::string::npos) tag.insert(1, "_");
  std::string text = "CREATE OR REPLACE PROCEDURE " + procedure->name.schema + "." + procedure->name.name + "(" +
                     sql::display_arguments(procedure->arguments) + ")\n LANGUAGE plpgsql\n";
  if (procedure->nonatomic) text += " NONATOMIC\n";
  if (procedure->security_definer) text += " SECURITY DEFINER\n";
  for (const auto& [setting, value] : procedure->settings)
    text += " SET " + setting + " TO " + quote_text(value) + "\n";
  text += "AS " + tag + procedure->source + tag + "\n";
  return text_rows({"Stored Procedure Definition"}, {{std::move(text)}});
}

}  // namespace slipher::engine
