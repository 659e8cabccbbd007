#include "sql/parsers.h"

namespace slipher::sql {

std::vector<std::string> parse_argument_types(TokenCursor& cursor) {
  std::vector<std::string> types;
  cursor.expect("(");
  if (cursor.accept(")")) return types;
  const auto accept_mode = [&] {
    // IN is reserved; OUT and INOUT may come before the name or behind it.
    if (!cursor.accept("in") && !cursor.accept("out")) cursor.accept("inout");
  };
  do {
    accept_mode();
    // [name] type: two words in a row are a name and its type, unless both belong to the type.
    const bool named = cursor.peek().is_identifier() && cursor.peek(1).is_identifier() &&
                       !(cursor.at("double") || cursor.at("character") || cursor.at("binary") || cursor.at("bit") ||
                         cursor.at("timestamp") || cursor.at("time") || cursor.at("interval"));
    if (named) (void)cursor.identifier();
    accept_mode();
    types.push_back(display_spelling(ColumnType{parse_column_type(cursor).name, {}}));
  } while (cursor.accept(","));
  cursor.expect(")");
  return types;
}

Tree parse_alter_default_privileges(TokenCursor& cursor) {
  AlterDefaultPrivileges alter;
  if (cursor.accept("for", "user") || cursor.accept("for", "role")) alter.users = parse_names(cursor);
  if (cursor.accept("in", "schema")) alter.schemas = parse_names(cursor);
  Grant& grant = alter.grant;
  grant.revoke = cursor.accept("revoke");
  if (!grant.revoke) cursor.expect("grant");
  grant.only_option = grant.revoke && cursor.accept("grant", "option", "for");
  grant.all = cursor.accept("all");
  if (grant.all) {
    cursor.accept("privileges");
  } else {
    do grant.privileges.push_back({lower(cursor.take().text), {}});
    while (cursor.accept(","));
  }
  cursor.expect("on");
  using Kind = GrantTarget::Kind;
  if (cursor.accept("functions"))
    grant.target.kind = Kind::kFunctions;
  else if (cursor.accept("procedures"))
    grant.target.kind = Kind::kProcedures;
  else
    cursor.expect("tables");
  cursor.expect(grant.revoke ? "from" : "to");
  grant.grantees = parse_grantees(cursor);
  if (grant.revoke) accept_cascade(cursor);
  return alter;
}

Tree parse_show_grants(TokenCursor& cursor) {
  ShowGrants show;
  if (cursor.at("on")) {
    if (cursor.at("datashare", 1)) return Unsupported{"SHOW GRANTS ON DATASHARE"};
    show.target = parse_grant_target(cursor);
  }
  if (cursor.accept("for")) show.grantee = parse_grantees(cursor).front();
  if (!show.target && !show.grantee) cursor.fail();
  if (cursor.accept("from")) {
    if (!cursor.accept("database")) cursor.accept("schema");
    (void)cursor.qualified_name();
  }
  if (cursor.accept("like")) show.like = cursor.string_literal();
  if (cursor.accept("limit")) show.row_limit = cursor.integer();
  return show;
}

}  // namespace slipher::sql
