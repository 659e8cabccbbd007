#include "sql/plpgsql/parser.h"

namespace slipher::sql::plpgsql {

std::vector<Declaration> Parser::declarations() {
  std::vector<Declaration> list;
  while (!cursor_.failed() && !cursor_.at_end() && !cursor_.at("begin")) {
    if (cursor_.accept("declare")) continue;
    if (++variables_ > kMaxVariables) {
      cursor_.fail("a procedure cannot have more than " + std::to_string(kMaxVariables) + " variables");
      break;
    }
    list.push_back(declaration());
  }
  return list;
}

Declaration Parser::declaration() {
  Declaration declaration;
  declaration.line = line_of(cursor_.peek().offset);
  declaration.name = cursor_.identifier();
  if (cursor_.accept("alias", "for")) {
    declaration.kind = Declaration::Kind::kAlias;
    if (cursor_.peek().kind == TokenKind::kPositional) {
      for (const char digit : cursor_.take().text.substr(1)) {
        declaration.alias_of = declaration.alias_of * 10 + static_cast<std::size_t>(digit - '0');
        if (declaration.alias_of > kMaxVariables) cursor_.fail();
        if (cursor_.failed()) break;
      }
    } else {
      declaration.alias_name = cursor_.identifier();
    }
  } else if (cursor_.at("cursor") || cursor_.at("scroll") || (cursor_.at("no") && cursor_.at("scroll", 1))) {
    cursor_declaration(declaration);
  } else {
    typed_declaration(declaration);
  }
  cursor_.expect(";");
  return declaration;
}

/// name CURSOR [(argument type, ...)] FOR | IS query
void Parser::cursor_declaration(Declaration& declaration) {
  declaration.kind = Declaration::Kind::kCursor;
  if (!cursor_.accept("no", "scroll")) cursor_.accept("scroll");
  cursor_.expect("cursor");
  if (cursor_.accept("(")) {
    do {
      std::string name = cursor_.identifier();
      declaration.cursor_arguments.emplace_back(std::move(name), parse_column_type(cursor_));
    } while (cursor_.accept(","));
    cursor_.expect(")");
  }
  if (!cursor_.accept("is")) cursor_.expect("for");
  declaration.value = cursor_.span_until({";"});
}

/// name [CONSTANT] type [NOT NULL] [{DEFAULT | := | =} expression]
void Parser::typed_declaration(Declaration& declaration) {
  declaration.constant = cursor_.accept("constant");
  std::size_t dots = 0;
  while (cursor_.at(".", 2 * dots + 1)) ++dots;
  if (cursor_.at("%", 2 * dots + 1)) {
    declaration.type_of = cursor_.qualified_name();
    cursor_.expect("%");
    if (cursor_.accept("rowtype")) {
      declaration.kind = Declaration::Kind::kRecord;
    } else {
      cursor_.expect("type");
    }
  } else if (cursor_.accept("record")) {
    declaration.kind = Declaration::Kind::kRecord;
  } else if (cursor_.accept("refcursor")) {
    declaration.kind = Declaration::Kind::kRefcursor;
  } else {
    declaration.type = parse_column_type(cursor_);
  }
  declaration.not_null = cursor_.accept("not", "null");
  if (cursor_.accept("default") || cursor_.accept(":=") || cursor_.accept("=")) {
    declaration.value = cursor_.span_until({";"});
  } else if (declaration.not_null) {
    cursor_.fail("variable \"" + declaration.name + "\" is declared NOT NULL and has no default");
  }
}

}  // namespace slipher::sql::plpgsql
