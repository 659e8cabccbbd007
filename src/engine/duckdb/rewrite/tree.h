#pragma once
#include <cstdint>
#include <string>
#include <utility>

#include "duckdb/parser/expression/cast_expression.hpp"
#include "duckdb/parser/expression/constant_expression.hpp"
#include "duckdb/parser/expression/function_expression.hpp"
#include "engine/duckdb/rewrite/rewriter.h"

/// Small pieces of parsed tree.
namespace slipher::engine::tree {

template <class... Arguments>
ParsedPointer call(const std::string& name, Arguments... arguments) {
  ::duckdb::vector<ParsedPointer> children;
  (children.push_back(std::move(arguments)), ...);
  return ::duckdb::make_uniq<::duckdb::FunctionExpression>(name, std::move(children));
}

inline ParsedPointer constant(::duckdb::Value value) {
  return ::duckdb::make_uniq<::duckdb::ConstantExpression>(std::move(value));
}
inline ParsedPointer text(std::string value) { return constant(::duckdb::Value(std::move(value))); }
inline ParsedPointer integer(std::int32_t value) { return constant(::duckdb::Value::INTEGER(value)); }
inline ParsedPointer bigint(std::int64_t value) { return constant(::duckdb::Value::BIGINT(value)); }

inline ParsedPointer cast(ParsedPointer child, const ::duckdb::LogicalType& type) {
  return ::duckdb::make_uniq<::duckdb::CastExpression>(type, std::move(child));
}

/// The constant's text, or nullptr when `expression` is anything else than a string constant.
const std::string* constant_text(const ::duckdb::ParsedExpression& expression);

}  // namespace slipher::engine::tree
