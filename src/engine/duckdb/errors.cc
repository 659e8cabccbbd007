#include "engine/duckdb/errors.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/log.h"
#include "duckdb/common/string_util.hpp"
#include "engine/duckdb/error_wording.h"
#include "engine/duckdb/message_pattern.h"
#include "engine/duckdb/rewrite/row_names.h"
#include "sql/lexer.h"

namespace slipher::engine {
namespace {

using ::duckdb::ExceptionType;

/// DuckDB's message, "*" standing for anything, and Redshift's, $1 being the first "*". The first match counts.
struct Rule {
  std::string_view pattern;
  std::string_view replacement;
};

constexpr Rule kRules[] = {
    // Names.
    {"SELECT locking clause is not supported!*", "FOR UPDATE is not supported"},
    {"Table Function with name \"*\" is not in the catalog*", "function $1 does not exist"},
    {"* Function with name \"*\" is not in the catalog*", "function $2 does not exist"},
    {"Table with name * does not exist!*", "relation \"$1\" does not exist"},
    {"View with name * does not exist!*", "relation \"$1\" does not exist"},
    {"Schema with name * does not exist!*", "schema \"$1\" does not exist"},
    {"Catalog \"*\" does not exist!*", "database \"$1\" does not exist"},
    {"Catalog with name * does not exist!*", "database \"$1\" does not exist"},
    {"Sequence with name * does not exist!*", "relation \"$1\" does not exist"},
    {"Type with name * does not exist!*", "type \"$1\" does not exist"},
    {"Table Function with name * does not exist!*", "function $1 does not exist"},
    {"Scalar Function with name * does not exist!*", "function $1 does not exist"},
    {"* with name * does not exist!*", "$1 \"$2\" does not exist"},
    {"Table with name \"*\" already exists!*", "Relation \"$1\" already exists"},
    {"View with name \"*\" already exists!*", "Relation \"$1\" already exists"},
    {"Schema with name \"*\" already exists!*", "Schema \"$1\" already exists"},
    {"Existing object * is of type *, trying to * type *", "Relation \"$1\" already exists and is not of that type"},
    {"Referenced column \"*\" not found in FROM clause!*", "column \"$1\" does not exist"},
    {"Referenced column \"*\" was not found*", "column \"$1\" does not exist"},
    {"Referenced column * not found in FROM clause and can't find in alias map*", "column \"$1\" does not exist"},
    {"Referenced table \"*\" not found!*", "missing FROM-clause entry for table \"$1\""},
    {"Table \"*\" does not have a column named \"*\"*", "column $1.$2 does not exist"},
    {"Values list \"*\" does not have a column named \"*\"*", "column $1.$2 does not exist"},
    {"Table \"*\" does not have a column with name \"*\"*", "column \"$2\" of relation \"$1\" does not exist"},
    {"Referenced update column * not found in table!*", "column \"$1\" does not exist"},
    {"Column with name * already exists!*", "column \"$1\" specified more than once"},
    {"Column \"*\" referenced that exists in the SELECT clause*", "column \"$1\" does not exist"},
    {"Column \"*\" does not exist on * side of join!*",
     "column \"$1\" specified in USING clause does not exist in $2 table"},
    {"Macro sql function *() does not support the supplied arguments.*",
     "function $1 does not exist with these arguments"},
    {"Macro sql function *() has multiple overloads*", "function $1 is not unique"},
    {"Could not choose a best candidate function for the function call \"*(*", "function $1 is not unique"},
    {"Ambiguous reference to column name \"*\"*", "column reference \"$1\" is ambiguous"},
    {"Ambiguous reference to table \"*.*.*\" (duplicate*", "table name \"$3\" specified more than once"},
    {"Ambiguous reference to table \"*\" (duplicate*", "table name \"$1\" specified more than once"},
    {"Duplicate alias \"*\" in query!*", "table name \"$1\" specified more than once"},
    {"* is not an table", "cannot insert into a view"},
    {"Can only update base table!", "cannot update a view or an external table"},
    {"Can only delete from base table!", "cannot delete from a view or an external table"},
    {"Cannot drop column: table only has one column remaining!*", "a table needs at least one column"},
    // Queries.
    {"column \"*\" must appear in the GROUP BY clause or must be part of an aggregate function.*",
     "column \"$1\" must appear in the GROUP BY clause or be used in an aggregate function"},
    {"column * must appear in the GROUP BY clause or be used in an aggregate function*",
     "column \"$1\" must appear in the GROUP BY clause or be used in an aggregate function"},
    {"WHERE clause cannot contain aggregates!*", "aggregates not allowed in WHERE clause"},
    {"GROUP BY clause cannot contain aggregates!*", "aggregates not allowed in GROUP BY clause"},
    {"GROUP BY clause cannot contain window functions!*", "window functions not allowed in GROUP BY clause"},
    {"HAVING clause cannot contain window functions!*", "window functions not allowed in HAVING clause"},
    {"aggregate function calls cannot be nested*", "aggregate function calls may not be nested"},
    {"WHERE clause cannot contain window functions!*", "window functions not allowed in WHERE clause"},
    {"Set operations can only apply to expressions with the same number of result columns*",
     "each UNION, INTERSECT, or EXCEPT query must have the same number of columns"},
    {"table * has * columns but * values were supplied*", "INSERT has more expressions than target columns"},
    {"Column name/value mismatch for insert on *", "INSERT has a different number of expressions than target columns"},
    {"More than one row returned by a subquery used as an expression*",
     "more than one row returned by a subquery used as an expression"},
    {"Subquery returns * columns - expected 1*", "subquery must return only one column"},
    {"LIMIT/OFFSET cannot be negative*", "LIMIT must not be negative"},
    // Values.
    {"Failed to cast decimal value * to type INT16*", "smallint out of range"},
    {"Failed to cast decimal value * to type INT32*", "integer out of range"},
    {"Failed to cast decimal value * to type INT64*", "bigint out of range"},
    {"Overflow in negation of *!*", "$1 out of range"},
    {"Invalid UTF8 Codepoint *", "requested character not valid for encoding: $1"},
    {"Could not convert string '*' to INT8*", "invalid input syntax for integer: \"$1\""},
    {"Could not convert string '*' to INT16*", "invalid input syntax for integer: \"$1\""},
    {"Could not convert string '*' to INT32*", "invalid input syntax for integer: \"$1\""},
    {"Could not convert string '*' to INT64*", "invalid input syntax for integer: \"$1\""},
    {"Could not convert string '*' to INT128*", "invalid input syntax for type numeric: \"$1\""},
    {"Could not convert string \"*\" to DECIMAL(*", "invalid input syntax for type numeric: \"$1\""},
    {"Could not convert string '*' to FLOAT*", "invalid input syntax for type real: \"$1\""},
    {"Could not convert string '*' to DOUBLE*", "invalid input syntax for type double precision: \"$1\""},
    {"Could not convert string '*' to BOOL*", "invalid input syntax for type boolean: \"$1\""},
    {"invalid date field format: \"*\", expected*", "invalid input syntax for type date: \"$1\""},
    {"date field value out of range: \"*\"*", "date/time field value out of range: \"$1\""},
    {"invalid timestamp field format: \"*\", expected*", "invalid input syntax for type timestamp: \"$1\""},
    {"timestamp field value out of range: \"*\"*", "date/time field value out of range: \"$1\""},
    {"time field value out of range: \"*\"*", "date/time field value out of range: \"$1\""},
    {"Could not convert string '*' to INTERVAL*", "invalid input syntax for type interval: \"$1\""},
    {"* because the value is out of range for the destination type INT16*", "Value out of range for 2 bytes."},
    {"* because the value is out of range for the destination type INT32*", "Value out of range for 4 bytes."},
    {"* because the value is out of range for the destination type INT64*", "Value out of range for 8 bytes."},
    {"Could not cast value * to DECIMAL(*", "Numeric data overflow (result precision)"},
    {"* because the value is out of range for the destination type FLOAT*", "value out of range: overflow"},
    {"UNNEST() can only be applied to lists, structs and NULL, not rs_super*", "function unnest(super) does not exist"},
    {"Casting value \"*\" to type DECIMAL(*) failed: value is out of range!*",
     "Numeric data overflow (result precision)"},
    {"Unknown TimeZone '*'*", "time zone \"$1\" not recognized"},
    {"Overflow in * of INT16*", "smallint out of range"},
    {"Overflow in * of INT32*", "integer out of range"},
    {"Overflow in * of INT64*", "bigint out of range"},
    {"Overflow in * of INT128*", "Numeric data overflow (result precision)"},
    {"Overflow in * of DECIMAL*", "Numeric data overflow (result precision)"},
    {"Overflow in HUGEINT*", "Numeric data overflow (result precision)"},
    {"NOT NULL constraint failed: *.*", "Cannot insert a NULL value into column $2"},
    // Transactions.
    {"*onflict on update!*", "1023 Serializable isolation violation: another transaction changed the same rows"},
    {"*onflict on tuple deletion!*",
     "1023 Serializable isolation violation: another transaction changed the same rows"},
    {"Catalog write-write conflict*\"*\"*", "1023 Serializable isolation violation on table - $2"},
    {"*altered by a different transaction*",
     "1023 Serializable isolation violation: another transaction altered the table"},
    {"*dropped by a different transaction*",
     "1023 Serializable isolation violation: another transaction dropped the table"},
    {"*write-write conflict*", "1023 Serializable isolation violation: another transaction changed the same object"},
    {"*Attempting to write to database \"*\" in a transaction that has already modified database \"*\"*",
     "cannot write to database \"$2\" in a transaction that writes to \"$3\""},
    {"Cannot drop entry \"*\" because there are entries that depend on it.*",
     "cannot drop $1 because other objects depend on it"},
    {"Cannot alter entry \"*\" because there are entries that depend on it.*",
     "cannot alter $1 because other objects depend on it"},
    {"*No space left on device*", "Disk Full"},
};

// What DuckDB adds for people at its own prompt.
std::string_view without_extras(std::string_view message) {
  for (const std::string_view extra :
       {"\n\nLINE ", "\nLINE ", "\nDid you mean", "\nCandidate", "\n\nPossible solutions", " when casting from source"})
    message = message.substr(0, message.find(extra));
  while (message.ends_with('\n') || message.ends_with(' ')) message.remove_suffix(1);
  return message;
}

// The byte at which the character with this number starts.
std::size_t byte_of_character(std::string_view text, std::size_t character) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    if ((text[at] & 0xC0) != 0x80 && character-- == 0) break;
  }
  return at;
}

// Where in the text that DuckDB got the error is, in bytes; absent when that is not known.
std::optional<std::size_t> engine_offset(const ::duckdb::ErrorData& error, const SourceText& source) {
  const auto& extra = error.ExtraInfo();
  const auto found = extra.find("position");
  if (found == extra.end() || !source.normalized) return std::nullopt;
  std::size_t offset = 0;
  const auto& digits = found->second;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), offset).ec != std::errc()) return std::nullopt;
  // DuckDB's grammar counts characters, all else in it bytes.
  const auto subtype = extra.find("error_subtype");
  if (subtype != extra.end() && subtype->second == "SYNTAX_ERROR")
    offset = byte_of_character(source.normalized->text, offset);
  return offset;
}

std::string position_text(std::string_view original, std::size_t offset) {
  const auto characters = std::count_if(original.begin(), original.begin() + static_cast<long>(offset),
                                        [](char c) { return (c & 0xC0) != 0x80; });
  return "\n  Position: " + std::to_string(characters + 1);
}

// A syntax error names the token as the user wrote it, not as the parser got it.
std::string with_original_token(std::string message, std::string_view original, std::size_t offset) {
  constexpr std::string_view kNear = "syntax error at or near \"";
  if (!message.starts_with(kNear)) return message;
  const auto token = sql::Lexer(original, offset).next();
  if (token.kind == sql::TokenKind::kEnd) return message;
  return std::string(kNear) + std::string(token.text) + "\"";
}

// A relation that does not exist is named with the schema that the user wrote. Nothing when the place names another
// one: it is in the text of a view.
std::optional<std::string> with_original_schema(std::string message, std::string_view original, std::size_t offset) {
  constexpr std::string_view kBegin = "relation \"";
  constexpr std::string_view kEnd = "\" does not exist";
  if (!message.starts_with(kBegin) || !message.ends_with(kEnd)) return message;
  sql::Lexer lexer(original, offset);
  std::string name, last;
  for (auto token = lexer.next();; token = lexer.next()) {
    const bool quoted = token.kind == sql::TokenKind::kQuotedIdentifier;
    if (!quoted && token.kind != sql::TokenKind::kWord) return std::nullopt;
    last = quoted ? sql::identifier_value(token) : sql::lower(token.text);
    name += (name.empty() ? "" : ".") + last;
    if (!lexer.next().is(".")) break;
  }
  const auto missing = std::string_view(message).substr(kBegin.size(), message.size() - kBegin.size() - kEnd.size());
  if (sql::lower(last) != sql::lower(missing)) return std::nullopt;
  return std::string(kBegin) + name + std::string(kEnd);
}

// DuckDB has given itself up; WarehouseProvider::find() opens the warehouse anew.
Error engine_failure(const std::string& message) {
  if (message.find("has been invalidated") != std::string::npos)
    return Error(ErrorCode::kSql, "ERROR: the warehouse starts anew after an internal error: connect again");
  spdlog::error("engine failure: {}", message);
  return Error(ErrorCode::kSql, "ERROR: internal error: " + message.substr(0, message.find('\n')));
}

}  // namespace

std::string redshift_message(ExceptionType type, const std::string& duckdb_message) {
  const auto shown = ::duckdb::StringUtil::Replace(duckdb_message, std::string(kHiddenTable), {});
  const std::string_view message = shown;
  constexpr std::string_view kNoFunction = "No function matches the given name and argument types '";
  if (type == ExceptionType::BINDER && message.starts_with(kNoFunction)) {
    const auto rest = message.substr(kNoFunction.size());
    return no_such_function(rest.substr(0, rest.find("'. You might")));
  }
  for (const auto& rule : kRules) {
    if (auto text = apply_pattern(rule.pattern, rule.replacement, message)) return *text;
  }
  return std::string(without_extras(message));
}

Error canceled_error() { return Error(ErrorCode::kCanceled, "ERROR: Query cancelled on user's request"); }

Error sql_failure(const std::string& message) { return Error(ErrorCode::kSql, "ERROR: " + message); }

Error to_error(const ::duckdb::ErrorData& error, const SourceText& source) {
  if (error.Type() == ExceptionType::INTERRUPT) return canceled_error();
  if (error.Type() == ExceptionType::INTERNAL || error.Type() == ExceptionType::FATAL)
    return engine_failure(error.RawMessage());
  auto message = redshift_message(error.Type(), error.RawMessage());
  const auto place = engine_offset(error, source);
  std::optional<std::size_t> offset;
  if (place) offset = std::min(source.normalized->original_offset(*place), source.original.size());
  if (const auto cast = no_cast(error.RawMessage(), source.original, offset)) message = *cast;
  if (const auto position = no_position(error.RawMessage(), source.original)) message = *position;
  if (!offset) return sql_failure(message);
  message = with_tables(std::move(message), source.original, *offset, source.normalized->text, *place);
  message = with_original_token(std::move(message), source.original, *offset);
  const auto named = with_original_schema(message, source.original, *offset);
  return named ? sql_failure(*named + position_text(source.original, *offset)) : sql_failure(message);
}

}  // namespace slipher::engine
