#include "sql/parsers.h"

namespace slipher::sql {
namespace {

std::int64_t parse_limit(TokenCursor& cursor) { return cursor.accept("unlimited") ? -1 : cursor.integer(); }

void parse_password(TokenCursor& cursor, UserOptions& options) {
  if (cursor.accept("disable"))
    options.password_disabled = true;
  else
    options.password = cursor.string_literal();
}

/// One option that CREATE USER and ALTER USER share; false when there is none here.
bool accept_user_option(TokenCursor& cursor, UserOptions& options) {
  if (cursor.accept("password")) {
    parse_password(cursor, options);
  } else if (cursor.accept("createdb")) {
    options.may_create_databases = true;
  } else if (cursor.accept("nocreatedb")) {
    options.may_create_databases = false;
  } else if (cursor.accept("createuser")) {
    options.is_superuser = true;
  } else if (cursor.accept("nocreateuser")) {
    options.is_superuser = false;
  } else if (cursor.accept("syslog", "access")) {
    if (!cursor.at_any({"restricted", "unrestricted"})) cursor.fail();
    options.syslog_access = lower(cursor.take().text);
  } else if (cursor.accept("valid", "until")) {
    options.valid_until = cursor.string_literal();
  } else if (cursor.accept("connection", "limit")) {
    options.connection_limit = parse_limit(cursor);
  } else if (cursor.accept("session", "timeout")) {
    options.session_timeout = cursor.integer();
  } else if (cursor.accept("externalid")) {
    options.external_id = parse_external_id(cursor);
  } else {
    return false;
  }
  return true;
}

/// Behind SET and RESET of ALTER USER.
void parse_user_parameter(TokenCursor& cursor, AlterUser& alter, bool set) {
  if (!set && cursor.accept("session", "timeout")) {
    alter.options.session_timeout = 0;
    return;
  }
  for (const std::string& part : cursor.qualified_name())
    alter.parameter += (alter.parameter.empty() ? "" : ".") + part;
  if (!set) return;
  if (!cursor.accept("to")) cursor.expect("=");
  if (cursor.accept("default")) return;
  std::string value;
  do {
    const Token token = cursor.take();
    if (token.kind == TokenKind::kEnd) cursor.fail();
    const bool is_string = token.kind == TokenKind::kString;
    value += (value.empty() ? "" : ", ") + (is_string ? string_value(token) : lower(token.text));
  } while (cursor.accept(","));
  alter.parameter_value = std::move(value);
}

}  // namespace

std::vector<std::string> parse_names(TokenCursor& cursor) {
  std::vector<std::string> names;
  do names.push_back(parse_principal_name(cursor));
  while (cursor.accept(","));
  return names;
}

std::string parse_external_id(TokenCursor& cursor) {
  if (cursor.peek().kind == TokenKind::kString) return cursor.string_literal();
  const Token token = cursor.peek();
  (void)cursor.identifier();
  return identifier_value(token, true);
}

CreateUser parse_create_user(TokenCursor& cursor) {
  CreateUser user{parse_principal_name(cursor), {}, {}};
  cursor.accept("with");
  while (!cursor.at_end()) {
    if (cursor.accept("in", "group")) {
      for (auto& group : parse_names(cursor)) user.groups.push_back(std::move(group));
    } else if (!accept_user_option(cursor, user.options)) {
      cursor.fail();
    }
  }
  const bool has_password = user.options.password || user.options.password_disabled;
  if (!cursor.failed() && !has_password) cursor.fail();
  return user;
}

AlterUser parse_alter_user(TokenCursor& cursor) {
  AlterUser alter;
  alter.name = parse_principal_name(cursor);
  cursor.accept("with");
  do {
    if (cursor.accept("rename", "to")) {
      alter.new_name = parse_principal_name(cursor);
    } else if (cursor.accept("set")) {
      parse_user_parameter(cursor, alter, true);
    } else if (cursor.accept("reset")) {
      parse_user_parameter(cursor, alter, false);
    } else if (!accept_user_option(cursor, alter.options)) {
      cursor.fail();
    }
    cursor.accept(",");
  } while (!cursor.at_end());
  return alter;
}

}  // namespace slipher::sql
