#include "engine/duckdb/procedures/error_text.h"
#include "engine/duckdb/procedures/interpreter.h"

namespace slipher::engine {

using namespace sql::plpgsql;  // the syntax tree

Result<Variable*> Interpreter::cursor_variable(const std::string& name) {
  const auto index = variables_.find(name);
  if (!index) return sql_failure("cursor \"" + name + "\" does not exist");
  auto& variable = variables_.at(*index);
  if (variable.kind != Variable::Kind::kCursor)
    return sql_failure("variable \"" + name + "\" must be of type cursor or refcursor");
  return &variable;
}

Result<std::unique_ptr<RowSet>> Interpreter::cursor_rows(const Open& statement, const Variable& variable) {
  if (statement.dynamic) {
    auto text = dynamic_text(statement.query);
    if (!text) return text.error();
    return query(*text, false);
  }
  if (!statement.query.empty()) return query(statement.query.text, true);
  if (!variable.cursor) return sql_failure("cursor \"" + variable.name + "\" has no query: OPEN ... FOR one");
  const auto& arguments = variable.cursor->cursor_arguments;
  if (statement.arguments.size() != arguments.size())
    return sql_failure("cursor \"" + variable.name + "\" takes " + std::to_string(arguments.size()) + " arguments");
  variables_.enter({});
  Result<void> bound;
  for (std::size_t i = 0; i < arguments.size() && bound; ++i) {
    Variable argument;
    argument.name = arguments[i].first;
    auto type = variable_type(session_, arguments[i].second);
    if (!type) {
      bound = type.error();
      break;
    }
    argument.type = *type;
    auto value = evaluator_.evaluate(statement.arguments[i]);
    if (value)
      bound = store(argument, *value);
    else
      bound = value.error();
    variables_.add(std::move(argument));
  }
  Result<std::unique_ptr<RowSet>> rows = std::unique_ptr<RowSet>();
  if (bound)
    rows = query(variable.cursor->value.text, true);
  else
    rows = bound.error();
  variables_.leave();
  return rows;
}

Result<Interpreter::Flow> Interpreter::execute(const Open& statement) {
  auto found = cursor_variable(statement.cursor);
  if (!found) return found.error();
  const auto index = *variables_.find(statement.cursor);
  if (const auto& value = variables_.at(index).value; !value.IsNull()) {
    if (session_.cursors.find(value.ToString()))
      return sql_failure("cursor \"" + value.ToString() + "\" already in use");
  }
  // Arguments move the variables: the reference does not outlive this.
  const Variable variable = **found;
  auto rows = cursor_rows(statement, variable);
  if (!rows) return rows.error();
  auto name =
      variable.value.IsNull() ? "<unnamed portal " + std::to_string(next_portal_++) + ">" : variable.value.ToString();
  if (auto opened = session_.cursors.open(name, *std::move(rows)); !opened) return opened.error();
  variables_.at(index).value = Value(std::move(name));
  return Flow::kNext;
}

Result<Interpreter::Flow> Interpreter::execute(const Fetch& statement) {
  auto variable = cursor_variable(statement.cursor);
  if (!variable) return variable.error();
  if ((*variable)->value.IsNull()) return sql_failure("cursor variable \"" + statement.cursor + "\" is NULL");
  auto rows = session_.cursors.find((*variable)->value.ToString());
  if (!rows) return rows.error();
  if (statement.moves_only) {
    Row row;
    set_found((*rows)->next(row));
    return Flow::kNext;
  }
  if (auto done = take_first_row(statement.into, *rows); !done) return done.error();
  return Flow::kNext;
}

Result<Interpreter::Flow> Interpreter::execute(const Close& statement) {
  auto variable = cursor_variable(statement.cursor);
  if (!variable) return variable.error();
  if ((*variable)->value.IsNull()) return sql_failure("cursor variable \"" + statement.cursor + "\" is NULL");
  if (auto closed = session_.cursors.close((*variable)->value.ToString()); !closed) return closed.error();
  return Flow::kNext;
}

}  // namespace slipher::engine
