#include <algorithm>

#include "engine/duckdb/access/authorize.h"
#include "engine/duckdb/catalog/statement_record.h"
#include "engine/duckdb/lowering/statements.h"
#include "engine/duckdb/procedures/call_chain.h"
#include "engine/duckdb/procedures/interpreter.h"
#include "engine/duckdb/procedures/one_value.h"
#include "engine/duckdb/type_mapping.h"
#include "sql/plpgsql/parse.h"

namespace slipher::engine {
namespace {

using ::duckdb::Value;

/// An argument's value; `is_literal`: a quoted text or NULL, which is of no type yet.
struct Argument {
  std::string name;
  Value value;
  Type type = Type::kVarchar;
  bool is_literal = false;
};

bool is_literal(std::string_view text) {
  const auto tokens = sql::tokenize(text);
  if (tokens.size() == 3 && tokens[0].is(":")) return true;
  return tokens.size() == 2 && (tokens[0].kind == sql::TokenKind::kString || tokens[0].is("null"));
}

// Output arguments that a nested CALL names have no value yet: they are evaluated as what they are.
Result<std::vector<Argument>> evaluate(Session& session, const sql::Call& call) {
  std::vector<Argument> arguments;
  for (const auto& given : call.arguments) {
    auto outcome = session.runner().run("SELECT " + given.value.text, session.parameters());
    if (!outcome) return outcome.error();
    auto rows = RowSet::take(*std::move(outcome), *session.connection().context);
    if (!rows) return rows.error();
    std::vector<Value> row;
    if (!*rows || !(*rows)->next(row) || row.size() != 1) return sql_failure("an argument of CALL is one value");
    arguments.push_back({given.name, row[0], (*rows)->columns()[0].type, is_literal(given.value.text)});
  }
  return arguments;
}

int family(Type type) {
  switch (type) {
    case Type::kInt2:
    case Type::kInt4:
    case Type::kInt8:
    case Type::kOid:
    case Type::kNumeric:
    case Type::kFloat4:
    case Type::kFloat8:
      return 1;
    case Type::kBpchar:
    case Type::kVarchar:
    case Type::kName:
      return 2;
    case Type::kDate:
    case Type::kTimestamp:
    case Type::kTimestamptz:
      return 3;
    default:
      return 10 + static_cast<int>(type);
  }
}

// How well a value fits an argument; higher is better, negative not at all.
int fit(const Argument& argument, Type wanted) {
  const bool is_text = family(wanted) == 2;
  if (argument.is_literal) return is_text ? 3 : 2;
  if (argument.type == wanted) return 4;
  if (family(argument.type) != family(wanted)) return family(argument.type) == 2 || is_text ? 0 : -1;
  return argument.type < wanted ? 2 : 1;  // the smaller number goes into the larger one
}

// The arguments in the procedure's order; nothing when they cannot be its.
std::optional<std::vector<const Argument*>> arrange(const StoredProcedure& procedure,
                                                    const std::vector<Argument>& arguments, bool is_nested) {
  const auto inputs = procedure.inputs();
  const bool passes_all = is_nested && arguments.size() == procedure.arguments.size();
  if (arguments.size() != inputs.size() && !passes_all) return std::nullopt;
  std::vector<const Argument*> order(procedure.arguments.size(), nullptr);
  std::size_t next = 0;
  for (const auto& argument : arguments) {
    std::size_t at = 0;
    if (argument.name.empty()) {
      while (next < order.size() && !passes_all && !procedure.arguments[next].is_input()) ++next;
      at = next++;
    } else {
      while (at < order.size() && procedure.arguments[at].name != argument.name) ++at;
    }
    if (at >= order.size() || order[at]) return std::nullopt;
    order[at] = &argument;
  }
  std::vector<const Argument*> chosen;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (!procedure.arguments[i].is_input()) continue;
    if (!order[i]) return std::nullopt;
    chosen.push_back(order[i]);
  }
  return chosen;
}

std::string described(const sql::QualifiedName& name, const std::vector<Argument>& arguments) {
  std::string text;
  for (const auto& part : name) text += (text.empty() ? "" : ".") + part;
  std::string types;
  for (const auto& argument : arguments) {
    const auto type = std::string(type_name(argument.type));
    sql::TokenCursor cursor(type);
    const auto shown = sql::display_spelling({sql::parse_column_type(cursor).name, {}});
    types += (types.empty() ? "" : ", ") + (argument.is_literal ? "\"unknown\"" : shown);
  }
  return text + "(" + types + ")";
}

struct Match {
  StoredProcedure procedure;
  std::vector<Value> inputs;
};

Result<Match> resolve(Session& session, const sql::Call& call, const std::vector<Argument>& arguments, bool is_nested) {
  auto procedures = find_procedures(session, call.name);
  if (!procedures) return procedures.error();
  const StoredProcedure* best = nullptr;
  std::vector<const Argument*> best_order;
  int best_fit = -1;
  bool is_unique = true;
  for (const auto& procedure : *procedures) {
    const auto order = arrange(procedure, arguments, is_nested);
    if (!order) continue;
    const auto inputs = procedure.inputs();
    int sum = 0;
    for (std::size_t i = 0; i < inputs.size() && sum >= 0; ++i) {
      auto type = variable_type(session, inputs[i]->type);
      const int one = type ? fit(*(*order)[i], column_of("", type->column).type) : -1;
      sum = one < 0 ? -1 : sum + one;
    }
    if (sum < 0) continue;
    is_unique = is_unique && sum != best_fit;
    if (sum <= best_fit) continue;
    best = &procedure;
    best_order = *order;
    best_fit = sum;
    is_unique = true;
  }
  if (!best)
    return sql_failure("procedure " + described(call.name, arguments) +
                       " does not exist\n  Hint: No procedure matches the given name and argument types. You may need "
                       "to add explicit type casts.");
  if (!is_unique)
    return sql_failure("procedure " + described(call.name, arguments) +
                       " is not unique\n  Hint: Could not choose a best candidate procedure. You may need to add "
                       "explicit type casts.");
  Match match{*best, {}};
  for (const auto* argument : best_order) match.inputs.push_back(argument->value);
  return match;
}

/// What a procedure changes of the session while it runs: the user with SECURITY DEFINER, its SET options.
class Surroundings {
 public:
  Surroundings(CallChain& chain, const StoredProcedure& procedure) : chain_(chain), procedure_(procedure) {}

  Result<void> enter() {
    auto& session = chain_.host.session();
    user_ = session.context().user;
    if (procedure_.security_definer) session.context().user = procedure_.owner;
    if (procedure_.settings.empty()) return {};
    ++chain_.with_settings;
    settings_ = session.save_settings();
    forget_conversions(session);
    for (const auto& [name, value] : procedure_.settings) {
      sql::SetParameter set{name, {}, false, false};
      for (std::size_t begin = 0; begin <= value.size();) {
        const auto comma = std::min(value.find(", ", begin), value.size());
        set.values.push_back(value.substr(begin, comma - begin));
        begin = comma + 2;
      }
      if (auto done = lower_statement(session, set); !done) return done.error();
    }
    return {};
  }

  // After a failure the transaction is lost anyway, and nothing can run in it.
  Result<void> leave(bool failed) {
    auto& session = chain_.host.session();
    session.context().user = user_;
    if (!settings_) return {};
    --chain_.with_settings;
    forget_conversions(session);
    if (failed) {
      if (auto undone = chain_.host.roll_back_part(); !undone) return undone;
    }
    return guarded([&]() -> Result<void> {
      session.restore_settings(*std::move(settings_));
      return {};
    });
  }

 private:
  CallChain& chain_;
  const StoredProcedure& procedure_;
  std::string user_;
  std::optional<Session::SavedSettings> settings_;
};

Result<std::vector<Value>> run_body(CallChain& chain, const StoredProcedure& procedure,
                                    const std::vector<Value>& inputs) {
  auto body = sql::plpgsql::parse(procedure.source);
  if (!body) return body.error();
  Interpreter interpreter(chain, procedure);
  const VariableScope scope(chain.host.session(), nullptr);
  if (auto bound = interpreter.bind_arguments(inputs); !bound) return bound.error();
  if (auto done = interpreter.run(*body); !done) return done.error();
  return interpreter.outputs();
}

std::shared_ptr<ProcedureCall> log_call(CallChain& chain, std::string_view text) {
  auto& session = chain.host.session();
  const auto& context = session.context();
  ProcedureCall call;
  call.user = context.user;
  call.session_user = chain.session_user;
  call.database = context.database;
  const auto group = context.settings.find("query_group");
  call.label = group == context.settings.end() ? "default" : group->second;
  call.text = text;
  call.process_id = context.process_id;
  call.query_id = chain.log ? session.next_query_id() : context.query_id;
  if (chain.log) {
    call.outer_query_id = chain.log->query_id;
    auto query = statement_record(context, text);
    query.query_id = call.query_id;
    query.caller_id = chain.log->query_id;
    session.warehouse().activity()->start_query(std::move(query));
  }
  return session.warehouse().procedure_log().begin_call(std::move(call));
}

// A CALL inside of a procedure; the outermost one is the connection's to end.
void log_end(CallChain& chain, const std::string& error) {
  auto& warehouse = chain.host.session().warehouse();
  warehouse.procedure_log().end_call(*chain.log, !error.empty());
  if (chain.depth > 0) warehouse.activity()->end_query(chain.log->query_id, 0, error, false);
}

}  // namespace

Result<CallResult> run_call(CallChain& chain, const sql::Call& call, std::string_view text) {
  auto& session = chain.host.session();
  if (chain.depth >= kMaxCallDepth)
    return sql_failure("nested calls of procedures exceed the limit of " + std::to_string(kMaxCallDepth) + " levels");
  auto arguments = evaluate(session, call);
  if (!arguments) return arguments.error();
  auto match = resolve(session, call, *arguments, chain.depth > 0);
  if (!match) return match.error();
  const auto& procedure = match->procedure;
  if (auto may = check_execute(session, procedure_key(procedure)); !may) return may.error();
  if (chain.depth == 0) chain.nonatomic = procedure.nonatomic;
  if (chain.nonatomic != procedure.nonatomic)
    return sql_failure("procedure " + procedure.signature() +
                       " cannot be called here: a procedure and those that it calls are either all NONATOMIC or none");

  const auto outer_log = chain.log;
  chain.log = log_call(chain, text);
  const auto outer_query = std::exchange(session.context().query_id, chain.log->query_id);
  ++chain.depth;
  Surroundings surroundings(chain, procedure);
  Result<std::vector<Value>> outputs = std::vector<Value>();
  if (auto entered = surroundings.enter(); entered)
    outputs = guarded([&] { return run_body(chain, procedure, match->inputs); });
  else
    outputs = entered.error();
  auto left = surroundings.leave(!outputs);
  --chain.depth;
  log_end(chain, outputs ? std::string() : outputs.error().message);
  session.context().query_id = outer_query;
  chain.log = outer_log;
  if (!outputs) return outputs.error();
  if (!left) return left.error();
  return CallResult{procedure, *std::move(outputs)};
}

Result<Outcome> call_procedure(ProcedureHost& host, const sql::Call& call, std::string_view text) {
  CallChain chain{host, host.session().context().user};
  forget_conversions(host.session());
  auto result = run_call(chain, call, text);
  if (!result) return result.error();
  if (result->outputs.empty()) return Outcome{};
  return guarded([&]() -> Result<Outcome> {
    std::vector<Column> columns;
    ::duckdb::vector<::duckdb::LogicalType> types;
    std::vector<Value> row = result->outputs;
    for (const auto& argument : result->procedure.arguments) {
      if (!argument.is_output()) continue;
      auto type = variable_type(host.session(), argument.type);
      if (!type) return type.error();
      auto& value = row[types.size()];
      const bool bare_numeric = argument.type.name == "numeric" && argument.type.modifiers.empty();
      types.push_back(bare_numeric && !value.IsNull() ? value.type() : type->column);
      const auto name = argument.name.empty() ? "column" + std::to_string(types.size()) : argument.name;
      columns.push_back(column_of(name, types.back()));
      if (value.IsNull())
        value = Value(types.back());
      else
        value.Reinterpret(types.back());
    }
    return outcome_of(std::move(columns), types, {std::move(row)}, *host.session().connection().context);
  });
}

}  // namespace slipher::engine
