#include "engine/duckdb/procedures/evaluator.h"

#include <algorithm>
#include <array>

#include "sql/lexer.h"

namespace slipher::engine {
namespace {

using ::duckdb::Value;

// Words whose meaning the session, the transaction or a table decides: their expressions are planned anew each time.
bool depends_on_session(const sql::Token& token, const Variables& variables) {
  if (token.kind == sql::TokenKind::kDollarString || token.kind == sql::TokenKind::kInvalid) return true;
  if (token.kind != sql::TokenKind::kWord) return false;
  const auto word = sql::lower(token.text);
  constexpr std::array<std::string_view, 12> kWords = {"select",
                                                       "from",
                                                       "user",
                                                       "sysdate",
                                                       "getdate",
                                                       "now",
                                                       "random",
                                                       "version",
                                                       "timeofday",
                                                       "session_user",
                                                       "has_table_privilege",
                                                       "exists"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end() || word.starts_with("pg_") ||
         word.starts_with("current_") || word.starts_with("last_") || word.starts_with("has_") ||
         (word.starts_with("#") && !variables.find(word));
}

bool may_prepare(std::string_view text, const Variables& variables) {
  constexpr std::size_t kLongest = 10'000;
  if (text.size() > kLongest) return false;
  const auto tokens = sql::tokenize(text);
  return std::none_of(tokens.begin(), tokens.end(),
                      [&](const sql::Token& token) { return depends_on_session(token, variables); });
}

// Without FROM there is one row, unless there is a condition or a limit, or a function makes rows.
bool is_one_row(std::string_view select_list) {
  const auto tokens = sql::tokenize(select_list);
  return std::none_of(tokens.begin(), tokens.end(), [](const sql::Token& token) {
    if (token.kind != sql::TokenKind::kWord) return false;
    const auto word = sql::lower(token.text);
    return word == "where" || word == "limit" || word == "offset" || word == "having" || word == "qualify" ||
           word == "group" || word == "union" || word == "intersect" || word == "except" || word == "minus" ||
           word == "top" || word == "generate_series";
  });
}

}  // namespace

bool Evaluator::fits(const Known& known) const {
  for (std::size_t i = 0; i < known.places.size(); ++i) {
    const auto& place = known.places[i];
    if (!variables_.holds(place) || variables_.value(place).type() != known.types[i]) return false;
  }
  return true;
}

// False: the expression is none for this way.
Result<bool> Evaluator::prepare(const sql::Span& expression, Known& known) {
  const VariableParameters parameters(variables_);
  const VariableScope scope(session_, &parameters);
  auto prepared = session_.runner().prepare("SELECT " + expression.text, [&] { return parameters.places().size(); });
  if (!prepared) return false;
  known.prepared = *std::move(prepared);
  known.places = parameters.places();
  known.types.clear();
  for (const auto& place : known.places) known.types.push_back(variables_.value(place).type());
  known.bound = BoundExpression::from(*known.prepared, values_for(known));
  return true;
}

::duckdb::vector<Value> Evaluator::values_for(const Known& known) const {
  ::duckdb::vector<Value> values;
  for (const auto& place : known.places) values.push_back(variables_.value(place));
  return values;
}

Result<std::optional<Value>> Evaluator::run_prepared(const sql::Span& expression, Known& known) {
  if (!known.prepared || !fits(known)) {
    auto done = prepare(expression, known);
    if (!done) return done.error();
    if (!*done) {
      known.may_prepare = false;
      return std::optional<Value>();
    }
  }
  auto row = run_row(known);
  if (!row) return row.error();
  return std::optional(std::move(row->front()));
}

Result<std::vector<Value>> Evaluator::run_row(Known& known) {
  auto values = values_for(known);
  if (known.bound) return known.bound->evaluate(values);
  return guarded([&]() -> Result<std::vector<Value>> {
    auto result = known.prepared->Execute(values, false);
    if (result->HasError()) return to_error(result->GetErrorObject());
    std::vector<Value> row(result->ColumnCount());
    auto chunk = result->Fetch();
    for (std::size_t i = 0; chunk && chunk->size() > 0 && i < row.size(); ++i) row[i] = chunk->GetValue(i, 0);
    return row;
  });
}

void Evaluator::forget_plans() {
  for (auto& [span, known] : known_) {
    known.bound.reset();
    known.prepared.reset();
  }
}

Result<Value> Evaluator::evaluate(const sql::Span& expression) {
  auto [found, is_new] = known_.try_emplace(&expression);
  auto& known = found->second;
  if (is_new) {
    known.quick = QuickExpression::compile(expression.text, variables_);
    known.may_prepare = may_prepare(expression.text, variables_);
  }
  if (known.quick) {
    if (auto value = known.quick->evaluate(variables_)) return *std::move(value);
  }
  if (known.may_prepare) {
    auto value = run_prepared(expression, known);
    if (!value) return value.error();
    if (*value) return **std::move(value);
  }
  const VariableScope scope(session_, &variables_);
  auto outcome = session_.runner().run("SELECT " + expression.text, session_.parameters());
  if (!outcome) return outcome.error();
  auto rows = RowSet::take(*std::move(outcome), *session_.connection().context);
  if (!rows) return rows.error();
  std::vector<Value> row;
  if (!*rows || !(*rows)->next(row) || row.empty()) return Value();
  return row[0];
}

Result<std::optional<std::vector<Value>>> Evaluator::row(const sql::Span& statement, std::string_view select_list) {
  using Row = std::optional<std::vector<Value>>;
  auto [found, is_new] = known_.try_emplace(&statement);
  auto& known = found->second;
  if (is_new) known.may_prepare = may_prepare(select_list, variables_);
  if (!known.may_prepare) return Row();
  if (!known.prepared || !fits(known)) {
    auto done = prepare({std::string(select_list), 0}, known);
    if (!done) return done.error();
    known.may_prepare = *done && is_one_row(select_list);
    if (!known.may_prepare) return Row();
  }
  auto row = run_row(known);
  if (!row) return row.error();
  return Row(*std::move(row));
}

Result<bool> Evaluator::condition(const sql::Span& expression) {
  auto value = evaluate(expression);
  if (!value) return value.error();
  if (value->IsNull()) return false;
  if (value->type().id() == ::duckdb::LogicalTypeId::BOOLEAN) return ::duckdb::BooleanValue::Get(*value);
  auto flag =
      convert(session_, *value, {{"boolean", {}}, ::duckdb::LogicalType::BOOLEAN, ::duckdb::LogicalType::BOOLEAN, 0});
  if (!flag) return flag.error();
  return !flag->IsNull() && ::duckdb::BooleanValue::Get(*flag);
}

Result<std::int64_t> Evaluator::integer(const sql::Span& expression, const char* what) {
  auto value = evaluate(expression);
  if (!value) return value.error();
  if (value->IsNull()) return sql_failure(std::string(what) + " of FOR loop cannot be NULL");
  auto number =
      convert(session_, *value, {{"bigint", {}}, ::duckdb::LogicalType::BIGINT, ::duckdb::LogicalType::BIGINT, 0});
  if (!number) return number.error();
  return ::duckdb::BigIntValue::Get(*number);
}

}  // namespace slipher::engine
