#include "engine/duckdb/procedures/one_value.h"

#include <algorithm>

#include "duckdb/main/client_context_state.hpp"
#include "engine/duckdb/procedures/bound_expression.h"
#include "engine/duckdb/procedures/values.h"
#include "engine/duckdb/procedures/variables.h"

namespace slipher::engine {
namespace {

using ::duckdb::LogicalType;
using ::duckdb::Value;

const std::vector<sql::Parameter> kNoParameters;

/// The only variable of a statement of our own: $1, as a constant or as a parameter.
class OneValue final : public NamedValues {
 public:
  OneValue(const Value& value, bool as_parameter) : value_(value), as_parameter_(as_parameter) {}
  ::duckdb::unique_ptr<::duckdb::ParsedExpression> find(const std::vector<std::string>&, std::size_t&) const override {
    return nullptr;
  }
  ::duckdb::unique_ptr<::duckdb::ParsedExpression> find_positional(std::size_t number) const override {
    if (number != 1) return nullptr;
    return as_parameter_ ? parameter_of(value_.type(), 1) : expression_of(value_);
  }

 private:
  const Value& value_;
  bool as_parameter_;
};

/// What was planned on one connection.
struct Conversions : ::duckdb::ClientContextState {
  struct Known {
    std::string expression;
    LogicalType type;
    std::optional<BoundExpression> bound;  // nothing: it cannot be worked out that way
  };
  std::vector<Known> known;

  static ::duckdb::shared_ptr<Conversions> of(Session& session) {
    return session.connection().context->registered_state->GetOrCreate<Conversions>("slipher_conversions");
  }
};

std::optional<BoundExpression> bind(Session& session, const std::string& expression, const Value& value) {
  const OneValue variables(value, true);
  const VariableScope scope(session, &variables);
  auto prepared = session.runner().prepare("SELECT " + expression, [] { return std::size_t{1}; });
  if (!prepared) return std::nullopt;
  return BoundExpression::from(**prepared, {value});
}

Result<Value> run(Session& session, const std::string& expression, const Value& value) {
  const OneValue variables(value, false);
  const VariableScope scope(session, &variables);
  auto outcome = session.runner().run("SELECT " + expression, kNoParameters);
  if (!outcome) return outcome.error();
  auto rows = RowSet::take(*std::move(outcome), *session.connection().context);
  if (!rows) return rows.error();
  std::vector<Value> row;
  if (!*rows || !(*rows)->next(row) || row.empty()) return Value();
  return row[0];
}

}  // namespace

Result<Value> evaluate_with(Session& session, const std::string& expression, const Value& value) {
  constexpr std::size_t kMost = 200;
  const auto conversions = Conversions::of(session);
  auto& known = conversions->known;
  auto found = std::find_if(known.begin(), known.end(), [&](const Conversions::Known& each) {
    return each.expression == expression && each.type == value.type();
  });
  if (found == known.end()) {
    // The first time nothing is gained by it, and an expression that fails is better told by a plain query.
    if (known.size() == kMost) known.clear();
    auto result = run(session, expression, value);
    if (!result) return result;
    known.push_back({expression, value.type(), bind(session, expression, value)});
    return result;
  }
  if (!found->bound) return run(session, expression, value);
  auto row = found->bound->evaluate({value});
  if (!row) return row.error();
  return row->at(0);
}

void forget_conversions(Session& session) { Conversions::of(session)->known.clear(); }

}  // namespace slipher::engine
