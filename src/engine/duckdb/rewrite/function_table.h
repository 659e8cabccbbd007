#pragma once
#include <string_view>

#include "duckdb/parser/expression/function_expression.hpp"
#include "engine/duckdb/rewrite/rewriter.h"

namespace slipher::engine {

/// Builds what a call becomes; the arguments are already rewritten and may be moved out of `call`. Returns nullptr to
/// leave `call` as it is now (it may have been changed in place).
using CallBuilder = ParsedPointer (*)(::duckdb::FunctionExpression& call, Rewriter& rewriter);

/// One function of Redshift. Adding one is adding a row to function_table.cc.
struct FunctionRule {
  /// In lower case.
  std::string_view name;
  /// The new name of the call, arguments, DISTINCT and ORDER BY kept; empty when `build` or `expression` is used.
  std::string_view becomes = {};
  /// An expression in which $1, $2 ... are the arguments; for a fixed number of them.
  std::string_view expression = {};
  int arguments = 0;
  CallBuilder build = nullptr;
  /// The result column's name where it is not the function's.
  std::string_view column = {};
  std::string_view doc = {};
};

/// The rule of a function (or of a word that is a value), or nullptr: it then means in DuckDB what it means in
/// Redshift, or DuckDB does not know it.
const FunctionRule* find_function(std::string_view name);

/// Words that are values without parentheses: SYSDATE, CURRENT_USER ...; nullptr for every other word.
const FunctionRule* find_keyword_value(std::string_view word);

/// `text` as a tree, with the arguments in the place of $1, $2 ..., also inside of subqueries.
ParsedPointer expand_expression(std::string_view text, const ::duckdb::vector<ParsedPointer>& arguments);

/// Makes a call one that fails: "function concat("unknown") does not exist".
void refuse_arguments(::duckdb::FunctionExpression& call, std::string_view name);

/// Applies a rule to a call.
void apply(const FunctionRule& rule, ParsedPointer& call, Rewriter& rewriter);

}  // namespace slipher::engine
