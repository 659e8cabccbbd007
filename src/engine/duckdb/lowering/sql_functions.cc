// SQL functions: macros of DuckDB, one for all functions of a name, made from what own_catalog keeps.
#include "engine/duckdb/sql_functions.h"

#include <set>

#include "engine/duckdb/access/authorize.h"
#include "engine/duckdb/lowering/column_text.h"
#include "engine/duckdb/lowering/principal_names.h"
#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/lowering/statements.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

/// As catalogs show it: "double precision, character varying".
std::string argument_text(const std::vector<sql::ColumnType>& types) {
  std::string out;
  for (const auto& type : types) out += (out.empty() ? "" : ", ") + sql::display_spelling({type.name, {}});
  return out;
}

std::string shown(const std::string& name, const std::vector<sql::ColumnType>& types) {
  return "function " + name + "(" + argument_text(types) + ")";
}

/// How a call begins in DuckDB's text of a query.
std::string call_of(const std::string& name) { return quote_name(engine_function_name(name)) + "("; }

std::string is_named(const Session::ObjectName& function) {
  return " WHERE schema_name = " + quote_text(function.schema) + " AND function_name = " + quote_text(function.name);
}

std::string is_function(const Session::ObjectName& function, const std::vector<sql::ColumnType>& types) {
  return is_named(function) + " AND argument_types = " + quote_text(argument_text(types));
}

/// What GRANT knows it by.
ObjectKey key_of(const Session::ObjectName& function, const std::vector<sql::ColumnType>& types) {
  return {"function", function.schema, function.name + "(" + argument_text(types) + ")"};
}

/// The body as an expression of DuckDB's over the arguments' names, cast to what the function returns.
Result<std::string> engine_body(Session& session, const sql::CreateFunction& statement) {
  auto body = sql::with_named_arguments(statement);
  if (!body) return body.error();
  auto expression = engine_expression(session, *body);
  if (!expression) return expression.error();
  if (!*expression) return sql_failure("the body of a SQL function is SELECT with one expression and no other clause");
  const std::string result = "function_result";
  auto cast =
      engine_expression(session, "SELECT CAST(" + result + " AS " + sql::display_spelling(statement.returns) + ")");
  if (!cast) return cast.error();
  auto around = cast->value_or(result);
  return around.replace(around.find(result), result.size(), "(" + **expression + ")");
}

/// Binds a call once, so that a wrong body, or one that calls itself, fails now.
Result<void> check_call(Session& session, const Session::ObjectName& function,
                        const std::vector<sql::ColumnType>& types) {
  std::string arguments;
  for (const auto& type : types)
    arguments += (arguments.empty() ? "" : ", ") + ("CAST(NULL AS " + sql::engine_spelling(type) + ")");
  auto described = session.runner().describe_query(
      "SELECT " + quote_names({session.context().database, function.schema, engine_function_name(function.name)}) +
      "(" + arguments + ")");
  if (!described && described.error().message.find("depth limit") != std::string::npos)
    return sql_failure("a SQL function cannot call itself");
  if (!described) return described.error();
  return {};
}

/// A macro's parameter types choose among functions of one name; NUMERIC without digits takes any number.
std::string parameter_list(const std::vector<sql::ColumnType>& types) {
  std::string out;
  for (std::size_t i = 0; i < types.size(); ++i) {
    const auto& type = types[i];
    const bool is_text = type.name == "varchar" || type.name == "char";
    out += (i ? ", " : "") + sql::argument_name(i + 1);
    if (type.name == "numeric" && type.modifiers.empty()) continue;
    out += " " + (is_text ? std::string("VARCHAR") : sql::engine_spelling(type));
  }
  return out;
}

/// "(argument_1, argument_2) AS rs_no_function(...)": what a call becomes whose arguments no function takes. Its
/// parameters have no types, so that every other function comes before it.
std::string mismatch(const std::string& name, std::size_t arguments) {
  std::string names;
  for (std::size_t i = 1; i <= arguments; ++i) names += (i > 1 ? ", " : "") + sql::argument_name(i);
  return "(" + names + ") AS rs_no_function(" + quote_text(name) + ", " + names + ")";
}

/// The numbers of arguments that mismatch() is for: not those where a function takes any types itself.
std::set<std::size_t> mismatched_counts(::duckdb::MaterializedQueryResult& parameter_lists) {
  std::set<std::size_t> counts;
  std::set<std::size_t> any;
  for (std::size_t row = 0; row < parameter_lists.RowCount(); ++row) {
    const auto list = parameter_lists.GetValue(0, row).ToString();
    if (list.empty()) continue;
    // Types have commas too; names of parameters begin in a way of their own.
    std::size_t count = 0;
    while (list.find(sql::argument_name(count + 1)) != list.npos) ++count;
    counts.insert(count);
    std::string untyped;
    for (std::size_t i = 1; i <= count; ++i) untyped += (i > 1 ? ", " : "") + sql::argument_name(i);
    if (list == untyped) any.insert(count);
  }
  for (const auto count : any) counts.erase(count);
  return counts;
}

/// Makes the macro anew from the functions of that name, or drops it with the last of them.
Result<void> make_macro(Session& session, const Session::ObjectName& function) {
  auto rows = session.runner().fetch("SELECT parameter_list, engine_body FROM " + internal(session, "functions") +
                                     is_named(function) + " ORDER BY argument_types");
  if (!rows) return rows.error();
  const auto macro = quote_names({session.context().database, function.schema, engine_function_name(function.name)});
  if ((*rows)->RowCount() == 0) return run_all(session, {"DROP MACRO IF EXISTS " + macro});
  std::string text;
  for (std::size_t row = 0; row < (*rows)->RowCount(); ++row)
    text +=
        (row ? ", (" : " (") + (*rows)->GetValue(0, row).ToString() + ") AS " + (*rows)->GetValue(1, row).ToString();
  for (const auto count : mismatched_counts(**rows)) text += ", " + mismatch(function.name, count);
  return run_all(session, {"CREATE OR REPLACE MACRO " + macro + text});
}

Result<void> refuse_dependents(Session& session, const std::string& what, const Session::ObjectName& function,
                               const std::vector<sql::ColumnType>& types) {
  auto views =
      session.runner().fetch("SELECT view_name FROM " + internal(session, "views") + " WHERE contains(engine_text, " +
                             quote_text(call_of(function.name)) + ") LIMIT 1");
  if (!views) return views.error();
  if ((*views)->RowCount() == 0) return {};
  return sql_failure("cannot " + what + " " + shown(function.name, types) + " because other objects depend on it");
}

/// The function that a statement names; nothing when there is none.
Result<std::optional<Session::ObjectName>> find(Session& session, const sql::FunctionSignature& signature) {
  auto named = session.resolve_new(signature.name);
  if (!named) return named.error();
  const auto schema = find_sql_function(session.context(), signature.name.size() > 1 ? named->schema : "", named->name);
  if (schema.empty()) return std::optional<Session::ObjectName>();
  const Session::ObjectName function{schema, named->name};
  auto rows = session.runner().fetch("SELECT 1 FROM " + internal(session, "functions") +
                                     is_function(function, signature.arguments));
  if (!rows) return rows.error();
  return (*rows)->RowCount() > 0 ? std::optional(function) : std::nullopt;
}

}  // namespace

Result<Outcome> lower_statement(Session& session, const sql::CreateFunction& statement) {
  auto function = session.resolve_new(statement.name);
  if (!function) return function.error();
  const auto key = key_of(*function, statement.arguments);
  auto existing = owner_of(session, key);
  if (!existing) return existing.error();
  if (!existing->empty()) {
    if (auto may = check_routine_owner(session, key); !may) return may.error();
  }
  auto body = engine_body(session, statement);
  if (!body) return body.error();
  const auto functions = internal(session, "functions");
  auto deleted = session.runner().change("DELETE FROM " + functions + is_function(*function, statement.arguments));
  if (!deleted) return deleted.error();
  if (*deleted > 0 && !statement.or_replace)
    return sql_failure("function \"" + function->name + "\" already exists with same argument types");
  auto kept = run_all(
      session,
      {"INSERT INTO " + functions + " VALUES (" + quote_text(function->schema) + ", " + quote_text(function->name) +
       ", " + quote_text(argument_text(statement.arguments)) + ", " + quote_text(parameter_list(statement.arguments)) +
       ", " + quote_text(sql::display_spelling(statement.returns)) + ", " + quote_text(statement.volatility) + ", " +
       quote_text(statement.body) + ", " + quote_text(*body) + ", " +
       quote_text(existing->empty() ? session.context().user : *existing) + ", current_timestamp AT TIME ZONE 'UTC')"});
  if (!kept) return kept.error();
  if (auto made = make_macro(session, *function); !made) return made.error();
  if (auto checked = check_call(session, *function, statement.arguments); !checked) return checked.error();
  if (!existing->empty()) return Outcome{};
  if (auto given = give_default_privileges(session, key); !given) return given.error();
  return Outcome{};
}

Result<Outcome> lower_statement(Session& session, const sql::DropFunction& statement) {
  const auto& signature = statement.function;
  auto function = find(session, signature);
  if (!function) return function.error();
  if (!*function) {
    if (statement.if_exists) return Outcome{};
    return sql_failure(shown(signature.name.back(), signature.arguments) + " does not exist");
  }
  const auto key = key_of(**function, signature.arguments);
  if (auto may = check_routine_owner(session, key); !may) return may.error();
  if (auto done = forget_privileges(session, key); !done) return done.error();
  if (!statement.cascade) {
    if (auto free = refuse_dependents(session, "drop", **function, signature.arguments); !free) return free.error();
  }
  if (auto done = run_all(
          session, {"DELETE FROM " + internal(session, "functions") + is_function(**function, signature.arguments)});
      !done)
    return done.error();
  if (auto made = make_macro(session, **function); !made) return made.error();
  return Outcome{};
}

Result<Outcome> lower_statement(Session& session, const sql::AlterFunction& statement) {
  const auto& signature = statement.function;
  auto function = find(session, signature);
  if (!function) return function.error();
  if (!*function) return sql_failure(shown(signature.name.back(), signature.arguments) + " does not exist");
  const auto key = key_of(**function, signature.arguments);
  if (auto may = check_routine_owner(session, key); !may) return may.error();
  const auto functions = internal(session, "functions");
  const auto where = is_function(**function, signature.arguments);
  if (statement.kind == sql::AlterFunction::Kind::kOwner) {
    if (auto known = check_new_owner(session, statement.value); !known) return known.error();
    if (auto done = run_all(session, {"UPDATE " + functions + " SET owner = " + quote_text(statement.value) + where});
        !done)
      return done.error();
    return Outcome{};
  }
  if (auto free = refuse_dependents(session, "rename", **function, signature.arguments); !free) return free.error();
  const Session::ObjectName target{(*function)->schema, statement.value};
  auto taken = session.runner().fetch("SELECT 1 FROM " + functions + is_function(target, signature.arguments));
  if (!taken) return taken.error();
  if ((*taken)->RowCount() > 0)
    return sql_failure("function \"" + target.name + "\" already exists with same argument types");
  if (auto done = run_all(session, {"UPDATE " + functions + " SET function_name = " + quote_text(target.name) + where});
      !done)
    return done.error();
  if (auto moved = rename_privileges(session, key, key_of(target, signature.arguments)); !moved) return moved.error();
  for (const auto& name : {**function, target}) {
    if (auto made = make_macro(session, name); !made) return made.error();
  }
  return Outcome{};
}

}  // namespace slipher::engine
