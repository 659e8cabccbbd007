#include "engine/duckdb/procedures/quick_parser.h"

#include <charconv>

#include "engine/duckdb/rewrite/rewriter.h"
#include "sql/lexer.h"

namespace slipher::engine {
namespace {

constexpr int kMaxDepth = 20;

}  // namespace

bool QuickParser::parse() {
  disjunction();
  return !cursor_.failed() && cursor_.at_end();
}

void QuickParser::disjunction() {
  if (++depth_ > kMaxDepth) cursor_.fail();
  conjunction();
  while (cursor_.accept("or")) {
    conjunction();
    put(Operation::kOr);
  }
  --depth_;
}

void QuickParser::conjunction() {
  negation();
  while (cursor_.accept("and")) {
    negation();
    put(Operation::kAnd);
  }
}

void QuickParser::negation() {
  bool negated = false;
  while (cursor_.accept("not")) negated = !negated;
  predicate();
  if (negated) put(Operation::kNot);
}

void QuickParser::predicate() {
  comparison();
  while (cursor_.accept("is")) {
    const bool negated = cursor_.accept("not");
    cursor_.expect("null");
    put(negated ? Operation::kIsNotNull : Operation::kIsNull);
  }
}

void QuickParser::comparison() {
  concatenation();
  constexpr std::pair<std::string_view, Operation> kOperators[] = {
      {"=", Operation::kEqual},        {"<>", Operation::kNotEqual},  {"!=", Operation::kNotEqual},
      {"<", Operation::kLess},         {"<=", Operation::kLessEqual}, {">", Operation::kGreater},
      {">=", Operation::kGreaterEqual}};
  for (const auto& [spelling, operation] : kOperators) {
    if (!cursor_.accept(spelling)) continue;
    concatenation();
    return put(operation);
  }
}

void QuickParser::concatenation() {
  sum();
  while (cursor_.accept("||")) {
    sum();
    put(Operation::kConcat);
  }
}

void QuickParser::sum() {
  product();
  for (;;) {
    const bool adds = cursor_.accept("+");
    if (!adds && !cursor_.accept("-")) return;
    product();
    put(adds ? Operation::kAdd : Operation::kSubtract);
  }
}

void QuickParser::product() {
  sign();
  for (;;) {
    Operation operation;
    if (cursor_.accept("*"))
      operation = Operation::kMultiply;
    else if (cursor_.accept("/"))
      operation = Operation::kDivide;
    else if (cursor_.accept("%"))
      operation = Operation::kModulo;
    else
      return;
    sign();
    put(operation);
  }
}

void QuickParser::sign() {
  bool negative = false;
  while (cursor_.at("-") || cursor_.at("+")) negative = cursor_.take().is("-") != negative;
  primary();
  if (negative) put(Operation::kNegate);
}

void QuickParser::primary() {
  const auto& token = cursor_.peek();
  if (cursor_.accept("(")) {
    disjunction();
    return cursor_.expect(")");
  }
  if (token.kind == sql::TokenKind::kNumber) {
    std::int64_t value = 0;
    const auto text = token.text;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size()) return cursor_.fail();
    steps_.push_back({Operation::kLiteral, QuickExpression::Integer{value, value > INT32_MAX}, {}});
    cursor_.take();
  } else if (token.kind == sql::TokenKind::kString && !token.unterminated && token.text.front() == '\'') {
    steps_.push_back({Operation::kLiteral, cursor_.string_literal(), {}});
  } else if (cursor_.at("true") || cursor_.at("false")) {
    steps_.push_back({Operation::kLiteral, cursor_.take().is("true"), {}});
  } else {
    variable();
  }
}

void QuickParser::variable() {
  if (!cursor_.peek().is_identifier() || cursor_.at_any({"null", "case", "select", "cast", "interval", "exists"}))
    return cursor_.fail();
  const auto names = cursor_.qualified_name();
  // What may follow: no call, no cast, no subscript. They are no operators here, so that parse() sees them left over.
  std::size_t used = 0;
  try {
    const auto place = variables_.place(names, used);
    if (!place || used != names.size()) return cursor_.fail();
    steps_.push_back({Operation::kVariable, {}, *place});
  } catch (const Refusal&) {
    cursor_.fail();
  }
}

}  // namespace slipher::engine
