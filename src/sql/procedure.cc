#include "sql/procedure.h"

#include <algorithm>

#include "sql/parsers.h"
#include "sql/plpgsql/parse.h"

namespace slipher::sql {
namespace {

using Argument = ProcedureArgument;
using Mode = ProcedureArgument::Mode;

std::optional<Mode> accept_mode(TokenCursor& cursor) {
  if (cursor.accept("in", "out") || cursor.accept("inout")) return Mode::kInOut;
  if (cursor.accept("in")) return Mode::kIn;
  if (cursor.accept("out")) return Mode::kOut;
  return std::nullopt;
}

/// Types of several words: their second one does not make the first one a name.
bool continues_type(const Token& first, const Token& second) {
  if (first.is("double")) return second.is("precision");
  if (first.is("character") || first.is("char") || first.is("binary")) return second.is("varying");
  if (first.is("national")) return second.is("character") || second.is("char");
  if (first.is("time") || first.is("timestamp")) return second.is("with") || second.is("without");
  if (first.is("interval")) return second.is("year") || second.is("day") || second.is("month") || second.is("hour");
  return false;
}

bool at_argument_name(const TokenCursor& cursor) {
  return cursor.peek().is_identifier() && cursor.peek(1).is_identifier() &&
         !continues_type(cursor.peek(), cursor.peek(1));
}

/// [mode] [name] [mode] type: the mode may stand on either side of the name.
Argument parse_argument(TokenCursor& cursor) {
  Argument argument;
  auto mode = accept_mode(cursor);
  if (at_argument_name(cursor)) argument.name = cursor.identifier();
  if (!mode) mode = accept_mode(cursor);
  argument.mode = mode.value_or(Mode::kIn);
  argument.type = parse_column_type(cursor);
  return argument;
}

std::vector<Argument> parse_arguments(TokenCursor& cursor) {
  std::vector<Argument> arguments;
  cursor.expect("(");
  if (cursor.accept(")")) return arguments;
  do arguments.push_back(parse_argument(cursor));
  while (cursor.accept(","));
  cursor.expect(")");
  return arguments;
}

void check_arguments(TokenCursor& cursor, const std::vector<Argument>& arguments) {
  std::size_t inputs = 0;
  std::size_t outputs = 0;
  for (const Argument& argument : arguments) {
    inputs += argument.is_input() ? 1 : 0;
    outputs += argument.is_output() ? 1 : 0;
    const auto same = std::count_if(arguments.begin(), arguments.end(), [&](const Argument& other) {
      return !argument.name.empty() && other.name == argument.name;
    });
    if (same > 1) return cursor.fail("parameter name \"" + argument.name + "\" used more than once");
  }
  if (std::max(inputs, outputs) > kProcedureMaxArguments) {
    cursor.fail("procedures cannot have more than " + std::to_string(kProcedureMaxArguments) + " arguments");
  }
}

/// SET name TO | = value; the value as SET takes it.
std::pair<std::string, std::string> parse_setting(TokenCursor& cursor) {
  std::string name;
  for (const std::string& part : cursor.qualified_name()) name += (name.empty() ? "" : ".") + part;
  if (!cursor.accept("to")) cursor.expect("=");
  std::string value;
  do {
    if (!value.empty()) value += ", ";
    const Token& token = cursor.peek();
    if (token.kind == TokenKind::kString || token.kind == TokenKind::kDollarString) {
      value += cursor.string_literal();
    } else if (token.is_identifier()) {
      value += cursor.identifier();
    } else {
      if (cursor.accept("-")) value += "-";
      if (cursor.peek().kind != TokenKind::kNumber) cursor.fail();
      value += cursor.take().text;
    }
  } while (cursor.accept(","));
  return {std::move(name), std::move(value)};
}

/// Behind AS. The grammar of a dollar-quoted body is checked in place, so that errors have their position.
void parse_body(TokenCursor& cursor, CreateProcedure& procedure) {
  const Token token = cursor.peek();
  if (token.unterminated) return cursor.fail();
  procedure.body = cursor.string_literal();
  if (cursor.failed()) return;
  if (procedure.body.size() > kProcedureMaxBytes) {
    return cursor.fail("source code of procedure exceeds the limit of 2 MB");
  }
  const bool in_place = token.kind == TokenKind::kDollarString;
  const std::size_t begin = in_place ? token.offset + (token.text.size() - procedure.body.size()) / 2 : 0;
  const std::string_view text =
      in_place ? cursor.text().substr(0, begin + procedure.body.size()) : std::string_view(procedure.body);
  auto checked = plpgsql::parse(text, begin);
  if (!checked) cursor.fail(checked.error());
}

void parse_clause(TokenCursor& cursor, CreateProcedure& procedure, bool& has_body) {
  if (cursor.accept("nonatomic")) {
    procedure.nonatomic = true;
  } else if (cursor.accept("security", "definer")) {
    procedure.security_definer = true;
  } else if (cursor.accept("language")) {
    const bool quoted = cursor.peek().kind == TokenKind::kString;
    const std::string language = quoted ? cursor.string_literal() : cursor.identifier();
    if (lower(language) != "plpgsql") cursor.fail("language \"" + language + "\" does not exist");
  } else if (cursor.accept("set")) {
    procedure.settings.push_back(parse_setting(cursor));
  } else if (!has_body && cursor.accept("as")) {
    has_body = true;
    parse_body(cursor, procedure);
  } else if (!cursor.accept("security", "invoker")) {
    cursor.fail();
  }
}

ProcedureReference parse_reference(TokenCursor& cursor) {
  ProcedureReference reference{cursor.qualified_name(), {}, false};
  reference.has_arguments = cursor.at("(");
  if (reference.has_arguments) reference.arguments = parse_arguments(cursor);
  return reference;
}

}  // namespace

std::string display_arguments(const std::vector<ProcedureArgument>& arguments) {
  std::string out;
  for (const Argument& argument : arguments) {
    if (!out.empty()) out += ", ";
    if (argument.mode == Mode::kOut) out += "OUT ";
    if (argument.mode == Mode::kInOut) out += "INOUT ";
    if (!argument.name.empty()) out += argument.name + " ";
    out += display_spelling(argument.type);
  }
  return out;
}

CreateProcedure parse_create_procedure(TokenCursor& cursor, bool or_replace) {
  CreateProcedure procedure;
  procedure.or_replace = or_replace;
  procedure.name = cursor.qualified_name();
  procedure.arguments = parse_arguments(cursor);
  check_arguments(cursor, procedure.arguments);
  bool has_body = false;
  while (!cursor.at_end()) parse_clause(cursor, procedure, has_body);
  if (!has_body && !cursor.failed()) cursor.fail("no procedure body specified");
  if (procedure.nonatomic && (procedure.security_definer || !procedure.settings.empty())) {
    cursor.fail("NONATOMIC procedures cannot have SECURITY DEFINER or SET options");
  }
  return procedure;
}

DropProcedure parse_drop_procedure(TokenCursor& cursor) {
  DropProcedure drop;
  drop.if_exists = accept_if_exists(cursor);
  do drop.procedures.push_back(parse_reference(cursor));
  while (cursor.accept(","));
  accept_cascade(cursor);
  return drop;
}

AlterProcedure parse_alter_procedure(TokenCursor& cursor) {
  AlterProcedure alter{parse_reference(cursor), AlterProcedure::Kind::kRename, {}};
  if (cursor.accept("owner")) {
    alter.kind = AlterProcedure::Kind::kOwner;
  } else {
    cursor.expect("rename");
  }
  cursor.expect("to");
  alter.value = cursor.identifier();
  return alter;
}

ShowProcedure parse_show_procedure(TokenCursor& cursor) { return {parse_reference(cursor)}; }

Call parse_call(TokenCursor& cursor) {
  Call call{cursor.qualified_name(), {}};
  cursor.expect("(");
  if (cursor.accept(")")) return call;
  do {
    Call::Argument argument;
    if (cursor.peek().is_identifier() && cursor.at("=>", 1)) {
      argument.name = cursor.identifier();
      cursor.take();
    }
    argument.value = cursor.span_until({","});
    call.arguments.push_back(std::move(argument));
  } while (cursor.accept(","));
  cursor.expect(")");
  return call;
}

}  // namespace slipher::sql
