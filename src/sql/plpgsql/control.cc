#include "sql/plpgsql/parser.h"

namespace slipher::sql::plpgsql {

If Parser::if_statement() {
  If statement;
  do {
    If::Branch branch{cursor_.span_until({"then", ";"}), {}};
    cursor_.expect("then");
    branch.body = statements();
    statement.branches.push_back(std::move(branch));
  } while (cursor_.accept("elsif") || cursor_.accept("elseif"));
  if (cursor_.accept("else")) statement.otherwise = statements();
  cursor_.expect("end", "if", ";");
  return statement;
}

Case Parser::case_statement() {
  Case statement;
  if (!cursor_.at("when")) statement.operand = cursor_.span_until({"when", ";"});
  while (cursor_.accept("when")) {
    Case::Branch branch;
    do branch.values.push_back(cursor_.span_until({",", "then", ";"}));
    while (!statement.operand.empty() && cursor_.accept(","));
    cursor_.expect("then");
    branch.body = statements();
    statement.branches.push_back(std::move(branch));
  }
  if (statement.branches.empty()) cursor_.fail();
  if (cursor_.accept("else")) statement.otherwise = statements();
  cursor_.expect("end", "case", ";");
  return statement;
}

Statements Parser::loop_body(const std::string& label) {
  cursor_.expect("loop");
  Statements body = statements();
  cursor_.expect("end", "loop");
  if (!cursor_.at(";") && cursor_.peek().is_identifier() && cursor_.identifier() != label) {
    cursor_.fail("the label behind END LOOP is not the loop's");
  }
  cursor_.expect(";");
  return body;
}

void Parser::labelled_loop(Statement& statement, std::string label) {
  if (cursor_.accept("for")) return for_statement(statement, std::move(label));
  if (cursor_.accept("while")) {
    While loop{label, cursor_.span_until({"loop", ";"}), {}};
    loop.body = loop_body(label);
    statement.node = std::move(loop);
    return;
  }
  Statements body = loop_body(label);
  statement.node = Loop{std::move(label), std::move(body)};
}

void Parser::for_statement(Statement& statement, std::string label) {
  Targets names = targets();
  cursor_.expect("in");
  const bool reverse = cursor_.at("reverse") && !cursor_.at("..", 1) && cursor_.accept("reverse");
  const bool dynamic = !reverse && cursor_.accept("execute");
  Span first = cursor_.span_until({"..", "loop", ";"});
  if (!dynamic && cursor_.accept("..")) {
    if (names.size() != 1 || names[0].size() != 1) cursor_.fail("an integer FOR loop has one variable");
    ForRange range{label, cursor_.failed() ? std::string() : names[0][0], reverse, std::move(first), {}, {}, {}};
    range.to = cursor_.span_until({"by", "loop", ";"});
    if (cursor_.accept("by")) range.step = cursor_.span_until({"loop", ";"});
    range.body = loop_body(label);
    statement.node = std::move(range);
    return;
  }
  if (reverse) cursor_.fail();
  ForQuery loop{label, std::move(names), std::move(first), dynamic, {}};
  loop.body = loop_body(label);
  statement.node = std::move(loop);
}

}  // namespace slipher::sql::plpgsql
