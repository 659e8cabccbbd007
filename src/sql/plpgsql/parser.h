#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sql/plpgsql/parse.h"
#include "sql/plpgsql/tree.h"
#include "sql/token_cursor.h"

namespace slipher::sql::plpgsql {

/// Recursive descent over a body's tokens; depth is bounded by kMaxDepth. Errors stick in the cursor.
class Parser {
 public:
  Parser(std::string_view text, std::size_t begin);

  Result<Block> parse();

 private:
  Statements statements();
  Statement statement();
  Block block(std::string label);
  void handler(Block& block);
  std::vector<Declaration> declarations();
  Declaration declaration();
  void cursor_declaration(Declaration& declaration);
  void typed_declaration(Declaration& declaration);

  If if_statement();
  Case case_statement();
  void labelled_loop(Statement& statement, std::string label);
  void for_statement(Statement& statement, std::string label);
  Statements loop_body(const std::string& label);
  Exit exit_statement(bool goes_on);
  Raise raise_statement();
  Open open_statement();
  Fetch fetch_statement(bool moves_only);
  GetDiagnostics diagnostics();
  Execute execute_statement();
  SqlStatement sql_statement();
  bool simple_statement(Statement& statement);
  bool control_statement(Statement& statement);

  std::string accept_label();
  Targets targets();
  /// Up to the semicolon, which is taken too.
  Span span_to_semicolon();
  bool at_assignment() const;
  int line_of(std::size_t offset);

  TokenCursor cursor_;
  std::vector<std::size_t> line_starts_;
  int depth_ = 0;
  std::size_t variables_ = 0;
};

}  // namespace slipher::sql::plpgsql
