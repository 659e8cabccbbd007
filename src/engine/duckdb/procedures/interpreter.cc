#include "engine/duckdb/procedures/interpreter.h"

#include <algorithm>

#include "engine/duckdb/procedures/error_text.h"
#include "engine/duckdb/rewrite/rewriter.h"

namespace slipher::engine {

using namespace sql::plpgsql;  // the syntax tree
using Kind = Variable::Kind;

namespace {

template <class Node>
constexpr const char* what_is(const Node&) {
  return "statement";
}
constexpr const char* what_is(const Assignment&) { return "assignment"; }
constexpr const char* what_is(const SqlStatement&) { return "SQL statement"; }
constexpr const char* what_is(const Perform&) { return "perform"; }
constexpr const char* what_is(const Execute&) { return "execute statement"; }
constexpr const char* what_is(const If&) { return "if"; }
constexpr const char* what_is(const Case&) { return "case"; }
constexpr const char* what_is(const While&) { return "while"; }
constexpr const char* what_is(const ForRange&) { return "for with integer loopvar"; }
constexpr const char* what_is(const ForQuery&) { return "for over select rows"; }
constexpr const char* what_is(const Exit&) { return "exit"; }
constexpr const char* what_is(const Open&) { return "open"; }
constexpr const char* what_is(const Fetch&) { return "fetch"; }
constexpr const char* what_is(const Close&) { return "close"; }
constexpr const char* what_is(const Transaction&) { return "transaction control"; }
constexpr const char* what_is(const Raise&) { return "raise"; }

Variable scalar(std::string name, ::duckdb::LogicalType type, ::duckdb::Value value) {
  Variable variable;
  variable.name = std::move(name);
  variable.type.type = std::move(type);
  variable.value = std::move(value);
  return variable;
}

}  // namespace

Interpreter::Interpreter(CallChain& chain, const StoredProcedure& procedure)
    : chain_(chain), session_(chain.host.session()), procedure_(procedure), evaluator_(session_, variables_) {}

Result<void> Interpreter::bind_arguments(const std::vector<Value>& inputs) {
  variables_.enter(procedure_.name.name);
  found_ = variables_.add(scalar("found", ::duckdb::LogicalType::BOOLEAN, Value::BOOLEAN(false)));
  variables_.at(found_).type.declared.name = "boolean";
  std::size_t input = 0;
  for (const auto& argument : procedure_.arguments) {
    auto type = variable_type(session_, argument.type);
    if (!type) return type.error();
    Variable variable = scalar(argument.name, type->type, Value(type->type));
    variable.type = *type;
    if (argument.type.name == "refcursor") variable.kind = Kind::kCursor;
    if (argument.is_input()) {
      auto value = convert(session_, inputs.at(input++), *type);
      if (!value) return value.error();
      variable.value = *std::move(value);
    }
    const auto index = variables_.add(std::move(variable));
    variables_.add_positional(index);
    if (argument.is_output()) outputs_.push_back(index);
  }
  return {};
}

std::vector<::duckdb::Value> Interpreter::outputs() const {
  std::vector<Value> values;
  for (const auto index : outputs_) values.push_back(variables_.at(index).value);
  return values;
}

Result<void> Interpreter::run(const Block& body) {
  auto flow = execute(body);
  if (!flow) return flow.error();
  if (*flow == Flow::kExit || *flow == Flow::kContinue) {
    const auto* word = *flow == Flow::kExit ? "EXIT" : "CONTINUE";
    if (!jump_label_.empty()) return sql_failure("label \"" + jump_label_ + "\" does not exist");
    return sql_failure(std::string(word) + " cannot be used outside a loop");
  }
  return {};
}

Result<Interpreter::Flow> Interpreter::run_statements(const Statements& statements, std::size_t first) {
  for (std::size_t i = first; i < statements.size(); ++i) {
    auto flow = run_statement(statements[i]);
    if (!flow || *flow != Flow::kNext) return flow;
  }
  return Flow::kNext;
}

std::string Interpreter::place(const char* what) const {
  return "PL/pgSQL function \"" + procedure_.name.name + "\" line " + std::to_string(line_) + " at " + what;
}

Error Interpreter::in_sql(Error error, std::string_view text) const {
  return with_context(std::move(error), "SQL statement \"" + std::string(text) + "\"");
}

Result<Interpreter::Flow> Interpreter::run_statement(const Statement& statement) {
  if (session_.interrupted()) return canceled_error();
  line_ = statement.line;
  return std::visit(
      [&](const auto& node) -> Result<Flow> {
        Result<Flow> flow = Flow::kNext;
        try {
          flow = execute(node);
        } catch (const Refusal& refusal) {
          flow = sql_failure(refusal.message);
        }
        if (flow || has_context_) return flow;
        has_context_ = true;
        line_ = statement.line;
        return with_context(flow.error(), place(what_is(node)));
      },
      statement.node);
}

Result<Interpreter::Flow> Interpreter::execute(const Block& block) {
  variables_.enter(block.label);
  Result<Flow> flow = Flow::kNext;
  for (const auto& declaration : block.declarations) {
    line_ = declaration.line;
    auto declared = declare(declaration);
    if (declared) continue;
    has_context_ = true;
    flow = with_context(declared.error(), place("during initialization of variables"));
    break;
  }
  if (flow) flow = block.handler ? run_protected(block) : run_statements(block.body);
  variables_.leave();
  // EXIT label leaves a block too.
  if (flow && *flow == Flow::kExit && !jump_label_.empty() && jump_label_ == block.label) {
    jump_label_.clear();
    return Flow::kNext;
  }
  return flow;
}

Result<Interpreter::Flow> Interpreter::run_protected(const Block& block) {
  for (std::size_t i = 0; i < block.body.size(); ++i) {
    auto flow = run_statement(block.body[i]);
    if (!flow) {
      // WHEN OTHERS matches every error but a cancellation.
      if (flow.error().code == ErrorCode::kCanceled) return flow;
      flow = handle(block, flow.error());
      if (flow && *flow == Flow::kNext && block.handler_continues) continue;
      return flow;
    }
    if (*flow != Flow::kNext) return flow;
  }
  return Flow::kNext;
}

// "When entering the exception-handling block, the current transaction is rolled back and a new transaction is created
// to run the statements in the block. If the statements in the block run without error, the transaction is committed
// and the exception is re-thrown." In a NONATOMIC procedure it is not.
Result<Interpreter::Flow> Interpreter::handle(const Block& block, Error error) {
  has_context_ = false;
  chain_.in_explicit_transaction = false;
  forget_plans();
  if (auto undone = chain_.host.roll_back_part(); !undone) return undone.error();
  variables_.enter({});
  variables_.add(scalar("sqlstate", ::duckdb::LogicalType::VARCHAR, Value(std::string(error_state(error)))));
  variables_.add(scalar("sqlerrm", ::duckdb::LogicalType::VARCHAR, Value(error_message(error))));
  caught_.push_back({error});
  auto flow = run_statements(*block.handler);
  caught_.pop_back();
  variables_.leave();
  if (!flow || chain_.nonatomic) return flow;
  if (auto committed = chain_.host.commit_part(); !committed) return committed.error();
  has_context_ = true;
  return error;
}

void Interpreter::set_found(bool found) { variables_.at(found_).value = Value::BOOLEAN(found); }

Result<void> Interpreter::store(Variable& variable, const Value& value) {
  auto converted = convert(session_, value, variable.type);
  if (!converted) return converted.error();
  if (variable.not_null && converted->IsNull())
    return sql_failure("NULL cannot be assigned to variable \"" + variable.name + "\" declared NOT NULL");
  variable.value = *std::move(converted);
  return {};
}

Result<void> Interpreter::assign(const sql::QualifiedName& target, const Value& value) {
  if (target.size() == 1) {
    const auto index = variables_.find(target[0]);
    if (!index) return sql_failure("\"" + target[0] + "\" is not a known variable");
    auto& variable = variables_.at(*index);
    if (variable.constant) return sql_failure("\"" + variable.name + "\" is declared CONSTANT");
    if (variable.kind == Kind::kRecord) return sql_failure("cannot assign non-composite value to a record variable");
    return store(variable, value);
  }
  std::size_t used = 0;
  const auto found = variables_.place(target, used);
  if (!found || used != target.size()) {
    std::string name;
    for (const auto& part : target) name += (name.empty() ? "" : ".") + part;
    return sql_failure("\"" + name + "\" is not a known variable");
  }
  auto& variable = variables_.at(found->variable);
  if (!found->field) {
    if (variable.constant) return sql_failure("\"" + variable.name + "\" is declared CONSTANT");
    return store(variable, value);
  }
  auto& field = variable.fields[*found->field];
  auto converted = convert(session_, value, field_type(field.type()));
  if (!converted) return converted.error();
  field = *std::move(converted);
  return {};
}

Result<void> Interpreter::assign_row(const Targets& targets, const std::vector<Column>& columns,
                                     const ::duckdb::vector<::duckdb::LogicalType>& types, const Row* row) {
  const auto value_at = [&](std::size_t column) { return row && column < row->size() ? (*row)[column] : Value(); };
  const auto record = targets.size() == 1 && targets[0].size() == 1 ? variables_.find(targets[0][0]) : std::nullopt;
  if (!record || variables_.at(*record).kind != Kind::kRecord) {
    for (std::size_t i = 0; i < targets.size(); ++i) {
      if (auto done = assign(targets[i], value_at(i)); !done) return done;
    }
    return {};
  }
  auto& variable = variables_.at(*record);
  variable.is_assigned = true;
  variable.field_names.clear();
  variable.fields.clear();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    variable.field_names.push_back(sql::lower(columns[i].name));
    auto value = convert(session_, value_at(i), field_type(types[i]));
    if (!value) return value.error();
    variable.fields.push_back(*std::move(value));
  }
  return {};
}

Result<void> Interpreter::take_first_row(const Targets& targets, RowSet* rows) {
  Row row;
  const bool found = rows && rows->next(row);
  row_count_ = found ? 1 : 0;
  set_found(found);
  if (!rows) return {};
  return assign_row(targets, rows->columns(), rows->types(), found ? &row : nullptr);
}

}  // namespace slipher::engine
