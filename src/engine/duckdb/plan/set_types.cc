#include "engine/duckdb/plan/set_types.h"

#include <optional>

#include "duckdb/common/exception/binder_exception.hpp"
#include "duckdb/planner/operator/logical_projection.hpp"
#include "engine/duckdb/plan/column_origin.h"
#include "engine/duckdb/plan/type_families.h"

namespace slipher::engine {
namespace {

using ::duckdb::LogicalOperator;
using ::duckdb::LogicalOperatorType;
using ::duckdb::LogicalType;

/// The type that a side's column has of its own; nothing for a literal without one.
std::optional<LogicalType> type_of(const LogicalOperator& side, std::size_t column) {
  if (side.type != LogicalOperatorType::LOGICAL_PROJECTION) return side.types[column];
  return own_type(*side.expressions[column]);
}

const char* name_of(LogicalOperatorType operation) {
  switch (operation) {
    case LogicalOperatorType::LOGICAL_UNION:
      return "UNION";
    case LogicalOperatorType::LOGICAL_INTERSECT:
      return "INTERSECT";
    case LogicalOperatorType::LOGICAL_EXCEPT:
      return "EXCEPT";
    default:
      return nullptr;
  }
}

void check(LogicalOperator& plan, LogicalOperator& op) {
  for (auto& child : op.children) check(plan, *child);
  const auto* name = name_of(op.type);
  if (!name) return;
  op.ResolveOperatorTypes();
  for (std::size_t column = 0; column < op.types.size(); ++column) {
    std::optional<LogicalType> first;
    LogicalOperator* first_side = nullptr;
    for (auto& side : op.children) {
      const auto type = type_of(*side, column);
      if (!type || family_of(*type) == TypeFamily::kOther) continue;
      const bool is_match = !first || family_of(*first) == family_of(*type) || is_untyped_null(plan, *side, column);
      if (!is_match && !is_untyped_null(plan, *first_side, column)) throw_unmatched(name, *first, *type);
      if (first && is_match) continue;
      first = type;
      first_side = side.get();
    }
  }
}

}  // namespace

void check_set_types(LogicalOperator& plan) { check(plan, plan); }

}  // namespace slipher::engine
