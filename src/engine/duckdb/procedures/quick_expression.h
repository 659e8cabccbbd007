#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/duckdb/procedures/variables.h"

namespace slipher::engine {

/// Integer arithmetic, comparisons, conditions and || over variables and literals, worked out here: what loops spend
/// their time on. Whatever is not exactly that (a type, an overflow, a division by zero) is left to DuckDB.
class QuickExpression {
 public:
  /// Nothing when the text has anything else in it.
  static std::optional<QuickExpression> compile(std::string_view text, const Variables& variables);
  /// Nothing when these values want DuckDB.
  std::optional<::duckdb::Value> evaluate(const Variables& variables) const;

 private:
  friend class QuickParser;
  enum class Operation {
    kLiteral,
    kVariable,
    kAdd,
    kSubtract,
    kMultiply,
    kDivide,
    kModulo,
    kNegate,
    kConcat,
    kEqual,
    kNotEqual,
    kLess,
    kLessEqual,
    kGreater,
    kGreaterEqual,
    kAnd,
    kOr,
    kNot,
    kIsNull,
    kIsNotNull,
  };
  struct Integer {
    std::int64_t value;
    bool wide;  // BIGINT
  };
  /// monostate is NULL.
  using Operand = std::variant<std::monostate, bool, Integer, std::string>;
  /// In the order of a stack machine.
  struct Step {
    Operation operation;
    Operand literal;
    Variables::Place place;
  };

  static bool load(const ::duckdb::Value& value, Operand& operand);
  static bool apply(Operation operation, std::vector<Operand>& stack);
  static bool calculate(Operation operation, const Integer& left, const Integer& right, Operand& result);

  std::vector<Step> steps_;
};

}  // namespace slipher::engine
