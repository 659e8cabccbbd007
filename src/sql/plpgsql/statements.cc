#include "sql/plpgsql/parser.h"

namespace slipher::sql::plpgsql {

Statements Parser::statements() {
  Statements list;
  while (!cursor_.failed() && !cursor_.at_end()) {
    if (!at_assignment() && cursor_.at_any({"end", "else", "elsif", "elseif", "when", "exception"})) break;
    list.push_back(statement());
  }
  return list;
}

/// name [. field] := | =
bool Parser::at_assignment() const {
  if (!cursor_.peek().is_identifier()) return false;
  std::size_t ahead = 1;
  while (cursor_.at(".", ahead) && cursor_.peek(ahead + 1).is_identifier()) ahead += 2;
  return cursor_.at(":=", ahead) || cursor_.at("=", ahead);
}

Statement Parser::statement() {
  Statement statement;
  statement.line = line_of(cursor_.peek().offset);
  if (at_assignment()) {
    Assignment assignment{cursor_.qualified_name(), {}};
    cursor_.take();
    assignment.value = span_to_semicolon();
    statement.node = std::move(assignment);
  } else if (++depth_ > kMaxDepth) {
    cursor_.fail("the procedure nests too deeply: the limit is " + std::to_string(kMaxDepth) + " levels");
  } else if (!control_statement(statement) && !simple_statement(statement)) {
    statement.node = sql_statement();
  }
  if (!std::holds_alternative<Assignment>(statement.node)) --depth_;
  return statement;
}

/// Statements that hold others.
bool Parser::control_statement(Statement& statement) {
  std::string label = accept_label();
  if (cursor_.at_any({"declare", "begin"})) {
    statement.node = block(std::move(label));
    cursor_.expect(";");
  } else if (cursor_.at_any({"loop", "while", "for"})) {
    labelled_loop(statement, std::move(label));
  } else if (!label.empty()) {
    cursor_.fail();
  } else if (cursor_.accept("if")) {
    statement.node = if_statement();
  } else if (cursor_.accept("case")) {
    statement.node = case_statement();
  } else {
    return false;
  }
  return true;
}

bool Parser::simple_statement(Statement& statement) {
  using Kind = Transaction::Kind;
  if (cursor_.accept("exit")) {
    statement.node = exit_statement(false);
  } else if (cursor_.at("continue") && !cursor_.at("handler", 1)) {
    cursor_.take();
    statement.node = exit_statement(true);
  } else if (cursor_.accept("return")) {
    if (!cursor_.at(";")) cursor_.fail("RETURN cannot have a parameter in a procedure");
    cursor_.expect(";");
    statement.node = Return{};
  } else if (cursor_.accept("raise")) {
    statement.node = raise_statement();
  } else if (cursor_.accept("perform")) {
    statement.node = Perform{span_to_semicolon()};
  } else if (cursor_.accept("execute")) {
    statement.node = execute_statement();
  } else if (cursor_.accept("open")) {
    statement.node = open_statement();
  } else if (cursor_.at_any({"fetch", "move"})) {
    statement.node = fetch_statement(cursor_.take().is("move"));
  } else if (cursor_.accept("close")) {
    statement.node = Close{cursor_.identifier()};
    cursor_.expect(";");
  } else if (cursor_.accept("get", "diagnostics")) {
    statement.node = diagnostics();
  } else if (cursor_.accept("null", ";")) {
    statement.node = Nothing{};
  } else if (cursor_.accept("start", "transaction", ";")) {
    statement.node = Transaction{Kind::kStart};
  } else if (cursor_.at_any({"commit", "rollback"})) {
    const bool commits = cursor_.take().is("commit");
    if (!cursor_.accept("work")) cursor_.accept("transaction");
    cursor_.expect(";");
    statement.node = Transaction{commits ? Kind::kCommit : Kind::kRollback};
  } else {
    return false;
  }
  return true;
}

Exit Parser::exit_statement(bool goes_on) {
  Exit exit;
  exit.goes_on = goes_on;
  if (!cursor_.at_any({";", "when"})) exit.label = cursor_.identifier();
  if (cursor_.accept("when")) exit.condition = cursor_.span_until({";"});
  cursor_.expect(";");
  return exit;
}

Raise Parser::raise_statement() {
  Raise raise;
  if (cursor_.accept(";")) {
    raise.again = true;
    return raise;
  }
  constexpr std::pair<std::string_view, Raise::Level> kLevels[] = {
      {"log", Raise::Level::kLog},       {"debug", Raise::Level::kLog},       {"info", Raise::Level::kInfo},
      {"notice", Raise::Level::kNotice}, {"warning", Raise::Level::kWarning}, {"exception", Raise::Level::kException}};
  for (const auto& [word, level] : kLevels) {
    if (!cursor_.accept(word)) continue;
    raise.level = level;
    break;
  }
  raise.format = cursor_.string_literal();
  while (cursor_.accept(",")) raise.arguments.push_back(cursor_.span_until({",", ";"}));
  cursor_.expect(";");
  return raise;
}

Open Parser::open_statement() {
  Open open;
  open.cursor = cursor_.identifier();
  if (cursor_.accept("for")) {
    open.dynamic = cursor_.accept("execute");
    open.query = cursor_.span_until({";"});
  } else if (cursor_.accept("(") && !cursor_.accept(")")) {
    do open.arguments.push_back(cursor_.span_until({","}));
    while (cursor_.accept(","));
    cursor_.expect(")");
  }
  cursor_.expect(";");
  return open;
}

/// Behind FETCH or MOVE: [NEXT | FORWARD] [FROM | IN] cursor [INTO targets]
Fetch Parser::fetch_statement(bool moves_only) {
  Fetch fetch;
  fetch.moves_only = moves_only;
  if (!cursor_.at("into", 1) && !cursor_.at(";", 1)) {
    if (!cursor_.accept("next")) cursor_.accept("forward");
    if (!cursor_.accept("from")) cursor_.accept("in");
  }
  fetch.cursor = cursor_.identifier();
  if (!moves_only) {
    cursor_.expect("into");
    fetch.into = targets();
  }
  cursor_.expect(";");
  return fetch;
}

GetDiagnostics Parser::diagnostics() {
  GetDiagnostics get;
  do {
    QualifiedName target = cursor_.qualified_name();
    if (!cursor_.accept(":=")) cursor_.expect("=");
    std::string item = cursor_.identifier();
    if (item != "row_count" && item != "result_oid") {
      cursor_.fail("unrecognized GET DIAGNOSTICS item \"" + item + "\"");
    }
    get.items.emplace_back(std::move(target), std::move(item));
  } while (cursor_.accept(","));
  cursor_.expect(";");
  return get;
}

Execute Parser::execute_statement() {
  Execute execute;
  execute.text = cursor_.span_until({"into", "using", ";"});
  if (cursor_.accept("into")) execute.into = targets();
  if (cursor_.at("using")) cursor_.fail("EXECUTE ... USING is not supported");
  cursor_.expect(";");
  return execute;
}

SqlStatement Parser::sql_statement() {
  SqlStatement sql;
  if (!cursor_.peek().is_identifier() && !cursor_.at("(")) {
    cursor_.fail();
    return sql;
  }
  sql.verb = lower(cursor_.peek().text);
  const std::size_t begin = cursor_.peek().offset;
  const auto text = cursor_.text();
  const bool is_query = sql.verb == "select" || sql.verb == "with" || sql.verb == "(";
  if (!is_query) {
    sql.text = span_to_semicolon();
    return sql;
  }
  cursor_.span_until({"into", ";"});
  const std::size_t into = cursor_.peek().offset;
  std::size_t behind = into;
  const bool has_into = cursor_.accept("into");
  if (has_into) {
    sql.into = targets();
    behind = cursor_.peek().offset;
    if (!cursor_.at(";")) cursor_.span_until({";"});
  }
  const std::size_t end = cursor_.peek().offset;
  cursor_.expect(";");
  if (cursor_.failed()) return sql;
  sql.text = {std::string(text.substr(begin, end - begin)), begin};
  if (has_into) {
    sql.text_without_into =
        std::string(text.substr(begin, into - begin)) + " " + std::string(text.substr(behind, end - behind));
  }
  return sql;
}

}  // namespace slipher::sql::plpgsql
