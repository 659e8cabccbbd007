#pragma once
#include <string>
#include <utility>

#include "engine/duckdb/functions/date_parts.h"
#include "engine/duckdb/functions/support.h"

/// The first argument of functions of dates: a part, known when they are bound.
namespace slipher::engine::functions {

struct PartData : FunctionData {
  PartData(DatePart part_in, std::string name_in) : part(part_in), name(std::move(name_in)) {}
  DatePart part;
  std::string name;  // as it was written
  ::duckdb::unique_ptr<FunctionData> Copy() const override { return ::duckdb::make_uniq<PartData>(part, name); }
  bool Equals(const FunctionData& other) const override { return part == other.Cast<PartData>().part; }
};

inline DatePart part_of(ExpressionState& state) {
  return state.expr.Cast<::duckdb::BoundFunctionExpression>().bind_info->Cast<PartData>().part;
}

/// Takes the part, a constant, off the front of the arguments.
::duckdb::unique_ptr<PartData> take_part(ClientContext& context, ScalarFunction& function, BoundArguments& arguments);

/// EXTRACT and DATE_PART.
void register_extract(Registry& registry);

}  // namespace slipher::engine::functions
