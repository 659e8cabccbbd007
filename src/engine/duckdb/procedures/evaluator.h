#pragma once
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "engine/duckdb/procedures/bound_expression.h"
#include "engine/duckdb/procedures/quick_expression.h"
#include "engine/duckdb/procedures/variables.h"
#include "engine/duckdb/session.h"
#include "sql/token_cursor.h"

namespace slipher::engine {

/// Works out a procedure's expressions. One per running procedure: what was found out about an expression the first
/// time is kept, as loops come back to it.
class Evaluator {
 public:
  Evaluator(Session& session, const Variables& variables) : session_(session), variables_(variables) {}

  /// The first column of the first row of SELECT expression; NULL without rows.
  Result<::duckdb::Value> evaluate(const sql::Span& expression);
  /// The row of SELECT select_list, which `statement` has, where that reads nothing; else nothing.
  Result<std::optional<std::vector<::duckdb::Value>>> row(const sql::Span& statement, std::string_view select_list);
  /// NULL counts as false.
  Result<bool> condition(const sql::Span& expression);
  /// NULL is an error that names `what`.
  Result<std::int64_t> integer(const sql::Span& expression, const char* what);
  /// A statement has changed what plans depend on: settings, functions. They are made anew.
  void forget_plans();

 private:
  struct Known {
    std::optional<QuickExpression> quick;
    bool may_prepare = false;
    ::duckdb::unique_ptr<::duckdb::PreparedStatement> prepared;
    std::optional<BoundExpression> bound;  // of `prepared`, where its plan is so simple
    std::vector<Variables::Place> places;
    std::vector<::duckdb::LogicalType> types;  // of the values that it was prepared with
  };
  Result<std::optional<::duckdb::Value>> run_prepared(const sql::Span& expression, Known& known);
  Result<bool> prepare(const sql::Span& expression, Known& known);
  Result<std::vector<::duckdb::Value>> run_row(Known& known);
  bool fits(const Known& known) const;
  ::duckdb::vector<::duckdb::Value> values_for(const Known& known) const;

  Session& session_;
  const Variables& variables_;
  std::map<const sql::Span*, Known> known_;
};

}  // namespace slipher::engine
