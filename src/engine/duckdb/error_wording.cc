#include "engine/duckdb/error_wording.h"

#include <charconv>
#include <utility>
#include <vector>

#include "engine/duckdb/from_names.h"
#include "sql/lexer.h"

namespace slipher::engine {
namespace {

// DuckDB type names as error texts show them.
std::string shown_type(std::string_view type) {
  constexpr std::pair<std::string_view, std::string_view> kNames[] = {
      {"INTEGER_LITERAL", "integer"},
      {"STRING_LITERAL", "\"unknown\""},
      {"\"NULL\"", "\"unknown\""},
      {"INTEGER", "integer"},
      {"SMALLINT", "smallint"},
      {"BIGINT", "bigint"},
      {"DOUBLE", "double precision"},
      {"FLOAT", "real"},
      {"BOOLEAN", "boolean"},
      {"VARCHAR", "character varying"},
      {"DATE", "date"},
      {"TIMESTAMP WITH TIME ZONE", "timestamp with time zone"},
      {"TIMESTAMP", "timestamp without time zone"},
      {"TIME", "time without time zone"},
      {"BLOB", "binary varying"},
      {"INTERVAL", "interval"},
      {"DECIMAL", "numeric"},
      {"HUGEINT", "numeric"},
      {"rs_varchar", "character varying"},
      {"rs_char", "character"},
      {"rs_super", "super"},
      {"rs_varbyte", "binary varying"},
  };
  if (type.starts_with("TINYINT") || type.starts_with("UTINYINT")) return "smallint";
  for (const auto& [from, to] : kNames) {
    if (type == from || (type.starts_with(from) && type.substr(from.size()).starts_with("("))) return std::string(to);
  }
  return sql::lower(type);
}

std::string no_operator(std::string_view left, std::string_view name, std::string_view right) {
  return "operator does not exist: " + std::string(left) + " " + std::string(name) + " " + std::string(right) +
         "\n  Hint: No operator matches the given name and argument type(s). You may need to add explicit type casts.";
}

// "Unimplemented type for cast (A -> B)": the types.
std::optional<std::pair<std::string, std::string>> cast_types(std::string_view message) {
  constexpr std::string_view kBegin = "Unimplemented type for cast (";
  if (!message.starts_with(kBegin)) return std::nullopt;
  message.remove_prefix(kBegin.size());
  message = message.substr(0, message.find('\n'));
  const auto arrow = message.find(" -> ");
  const auto end = message.rfind(')');
  if (arrow == std::string_view::npos || end == std::string_view::npos || end < arrow) return std::nullopt;
  return std::pair(shown_type(message.substr(0, arrow)), shown_type(message.substr(arrow + 4, end - arrow - 4)));
}

}  // namespace

std::string no_such_function(std::string_view signature) {
  const auto open = signature.find('(');
  if (open == std::string_view::npos) return "function " + std::string(signature) + " does not exist";
  auto name = signature.substr(0, open);
  if (name.starts_with("rs_")) name.remove_prefix(3);  // ours, under a name that users know without it
  auto rest = signature.substr(open + 1);
  if (rest.ends_with(')')) rest.remove_suffix(1);
  std::vector<std::string> types;
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= rest.size(); ++i) {
    if (i < rest.size() && rest[i] == '(') ++depth;
    if (i < rest.size() && rest[i] == ')') --depth;
    if (i < rest.size() && (rest[i] != ',' || depth > 0)) continue;
    auto type = rest.substr(begin, i - begin);
    while (type.starts_with(' ')) type.remove_prefix(1);
    if (!type.empty()) types.push_back(shown_type(type));
    begin = i + 1;
  }
  const bool is_operator = !name.empty() && !sql::is_identifier_start(name.front()) && name.front() != '"';
  if (is_operator && types.size() == 2) return no_operator(types[0], name, types[1]);
  std::string list;
  for (const auto& type : types) list += (list.empty() ? "" : ", ") + type;
  return "function " + std::string(name) + "(" + list +
         ") does not exist\n  Hint: No function matches the given name and argument types. You may need to add "
         "explicit type casts.";
}

std::optional<std::string> no_cast(std::string_view message, std::string_view original,
                                   std::optional<std::size_t> offset) {
  const auto types = cast_types(message);
  if (!types) return std::nullopt;
  if (offset) {
    std::string_view before;
    sql::Lexer lexer(original, 0);
    for (auto token = lexer.next(); token.kind != sql::TokenKind::kEnd && token.offset < *offset; token = lexer.next())
      before = token.text;
    for (const std::string_view comparison : {"=", "<>", "!=", "<", "<=", ">", ">="}) {
      if (before == comparison) return no_operator(types->second, before, types->first);
    }
  }
  return "cannot cast type " + types->first + " to " + types->second;
}

std::optional<std::string> no_position(std::string_view message, std::string_view original) {
  constexpr std::string_view kBetween = " term out of range - should be between 1 and ";
  const auto found = message.find(kBetween);
  if (found == std::string_view::npos) return std::nullopt;
  const std::string_view clause = message.starts_with("GROUP") ? "group" : "order";
  const auto wording = [&](std::string_view place) {
    std::string text(clause == "group" ? "GROUP BY position " : "ORDER BY position ");
    text += place;
    return text += " is not in select list";
  };
  std::size_t most = 0;
  const auto digits = message.substr(found + kBetween.size());
  std::from_chars(digits.data(), digits.data() + digits.size(), most);
  sql::Lexer lexer(original, 0);
  std::string_view before;
  bool is_in_list = false;
  for (auto token = lexer.next(); token.kind != sql::TokenKind::kEnd; token = lexer.next()) {
    if (token.is("by")) is_in_list = sql::lower(before) == clause;
    std::size_t place = 0;
    const bool is_number = token.kind == sql::TokenKind::kNumber && (before == "," || sql::lower(before) == "by");
    if (is_in_list && is_number) std::from_chars(token.text.data(), token.text.data() + token.text.size(), place);
    if (is_in_list && is_number && (place < 1 || place > most)) return wording(token.text);
    before = token.text;
  }
  return wording({});
}

std::string with_tables(std::string message, std::string_view original, std::size_t offset,
                        const std::string& engine_text, std::size_t engine_offset) {
  constexpr std::string_view kColumn = "column \"";
  constexpr std::string_view kEnd = "\" does not exist";
  if (!message.starts_with(kColumn) || !message.ends_with(kEnd)) return message;
  const auto name = message.substr(kColumn.size(), message.size() - kColumn.size() - kEnd.size());
  sql::Lexer lexer(original, offset);
  lexer.next();
  if (lexer.next().is(".")) return "missing FROM-clause entry for table \"" + name + "\"";
  const auto names = from_names(engine_text, engine_offset);
  return names.empty() ? message : message + " in " + names;
}

}  // namespace slipher::engine
