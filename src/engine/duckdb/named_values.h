#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "duckdb/parser/parsed_expression.hpp"

namespace slipher::engine {

/// Names that stand for values wherever a statement could name a column: the variables of a running procedure.
/// rewrite() puts the values in; names of tables, columns to store into and aliases are left alone.
class NamedValues {
 public:
  virtual ~NamedValues() = default;

  /// What a reference stands for; nullptr when it begins with no name that is known here. Lower-case `names`; sets
  /// `used` to how many of them the value took: what follows are fields of a SUPER value. Throws Refusal.
  virtual ::duckdb::unique_ptr<::duckdb::ParsedExpression> find(const std::vector<std::string>& names,
                                                                std::size_t& used) const = 0;
  /// $n; nullptr when there is none.
  virtual ::duckdb::unique_ptr<::duckdb::ParsedExpression> find_positional(std::size_t number) const = 0;
};

}  // namespace slipher::engine
