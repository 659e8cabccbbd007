#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "duckdb.hpp"
#include "duckdb/execution/expression_executor.hpp"
#include "duckdb/main/prepared_statement_data.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "duckdb/planner/expression.hpp"
#include "engine/duckdb/errors.h"

namespace slipher::engine {

/// Expressions over parameters, planned once and worked out again and again without a query around them: what a loop of
/// a procedure spends its time on. They belong to the connection that they were prepared on and to the settings of that
/// moment.
class BoundExpression {
 public:
  /// Of "SELECT expression [, ...]" with values of the types that $1, $2 ... have; nothing when the plan is more than
  /// that: it reads tables, say.
  static std::optional<BoundExpression> from(const ::duckdb::PreparedStatement& prepared,
                                             const std::vector<::duckdb::Value>& values);

  /// One value each. `values` are those of $1, $2 ..., of the types that it was planned with.
  Result<std::vector<::duckdb::Value>> evaluate(const std::vector<::duckdb::Value>& values);

 private:
  using Expressions = ::duckdb::vector<::duckdb::unique_ptr<::duckdb::Expression>>;
  /// Expressions over the columns of a chunk of one row.
  struct Stage {
    Expressions expressions;
    std::unique_ptr<::duckdb::ExpressionExecutor> executor;
    std::unique_ptr<::duckdb::DataChunk> result;
  };

  bool plan(::duckdb::SelectStatement& statement);
  void make_machine();

  ::duckdb::ClientContext* context_ = nullptr;     // not a shared one: a connection may keep such expressions itself
  ::duckdb::vector<::duckdb::LogicalType> types_;  // of $1, $2 ...
  std::vector<Stage> stages_;                      // what one needs of the one before; the last is the row
  std::unique_ptr<::duckdb::DataChunk> input_;
};

}  // namespace slipher::engine
