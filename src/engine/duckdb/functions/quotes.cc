#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>

#include "engine/duckdb/functions/support.h"

/// QUOTE_IDENT and QUOTE_LITERAL.
namespace slipher::engine::functions {
namespace {

/// PostgreSQL's rule: bare only in lower case, with no leading digit; reserved words are quoted too.
std::string quote_ident(std::string_view name) {
  static constexpr std::array kReserved = {
      "all",    "and",     "any",   "as",       "asc",  "between", "both",   "case",  "cast", "check", "column",
      "create", "default", "desc",  "distinct", "else", "end",     "except", "false", "for",  "from",  "group",
      "having", "in",      "into",  "is",       "join", "like",    "limit",  "not",   "null", "on",    "or",
      "order",  "select",  "table", "then",     "true", "union",   "user",   "using", "when", "where", "with"};
  bool bare = !name.empty() && (std::islower(static_cast<unsigned char>(name[0])) || name[0] == '_');
  for (const char c : name)
    bare = bare &&
           (std::islower(static_cast<unsigned char>(c)) || std::isdigit(static_cast<unsigned char>(c)) || c == '_');
  if (bare && std::find(kReserved.begin(), kReserved.end(), name) == kReserved.end()) return std::string(name);
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
