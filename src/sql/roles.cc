#include "sql/parsers.h"

namespace slipher::sql {

std::string parse_principal_name(TokenCursor& cursor) {
  const Token token = cursor.peek();
  std::string name = cursor.identifier();
  const bool is_federated = name.starts_with("iam:") || name.starts_with("iamr:") || name.starts_with("awsidc:");
  if (is_federated) return identifier_value(token, true);
  // sys:operator and its like are the service's own roles.
  if (cursor.accept(":")) name += ":" + cursor.identifier();
  return name;
}

CreateGroup parse_create_group(TokenCursor& cursor) {
  CreateGroup group{parse_principal_name(cursor), {}};
  if (cursor.accept("with", "user") || cursor.accept("user")) group.users = parse_names(cursor);
  return group;
}

AlterGroup parse_alter_group(TokenCursor& cursor) {
  AlterGroup alter;
  alter.name = cursor.identifier();
  if (cursor.accept("rename", "to")) {
    alter.kind = AlterGroup::Kind::kRename;
    alter.new_name = cursor.identifier();
    return alter;
  }
  if (cursor.accept("drop", "user"))
    alter.kind = AlterGroup::Kind::kDrop;
  else
    cursor.expect("add", "user");
  alter.users = parse_names(cursor);
  return alter;
}

CreateRole parse_create_role(TokenCursor& cursor) {
  CreateRole role{parse_principal_name(cursor), {}};
  if (cursor.accept("externalid")) role.external_id = parse_external_id(cursor);
  return role;
}

AlterRole parse_alter_role(TokenCursor& cursor) {
  AlterRole alter;
  alter.name = parse_principal_name(cursor);
  cursor.accept("with");
  do {
    if (cursor.accept("rename", "to")) {
      alter.new_name = cursor.identifier();
    } else if (cursor.accept("owner", "to")) {
      alter.owner = parse_principal_name(cursor);
    } else {
      cursor.expect("externalid");
      cursor.accept("to");
      alter.external_id = parse_external_id(cursor);
    }
    cursor.accept(",");
  } while (!cursor.at_end());
  return alter;
}

DropPrincipals parse_drop_principals(TokenCursor& cursor) {
  DropPrincipals drop;
  if (cursor.accept("group"))
    drop.kind = DropPrincipals::Kind::kGroup;
  else if (cursor.accept("role"))
    drop.kind = DropPrincipals::Kind::kRole;
  else
    cursor.expect("user");
  drop.if_exists = accept_if_exists(cursor);
  do drop.names.push_back(parse_principal_name(cursor));
  while (cursor.accept(","));
  drop.force = cursor.accept("force");
  if (!drop.force) cursor.accept("restrict");
  return drop;
}

}  // namespace slipher::sql
