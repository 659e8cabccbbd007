#pragma once
#include <map>
#include <optional>
#include <utility>

#include "duckdb.hpp"
#include "duckdb/planner/expression/bound_columnref_expression.hpp"
#include "engine/duckdb/functions/exact_numbers.h"

namespace duckdb {
class LogicalGet;
class LogicalOperator;
class LogicalProjection;
}  // namespace duckdb

namespace slipher::engine {

/// What the exact numbers of a bound plan can be, from the statistics of the columns that it reads.
class ValueRanges {
 public:
  explicit ValueRanges(::duckdb::ClientContext& context) : context_(context) {}

  /// Takes note of an operator whose columns others may name.
  void note(::duckdb::LogicalOperator& op);
  /// Values of an exact number without the point; nothing when they may be anything.
  std::optional<functions::Range> range_of(const ::duckdb::Expression& expression);
  /// The projection of a table index, if it is one.
  ::duckdb::LogicalProjection* projection(std::size_t table_index) const;

 private:
  using Range = functions::Range;
  std::optional<Range> column_range(const ::duckdb::BoundColumnRefExpression& column);
  std::optional<Range> stored_range(::duckdb::LogicalGet& get, std::size_t column);
  std::optional<Range> constant_range(const ::duckdb::Expression& expression);
  std::optional<Range> call_range(const ::duckdb::Expression& expression);
  std::optional<Range> proven_range(const ::duckdb::Expression& expression);

  ::duckdb::ClientContext& context_;
  std::map<std::size_t, ::duckdb::LogicalGet*> gets_;
  std::map<std::size_t, ::duckdb::LogicalProjection*> projections_;
  std::map<std::pair<std::size_t, std::size_t>, std::optional<Range>> ranges_;
};

}  // namespace slipher::engine
