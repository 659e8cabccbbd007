#include "engine/duckdb/procedures/interpreter.h"

namespace slipher::engine {

using namespace sql::plpgsql;  // the syntax tree

Result<Interpreter::Flow> Interpreter::execute(const Assignment& statement) {
  auto value = evaluator_.evaluate(statement.value);
  if (!value) return value.error();
  if (auto done = assign(statement.target, *value); !done) return done.error();
  return Flow::kNext;
}

Result<Interpreter::Flow> Interpreter::execute(const Nothing&) { return Flow::kNext; }
Result<Interpreter::Flow> Interpreter::execute(const Return&) { return Flow::kReturn; }

Result<Interpreter::Flow> Interpreter::execute(const If& statement) {
  for (const auto& branch : statement.branches) {
    auto holds = evaluator_.condition(branch.condition);
    if (!holds) return holds.error();
    if (*holds) return run_statements(branch.body);
  }
  return run_statements(statement.otherwise);
}

Result<Interpreter::Flow> Interpreter::execute(const Case& statement) {
  for (const auto& branch : statement.branches) {
    for (const auto& value : branch.values) {
      // Each value is compared by the engine, with the types' own rules.
      Result<bool> holds = false;
      if (statement.operand.empty()) {
        holds = evaluator_.condition(value);
      } else {
        auto& comparison = comparisons_[&value];
        if (comparison.text.empty())
          comparison = {"(" + statement.operand.text + ") = (" + value.text + ")", value.offset};
        holds = evaluator_.condition(comparison);
      }
      if (!holds) return holds.error();
      if (*holds) return run_statements(branch.body);
    }
  }
  if (!statement.otherwise) return sql_failure("case not found\n  Hint: CASE statement is missing ELSE part.");
  return run_statements(*statement.otherwise);
}

Result<Interpreter::Flow> Interpreter::execute(const Exit& statement) {
  if (!statement.condition.empty()) {
    auto holds = evaluator_.condition(statement.condition);
    if (!holds) return holds.error();
    if (!*holds) return Flow::kNext;
  }
  jump_label_ = statement.label;
  return statement.goes_on ? Flow::kContinue : Flow::kExit;
}

// Whether the loop ends with `flow`. EXIT and CONTINUE for this loop end here.
bool Interpreter::leaves_loop(Result<Flow>& flow, const std::string& label) {
  if (!flow || *flow == Flow::kReturn) return true;
  if (*flow == Flow::kNext) return false;
  if (!jump_label_.empty() && jump_label_ != label) return true;  // for a loop further out
  jump_label_.clear();
  const bool exits = *flow == Flow::kExit;
  flow = Flow::kNext;
  return exits;
}

// `next` says whether there is another round, and makes its variables.
template <class Next>
Result<Interpreter::Flow> Interpreter::loop(const std::string& label, const Statements& statements, Next&& next) {
  const int line = line_;
  for (;;) {
    // Rounds that hold nothing must be stopped as well.
    if (session_.interrupted()) return canceled_error();
    line_ = line;
    Result<bool> more = next();
    if (!more) return more.error();
    if (!*more) return Flow::kNext;
    auto flow = run_statements(statements);
    if (leaves_loop(flow, label)) return flow;
  }
}

Result<Interpreter::Flow> Interpreter::execute(const Loop& statement) {
  return loop(statement.label, statement.body, [] { return Result<bool>(true); });
}

Result<Interpreter::Flow> Interpreter::execute(const While& statement) {
  return loop(statement.label, statement.body, [&] { return evaluator_.condition(statement.condition); });
}

// The variable is the loop's own.
Result<Interpreter::Flow> Interpreter::execute(const ForRange& statement) {
  auto from = evaluator_.integer(statement.from, "lower bound");
  if (!from) return from.error();
  auto to = evaluator_.integer(statement.to, "upper bound");
  if (!to) return to.error();
  std::int64_t step = 1;
  if (!statement.step.empty()) {
    auto given = evaluator_.integer(statement.step, "BY value");
    if (!given) return given.error();
    step = *given;
    if (step <= 0) return sql_failure("BY value of FOR loop must be greater than zero");
  }
  variables_.enter(statement.label);
  Variable variable;
  variable.name = statement.variable;
  auto type = variable_type(
      session_,
      {*from > INT32_MAX || *to > INT32_MAX || *from < INT32_MIN || *to < INT32_MIN ? "bigint" : "integer", {}});
  variable.type = *type;
  const auto index = variables_.add(std::move(variable));
  const bool wide = variables_.at(index).type.declared.name == "bigint";
  std::int64_t at = *from;
  bool is_done = statement.reverse ? at < *to : at > *to;
  bool had_any = false;
  auto flow = loop(statement.label, statement.body, [&]() -> Result<bool> {
    if (is_done) return false;
    had_any = true;
    variables_.at(index).value = wide ? Value::BIGINT(at) : Value::INTEGER(static_cast<std::int32_t>(at));
    // The end is known before the step, which could overflow.
    if (statement.reverse) {
      is_done = __builtin_sub_overflow(at, step, &at) || at < *to;
    } else {
      is_done = __builtin_add_overflow(at, step, &at) || at > *to;
    }
    return true;
  });
  variables_.leave();
  set_found(had_any);
  return flow;
}

// The rows are those of a cursor, the session's one, which a commit inside of the loop closes.
Result<Interpreter::Flow> Interpreter::execute(const ForQuery& statement) {
  std::unique_ptr<RowSet> rows;
  if (statement.dynamic) {
    auto text = dynamic_text(statement.query);
    if (!text) return text.error();
    auto found = query(*text, false);
    if (!found) return found.error();
    rows = *std::move(found);
  } else {
    auto found = query(statement.query.text, true);
    if (!found) return found.error();
    rows = *std::move(found);
  }
  const auto portal = "<unnamed portal " + std::to_string(next_portal_++) + ">";
  if (auto opened = session_.cursors.open(portal, std::move(rows)); !opened) return opened.error();
  bool had_any = false;
  Row row;
  auto flow = loop(statement.label, statement.body, [&]() -> Result<bool> {
    auto open = session_.cursors.find(portal);
    if (!open) return open.error();
    if (!(*open)->next(row)) return false;
    had_any = true;
    if (auto done = assign_row(statement.targets, (*open)->columns(), (*open)->types(), &row); !done)
      return done.error();
    return true;
  });
  (void)session_.cursors.close(portal);
  set_found(had_any);
  return flow;
}

}  // namespace slipher::engine
