#include <cctype>
#include <string>
#include <string_view>

#include "engine/duckdb/functions/support.h"
#include "sql/keywords.h"

/// QUOTE_IDENT and QUOTE_LITERAL.
namespace slipher::engine::functions {
namespace {

/// PostgreSQL's rule: bare only in lower case, with no leading digit; reserved words are quoted too.
std::string quote_ident(std::string_view name) {
  bool bare = !name.empty() && (std::islower(static_cast<unsigned char>(name[0])) || name[0] == '_');
  for (const char c : name)
    bare = bare &&
           (std::islower(static_cast<unsigned char>(c)) || std::isdigit(static_cast<unsigned char>(c)) || c == '_');
  if (bare && !sql::is_reserved(name)) return std::string(name);
  std::string result = "\"";
  for (const char c : name) result += c == '"' ? std::string("\"\"") : std::string(1, c);
  return result + "\"";
}

/// Quotes and backslashes are doubled.
std::string quote_literal(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') result += c;
    result += c;
  }
  return result + "'";
}

}  // namespace

void register_quotes(Registry& registry) {
  const auto text = LogicalType::VARCHAR;
  registry.add("rs_quote_ident", {text}, text, per_row([](const Row& row) { return quote_ident(row.text(0)); }));
  registry.add("rs_quote_literal", {text}, text, per_row([](const Row& row) { return quote_literal(row.text(0)); }));
}

}  // namespace slipher::engine::functions
