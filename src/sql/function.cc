#include "sql/function.h"

#include "sql/parsers.h"

namespace slipher::sql {
namespace {

/// Whether the word here names an argument whose type follows, and is not the first word of a type of several.
bool at_argument_name(const TokenCursor& cursor) {
  if (!cursor.peek(1).is_identifier()) return false;
  return !(cursor.at("double") && cursor.at("precision", 1)) && !cursor.at("varying", 1) &&
         !(cursor.at_any({"time", "timestamp"}) && (cursor.at("with", 1) || cursor.at("without", 1))) &&
         !cursor.at("national") && !cursor.at("interval");
}

std::vector<ColumnType> parse_arguments(TokenCursor& cursor) {
  std::vector<ColumnType> types;
  cursor.expect("(");
  if (cursor.accept(")")) return types;
  do {
    cursor.accept("in");
    if (at_argument_name(cursor)) cursor.identifier();
    types.push_back(parse_column_type(cursor));
  } while (cursor.accept(","));
  cursor.expect(")");
  return types;
}

}  // namespace

FunctionSignature parse_function_signature(TokenCursor& cursor) {
  FunctionSignature function{cursor.qualified_name(), {}};
  function.arguments = parse_arguments(cursor);
  return function;
}

Tree parse_create_function(TokenCursor& cursor, bool or_replace) {
  CreateFunction function;
  function.or_replace = or_replace;
  function.name = cursor.qualified_name();
  function.arguments = parse_arguments(cursor);
  cursor.expect("returns");
  function.returns = parse_column_type(cursor);
  while (!cursor.at_end() && !cursor.failed()) {
    if (cursor.at_any({"volatile", "stable", "immutable"})) {
      function.volatility = lower(cursor.take().text);
    } else if (cursor.accept("as")) {
      function.body = cursor.string_literal();
    } else {
      cursor.expect("language");
      function.language = cursor.identifier();
    }
  }
  if (!cursor.failed() && function.language == "plpythonu") return Unsupported{"LANGUAGE plpythonu"};
  if (!cursor.failed() && function.language.empty()) cursor.fail("no language specified");
  if (!cursor.failed() && function.language != "sql") {
    cursor.fail("language \"" + function.language + "\" does not exist");
  }
  if (!cursor.failed() && function.volatility.empty()) cursor.fail("no volatility specified");
  if (!cursor.failed() && function.body.empty()) cursor.fail("no function body specified");
  return function;
}

DropFunction parse_drop_function(TokenCursor& cursor) {
  DropFunction drop;
  drop.if_exists = accept_if_exists(cursor);
  drop.function = parse_function_signature(cursor);
  drop.cascade = accept_cascade(cursor);
  return drop;
}

AlterFunction parse_alter_function(TokenCursor& cursor) {
  AlterFunction alter;
  alter.function = parse_function_signature(cursor);
  if (cursor.accept("owner", "to")) {
    alter.kind = AlterFunction::Kind::kOwner;
  } else {
    cursor.expect("rename", "to");
  }
  alter.value = cursor.identifier();
  return alter;
}

std::string argument_name(std::size_t number) { return "argument_" + std::to_string(number); }

Result<std::string> with_named_arguments(const CreateFunction& function) {
  std::string out;
  std::size_t copied = 0;
  for (const Token& token : tokenize(function.body)) {
    if (token.kind != TokenKind::kPositional || !token.text.starts_with('$')) continue;
    std::size_t number = 0;
    for (const char digit : token.text.substr(1, 6)) number = number * 10 + static_cast<std::size_t>(digit - '0');
    if (number == 0 || number > function.arguments.size()) {
      return Error(ErrorCode::kSql, "ERROR: there is no parameter " + std::string(token.text));
    }
    const ColumnType& type = function.arguments[number - 1];
    out += function.body.substr(copied, token.offset - copied);
    // A number of any precision: whole numbers become exact ones with their digits, others stay what they are.
    const bool is_numeric = type.name == "numeric";
    const std::string spelling = display_spelling(is_numeric ? type : ColumnType{type.name, {}});
    out += is_numeric && type.modifiers.empty() ? "(" + argument_name(number) + " * cast(1 as numeric(1, 0)))"
                                                : "cast(" + argument_name(number) + " as " + spelling + ")";
    copied = token.end();
  }
  return out + function.body.substr(copied);
}

}  // namespace slipher::sql
