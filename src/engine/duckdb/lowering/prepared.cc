#include "engine/duckdb/lowering/column_text.h"
#include "engine/duckdb/lowering/statements.h"
#include "engine/duckdb/quoting.h"
#include "sql/lexer.h"

namespace slipher::engine {
namespace {

/// Prepared statements of one session.
constexpr std::size_t kMaxPrepared = 1000;

// The statement with $1 ... replaced by the arguments, each cast to its declared type. Arguments are expressions of the
// same user's text, not values from outside.
Result<std::string> with_arguments(const sql::Prepare& prepare, const std::vector<sql::Span>& arguments) {
  std::string out;
  const std::string_view text = prepare.statement.text;
  std::size_t copied = 0;
  for (const auto& token : sql::tokenize(text)) {
    if (token.kind != sql::TokenKind::kPositional) continue;
    const auto number = std::stoul(std::string(token.text.substr(1, 9)));
    if (number == 0 || number > arguments.size())
      return sql_failure("there is no parameter " + std::string(token.text));
    out += text.substr(copied, token.offset - copied);
    copied = token.end();
    auto argument = "(" + arguments[number - 1].text + ")";
    if (number <= prepare.types.size()) argument = "CAST(" + argument + " AS " + prepare.types[number - 1] + ")";
    out += argument;
  }
  out += text.substr(copied);
  return out;
}

}  // namespace

Result<Outcome> lower_statement(Session& session, const sql::Prepare& statement) {
  if (session.prepared.contains(statement.name))
    return sql_failure("prepared statement \"" + statement.name + "\" already exists");
  if (session.prepared.size() >= kMaxPrepared)
    return sql_failure("too many prepared statements in this session: the limit is " + std::to_string(kMaxPrepared));
  session.prepared.emplace(statement.name, statement);
  return Outcome{};
}

Result<Outcome> lower_statement(Session& session, const sql::Execute& statement) {
  const auto found = session.prepared.find(statement.name);
  if (found == session.prepared.end())
    return sql_failure("prepared statement \"" + statement.name + "\" does not exist");
  auto text = with_arguments(found->second, statement.arguments);
  if (!text) return text.error();
  return session.runner().run(*text, session.parameters());
}

Result<Outcome> lower_statement(Session& session, const sql::Deallocate& statement) {
  if (statement.all) {
    session.prepared.clear();
    return Outcome{};
  }
  if (session.prepared.erase(statement.name) == 0)
    return sql_failure("prepared statement \"" + statement.name + "\" does not exist");
  return Outcome{};
}

}  // namespace slipher::engine
