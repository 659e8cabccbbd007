#pragma once
#include <string_view>

#include "engine/duckdb/procedures/quick_expression.h"
#include "sql/token_cursor.h"

namespace slipher::engine {

/// Precedence as in PostgreSQL 8: OR, AND, NOT, IS, comparison, ||, additive, multiplicative, sign. The depth is
/// bounded.
class QuickParser {
 public:
  QuickParser(std::string_view text, const Variables& variables) : cursor_(text), variables_(variables) {}
  bool parse();
  std::vector<QuickExpression::Step> take_steps() { return std::move(steps_); }

 private:
  using Operation = QuickExpression::Operation;
  void disjunction();
  void conjunction();
  void negation();
  void predicate();
  void comparison();
  void concatenation();
  void sum();
  void product();
  void sign();
  void primary();
  void variable();
  void put(Operation operation) { steps_.push_back({operation, {}, {}}); }

  sql::TokenCursor cursor_;
  const Variables& variables_;
  std::vector<QuickExpression::Step> steps_;
  int depth_ = 0;
};

}  // namespace slipher::engine
