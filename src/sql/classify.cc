#include <array>
#include <initializer_list>

#include "sql/lexer.h"
#include "sql/statement.h"

namespace slipher::sql {
namespace {

/// A command by its leading words. Longer entries come before their prefixes.
struct Command {
  std::array<std::string_view, 3> words;  // lower case, "" = any
  std::string_view name;
  Effect effect;
  bool outside_transaction = false;
};

constexpr Command kCommands[] = {
    {{"values"}, "VALUES", Effect::kRead},
    {{"table"}, "TABLE", Effect::kRead},
    {{"show"}, "SHOW", Effect::kRead},
    {{"explain"}, "EXPLAIN", Effect::kRead},
    {{"describe"}, "DESCRIBE", Effect::kRead},
    {{"desc"}, "DESC", Effect::kRead},
    {{"begin"}, "BEGIN", Effect::kBegin},
    {{"start", "transaction"}, "START TRANSACTION", Effect::kBegin},
    {{"commit"}, "COMMIT", Effect::kCommit},
    {{"end"}, "END", Effect::kCommit},
    {{"rollback"}, "ROLLBACK", Effect::kRollback},
    {{"abort"}, "ABORT", Effect::kRollback},
    {{"set"}, "SET", Effect::kSession},
    {{"reset"}, "RESET", Effect::kSession},
    {{"use"}, "USE", Effect::kSession},
    {{"discard"}, "DISCARD", Effect::kSession},
    {{"prepare"}, "PREPARE", Effect::kSession},
    {{"deallocate"}, "DEALLOCATE", Effect::kSession},
    {{"declare"}, "DECLARE", Effect::kSession},
    {{"fetch"}, "FETCH", Effect::kSession},
    {{"close"}, "CLOSE", Effect::kSession},
    {{"cancel"}, "CANCEL", Effect::kSession},
    {{"insert"}, "INSERT", Effect::kWrite},
    {{"update"}, "UPDATE", Effect::kWrite},
    {{"delete"}, "DELETE", Effect::kWrite},
    {{"merge"}, "MERGE", Effect::kWrite},
    {{"copy"}, "COPY", Effect::kWrite},
    {{"unload"}, "UNLOAD", Effect::kWrite},
    {{"call"}, "CALL", Effect::kWrite},
    {{"do"}, "DO", Effect::kWrite},
    {{"execute"}, "EXECUTE", Effect::kWrite},
    {{"truncate"}, "TRUNCATE", Effect::kWrite},
    {{"lock"}, "LOCK", Effect::kWrite},
    {{"analyze"}, "ANALYZE", Effect::kWrite},
    {{"analyse"}, "ANALYZE", Effect::kWrite},
    {{"vacuum"}, "VACUUM", Effect::kWrite, true},
    {{"comment"}, "COMMENT", Effect::kWrite},
    {{"grant"}, "GRANT", Effect::kWrite},
    {{"revoke"}, "REVOKE", Effect::kWrite},
    {{"refresh", "materialized", "view"}, "REFRESH MATERIALIZED VIEW", Effect::kWrite},
    {{"create", "database"}, "CREATE DATABASE", Effect::kWrite, true},
    {{"drop", "database"}, "DROP DATABASE", Effect::kWrite, true},
    {{"alter", "database"}, "ALTER DATABASE", Effect::kWrite, true},
    {{"create", "external", "table"}, "CREATE EXTERNAL TABLE", Effect::kWrite, true},
    {{"create", "external", "schema"}, "CREATE EXTERNAL SCHEMA", Effect::kWrite, true},
    {{"create", "external", "function"}, "CREATE EXTERNAL FUNCTION", Effect::kWrite},
    {{"create", "external", "view"}, "CREATE EXTERNAL VIEW", Effect::kWrite},
    {{"drop", "external", "table"}, "DROP EXTERNAL TABLE", Effect::kWrite, true},
    {{"alter", "external", "table"}, "ALTER EXTERNAL TABLE", Effect::kWrite, true},
    {{"drop", "external", "schema"}, "DROP EXTERNAL SCHEMA", Effect::kWrite, true},
    {{"alter", "external", "schema"}, "ALTER EXTERNAL SCHEMA", Effect::kWrite, true},
    {{"create", "materialized", "view"}, "CREATE MATERIALIZED VIEW", Effect::kWrite},
    {{"alter", "materialized", "view"}, "ALTER MATERIALIZED VIEW", Effect::kWrite},
    {{"drop", "materialized", "view"}, "DROP MATERIALIZED VIEW", Effect::kWrite},
    {{"create", "table"}, "CREATE TABLE", Effect::kWrite},
    {{"create", "view"}, "CREATE VIEW", Effect::kWrite},
    {{"create", "schema"}, "CREATE SCHEMA", Effect::kWrite},
    {{"create", "procedure"}, "CREATE PROCEDURE", Effect::kWrite},
    {{"create", "function"}, "CREATE FUNCTION", Effect::kWrite},
    {{"create", "user"}, "CREATE USER", Effect::kWrite},
    {{"create", "group"}, "CREATE GROUP", Effect::kWrite},
    {{"create", "role"}, "CREATE ROLE", Effect::kWrite},
    {{"create", "model"}, "CREATE MODEL", Effect::kWrite},
    {{"create", "library"}, "CREATE LIBRARY", Effect::kWrite},
    {{"create", "datashare"}, "CREATE DATASHARE", Effect::kWrite},
    {{"create"}, "CREATE", Effect::kWrite},
    {{"drop", "table"}, "DROP TABLE", Effect::kWrite},
    {{"drop", "view"}, "DROP VIEW", Effect::kWrite},
    {{"drop", "schema"}, "DROP SCHEMA", Effect::kWrite},
    {{"drop", "procedure"}, "DROP PROCEDURE", Effect::kWrite},
    {{"drop", "function"}, "DROP FUNCTION", Effect::kWrite},
    {{"drop", "user"}, "DROP USER", Effect::kWrite},
    {{"drop"}, "DROP", Effect::kWrite},
    {{"alter", "table"}, "ALTER TABLE", Effect::kWrite},
    {{"alter", "schema"}, "ALTER SCHEMA", Effect::kWrite},
    {{"alter", "user"}, "ALTER USER", Effect::kWrite},
    {{"alter"}, "ALTER", Effect::kWrite},
};

constexpr StatementClass kSelect{Effect::kRead, false, "SELECT"};
constexpr StatementClass kSelectInto{Effect::kWrite, false, "SELECT INTO"};

bool is_any(const Token& token, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (token.is(word)) return true;
  }
  return false;
}

/// A SELECT behind `lexer`: INTO is reserved, so that one without a dot or AS before it can only be SELECT ... INTO.
StatementClass classify_select(Lexer& lexer) {
  Token previous;
  for (Token token = lexer.next(); token.kind != TokenKind::kEnd; token = lexer.next()) {
    if (token.is("into") && !previous.is(".") && !previous.is("as")) return kSelectInto;
    previous = token;
  }
  return kSelect;
}

/// WITH is behind `lexer`: the statement's own verb is the first one outside of parentheses.
StatementClass classify_with(Lexer& lexer) {
  std::size_t depth = 0;
  for (Token token = lexer.next(); token.kind != TokenKind::kEnd; token = lexer.next()) {
    if (token.is("(")) ++depth;
    if (token.is(")") && depth > 0) --depth;
    if (depth > 0) continue;
    if (token.is("select") || token.is("values")) return classify_select(lexer);
    if (token.is("insert")) return {Effect::kWrite, false, "INSERT"};
    if (token.is("update")) return {Effect::kWrite, false, "UPDATE"};
    if (token.is("delete")) return {Effect::kWrite, false, "DELETE"};
    if (token.is("merge")) return {Effect::kWrite, false, "MERGE"};
  }
  return classify_select(lexer);  // WITH x AS (...) (SELECT ...)
}

/// ALTER TABLE name is behind `lexer`: the forms that Redshift refuses in a transaction block.
StatementClass classify_alter_table(Lexer& lexer) {
  Token token = lexer.next();
  Token following = lexer.next();
  for (int words = 0; token.kind != TokenKind::kEnd && words < 16; ++words) {
    if (token.is("append")) return {Effect::kWrite, true, "ALTER TABLE APPEND"};
    if (token.is("alter") && following.is("column")) {
      lexer.next();  // the column
      if (lexer.next().is("type")) return {Effect::kWrite, true, "ALTER TABLE ALTER COLUMN"};
    }
    const bool partition = is_any(token, {"add", "drop"}) && is_any(following, {"partition", "if"});
    const bool location = token.is("set") && is_any(following, {"location", "file"});
    if (partition || location) return {Effect::kWrite, true, "ALTER EXTERNAL TABLE"};
    if (is_any(token, {"add", "drop", "rename", "owner", "alter", "set"})) break;
    token = following;
    following = lexer.next();
  }
  return {Effect::kWrite, false, "ALTER TABLE"};
}

bool matches(const Command& command, const std::array<Token, 3>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!command.words[i].empty() && !words[i].is(command.words[i])) return false;
  }
  return true;
}

/// The first three words that tell commands apart: CREATE OR REPLACE TEMP TABLE reads as CREATE TABLE.
std::array<Token, 3> leading_words(const Token& first, Lexer& lexer) {
  std::array<Token, 3> words{first, {}, {}};
  const bool defines = is_any(first, {"create", "drop", "alter"});
  for (std::size_t i = 1; i < words.size(); ++i) {
    Token token = lexer.next();
    while (defines && is_any(token, {"or", "replace", "temp", "temporary", "local", "global", "protected"})) {
      token = lexer.next();
    }
    words[i] = token;
  }
  return words;
}

}  // namespace

StatementClass classify(std::string_view piece) {
  Lexer lexer(piece);
  Token first = lexer.next();
  while (first.is("(")) first = lexer.next();
  if (first.is("select")) return classify_select(lexer);
  if (first.is("with")) return classify_with(lexer);
  const std::array<Token, 3> words = leading_words(first, lexer);
  if (words[0].is("alter") && words[1].is("table")) {
    lexer.seek(words[1].end());
    return classify_alter_table(lexer);
  }
  if (words[0].is("copy") && words[1].is("job")) {
    // COPY JOB RUN and the like may run anywhere; only a table called job is COPY itself.
    const bool changes_jobs = is_any(words[2], {"drop", "create"});
    const bool is_job = changes_jobs || is_any(words[2], {"run", "alter", "list", "show"});
    return {Effect::kWrite, changes_jobs, is_job ? "COPY JOB" : "COPY"};
  }
  for (const Command& command : kCommands) {
    if (matches(command, words)) return {command.effect, command.outside_transaction, command.name};
  }
  return {};
}

}  // namespace slipher::sql
