#include <algorithm>

#include "engine/duckdb/procedures/error_text.h"
#include "engine/duckdb/procedures/interpreter.h"
#include "engine/duckdb/procedures/one_value.h"
#include "sql/statement.h"
#include "sql/tree.h"

namespace slipher::engine {

using namespace sql::plpgsql;  // the syntax tree

namespace {

constexpr const char* kAtomicHint =
    "\n  Hint: Try calling the procedure as a top-level call i.e. not from within an explicit transaction block. \n"
    "Or, if this procedure (or one of its ancestors in the call chain) was created with SET config options, recreate "
    "the procedure without them.";

}  // namespace

// Statements that need a transaction of their own, or mean nothing inside of a procedure.
Result<void> Interpreter::refuse_inside(std::string_view text, bool dynamic) const {
  const auto kind = sql::classify(text);
  if (kind.outside_transaction || kind.command == "PREPARE")
    return sql_failure(std::string(kind.command) + " cannot be executed from a procedure");
  const bool controls = kind.effect == sql::Effect::kBegin || kind.effect == sql::Effect::kCommit ||
                        kind.effect == sql::Effect::kRollback;
  if (controls && dynamic) return sql_failure("EXECUTE of transaction commands is not implemented");
  if (controls) return sql_failure(std::string(kind.command) + " cannot be executed from a procedure");
  return {};
}

Result<void> Interpreter::check_may_end(const char* command) const {
  const bool in_block = chain_.host.in_transaction_block() && !chain_.nonatomic;
  if (!in_block && chain_.with_settings == 0) return {};
  return sql_failure(std::string(command) +
                     " cannot be invoked from a procedure that is executing in an atomic context." + kAtomicHint);
}

Result<void> Interpreter::end_transaction(const char* command, bool commits) {
  if (auto allowed = check_may_end(command); !allowed) return allowed;
  chain_.in_explicit_transaction = false;
  forget_plans();
  return commits ? chain_.host.commit_part() : chain_.host.roll_back_part();
}

void Interpreter::forget_plans() {
  evaluator_.forget_plans();
  forget_conversions(session_);
}

Result<Interpreter::SqlResult> Interpreter::run_sql(std::string_view text, bool sees_variables) {
  if (auto allowed = refuse_inside(text, !sees_variables); !allowed) return allowed.error();
  auto tree = sql::parse(text);
  if (!tree) return tree.error();
  if (*tree) forget_plans();  // a query or DML changes nothing that they depend on
  const VariableScope scope(session_, sees_variables ? &variables_ : nullptr);
  if (*tree && std::holds_alternative<sql::Call>(**tree)) return run_nested_call(std::get<sql::Call>(**tree), text);
  if (const auto* set = *tree ? std::get_if<sql::SetParameter>(&**tree) : nullptr; set && set->local)
    return sql_failure("SET LOCAL cannot be executed from a procedure");
  const bool truncates = *tree && std::holds_alternative<sql::Truncate>(**tree);
  if (truncates) {
    if (auto allowed = check_may_end("TRUNCATE"); !allowed) return allowed.error();
  }
  auto outcome = chain_.host.run_inner(text, *tree);
  if (!outcome) return outcome.error();
  SqlResult result;
  result.count = outcome->stream ? 0 : outcome->rows;
  auto rows = RowSet::take(*std::move(outcome), *session_.connection().context);
  if (!rows) return rows.error();
  result.rows = *std::move(rows);
  if (truncates) chain_.in_explicit_transaction = false;
  if (truncates || chain_.commits_each()) {
    if (auto committed = chain_.host.commit_part(); !committed) return committed.error();
  }
  return result;
}

Result<std::unique_ptr<RowSet>> Interpreter::query(std::string_view text, bool sees_variables) {
  const VariableScope scope(session_, sees_variables ? &variables_ : nullptr);
  auto tree = sql::parse(text);
  if (!tree) return in_sql(tree.error(), text);
  if (*tree) return sql_failure("cannot open a statement that is not a query as cursor");
  auto outcome = chain_.host.run_inner(text, *tree);
  if (!outcome) return in_sql(outcome.error(), text);
  auto rows = RowSet::take(*std::move(outcome), *session_.connection().context);
  if (!rows) return in_sql(rows.error(), text);
  if (!*rows) return sql_failure("cannot open a statement that is not a query as cursor");
  return rows;
}

// SELECT f(x) INTO y, without a query where that is enough. False: it is not.
Result<bool> Interpreter::select_values(const SqlStatement& statement) {
  const auto record = variables_.find(statement.into[0][0]);
  const bool is_record =
      statement.into[0].size() == 1 && record && variables_.at(*record).kind == Variable::Kind::kRecord;
  if (statement.verb != "select" || is_record) return false;
  const auto list = std::string_view(statement.text_without_into).substr(statement.verb.size());
  auto row = evaluator_.row(statement.text, list);
  if (!row) return in_sql(row.error(), statement.text.text);
  if (!*row) return false;
  row_count_ = 1;
  set_found(true);
  for (std::size_t i = 0; i < statement.into.size(); ++i) {
    auto done = assign(statement.into[i], i < (*row)->size() ? (**row)[i] : Value());
    if (!done) return done.error();
  }
  return true;
}

Result<Interpreter::Flow> Interpreter::execute(const SqlStatement& statement) {
  // INTO a name that is no variable makes a table, as it does outside of procedures.
  const bool into_variables = !statement.into.empty() && variables_.find(statement.into[0][0]).has_value();
  if (into_variables) {
    auto selected = select_values(statement);
    if (!selected) return selected.error();
    if (*selected) return Flow::kNext;
  }
  const std::string_view text = into_variables ? statement.text_without_into : statement.text.text;
  auto result = run_sql(text, true);
  if (!result) return in_sql(result.error(), statement.text.text);
  if (into_variables) {
    if (auto done = take_first_row(statement.into, result->rows.get()); !done) return done.error();
    return Flow::kNext;
  }
  const bool is_query = statement.verb == "select" || statement.verb == "with" || statement.verb == "(";
  if (is_query && result->rows)
    return sql_failure(
        "query has no destination for result data\n  Hint: If you want to discard the results, use PERFORM instead.");
  row_count_ = result->count;
  if (!is_query) set_found(result->count > 0);
  return Flow::kNext;
}

Result<Interpreter::Flow> Interpreter::execute(const Perform& statement) {
  const auto text = "SELECT " + statement.query.text;
  auto result = run_sql(text, true);
  if (!result) return in_sql(result.error(), text);
  row_count_ = 0;
  Row row;
  while (result->rows && result->rows->next(row)) ++row_count_;
  set_found(row_count_ > 0);
  return Flow::kNext;
}

Result<std::string> Interpreter::dynamic_text(const sql::Span& expression) {
  auto value = evaluator_.evaluate(expression);
  if (!value) return value.error();
  if (value->IsNull()) return sql_failure("cannot EXECUTE a null querystring");
  auto text = text_of(session_, *value);
  if (!text) return text;
  while (text->ends_with(';') || text->ends_with(' ') || text->ends_with('\n')) text->pop_back();
  return text;
}

// A dynamic text may hold several statements; the last one's rows count.
Result<Interpreter::SqlResult> Interpreter::run_dynamic(const sql::Span& expression) {
  auto text = dynamic_text(expression);
  if (!text) return text.error();
  SqlResult last;
  for (const auto& piece : sql::split(*text)) {
    auto result = run_sql(piece.text, false);
    if (!result) return in_sql(result.error(), piece.text);
    last = *std::move(result);
  }
  return last;
}

Result<Interpreter::Flow> Interpreter::execute(const Execute& statement) {
  auto result = run_dynamic(statement.text);
  if (!result) return result.error();
  if (statement.into.empty()) {
    row_count_ = result->count;
    Row row;
    while (result->rows && result->rows->next(row)) ++row_count_;
    return Flow::kNext;
  }
  if (!result->rows) return sql_failure("INTO used with a command that cannot return data");
  // EXECUTE leaves FOUND alone.
  const auto found = variables_.at(found_).value;
  auto done = take_first_row(statement.into, result->rows.get());
  variables_.at(found_).value = found;
  if (!done) return done.error();
  return Flow::kNext;
}

// INOUT arguments that are variables get the values back.
Result<Interpreter::SqlResult> Interpreter::run_nested_call(const sql::Call& call, std::string_view text) {
  auto result = run_call(chain_, call, text);
  if (!result) return result.error();
  std::size_t output = 0;
  std::size_t position = 0;
  const bool passes_all = call.arguments.size() == result->procedure.arguments.size();
  for (const auto& argument : result->procedure.arguments) {
    const bool is_passed = argument.is_input() || passes_all;
    const auto at = is_passed ? position++ : call.arguments.size();
    if (!argument.is_output()) continue;
    const auto& value = result->outputs.at(output++);
    if (at >= call.arguments.size()) continue;
    const auto name = sql::lower(call.arguments[at].value.text);
    if (!variables_.find(name)) continue;
    if (auto done = assign({name}, value); !done) return done.error();
  }
  return SqlResult{};
}

Result<Interpreter::Flow> Interpreter::execute(const Transaction& statement) {
  using Kind = Transaction::Kind;
  Result<void> done;
  switch (statement.kind) {
    case Kind::kCommit:
      done = end_transaction("COMMIT", true);
      break;
    case Kind::kRollback:
      done = end_transaction("ROLLBACK", false);
      break;
    case Kind::kStart:
      if (!chain_.nonatomic) return sql_failure("START TRANSACTION can only be used in a procedure that is NONATOMIC");
      if (chain_.in_explicit_transaction)
        return sql_failure("START TRANSACTION: there is already a transaction in progress");
      chain_.in_explicit_transaction = true;
      break;
  }
  if (!done) return done.error();
  return Flow::kNext;
}

Result<Interpreter::Flow> Interpreter::execute(const GetDiagnostics& statement) {
  for (const auto& [target, item] : statement.items) {
    const auto value = item == "row_count" ? row_count_ : 0;
    if (auto done = assign(target, Value::BIGINT(value)); !done) return done.error();
  }
  return Flow::kNext;
}

}  // namespace slipher::engine
