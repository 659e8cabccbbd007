#include "sql/grants.h"

#include "sql/parsers.h"
#include "sql/system_privileges.h"

namespace slipher::sql {
namespace {

/// What GRANT knows and this server does not build; "" when it is nothing of that kind.
std::string unbuilt_target(TokenCursor& cursor) {
  if (cursor.at("on") && cursor.at("external", 1)) return "EXTERNAL OBJECTS";
  constexpr std::pair<std::string_view, std::string_view> kKinds[] = {
      {"datashare", "DATASHARE"},     {"model", "MODEL"},    {"template", "TEMPLATE"}, {"copy", "COPY JOB"},
      {"integration", "INTEGRATION"}, {"catalog", "CATALOG"}};
  for (const auto& [word, name] : kKinds) {
    if (cursor.at("on") && cursor.at(word, 1) && cursor.peek(2).is_identifier()) return std::string(name);
    if (cursor.at("on") && cursor.at("all", 1) && cursor.at(word, 2)) return std::string(name);
  }
  return {};
}

void parse_privileges(TokenCursor& cursor, Grant& grant) {
  const auto columns = [&](GrantedPrivilege& privilege) {
    if (cursor.at("(")) privilege.columns = cursor.name_list();
  };
  if (cursor.accept("all")) {
    grant.all = true;
    cursor.accept("privileges");
    GrantedPrivilege every;
    columns(every);
    if (!every.columns.empty()) grant.privileges.push_back(std::move(every));
    return;
  }
  do {
    GrantedPrivilege privilege;
    if (!cursor.peek().is_identifier()) cursor.fail();
    privilege.name = lower(cursor.take().text);
    columns(privilege);
    grant.privileges.push_back(std::move(privilege));
  } while (cursor.accept(","));
}

void parse_names_in(TokenCursor& cursor, GrantTarget& target) {
  do target.names.push_back(cursor.qualified_name());
  while (cursor.accept(","));
}

void parse_routines(TokenCursor& cursor, GrantTarget& target) {
  do {
    target.names.push_back(cursor.qualified_name());
    target.signatures.emplace_back();
    if (cursor.at("(")) target.signatures.back() = parse_argument_types(cursor);
  } while (cursor.accept(","));
}

void parse_scope(TokenCursor& cursor, GrantTarget& target) {
  target.kind = GrantTarget::Kind::kScope;
  if (cursor.accept("copy", "jobs")) {
    target.scope = "copy jobs";
  } else {
    if (!cursor.at_any({"tables", "functions", "procedures", "schemas", "languages", "templates"})) cursor.fail();
    target.scope = lower(cursor.take().text);
  }
  cursor.expect("in");
  target.in_database = cursor.accept("database");
  if (!target.in_database) cursor.expect("schema");
  parse_names_in(cursor, target);
  // FOR TABLES IN SCHEMA s DATABASE d
  if (!target.in_database && cursor.accept("database")) {
    const std::string database = cursor.identifier();
    for (auto& name : target.names) name.insert(name.begin(), database);
  }
}

/// Behind ASSUMEROLE: ON 'arn' [, ...] | DEFAULT | ALL.
void parse_assume_role(TokenCursor& cursor, GrantTarget& target) {
  target.kind = GrantTarget::Kind::kAssumeRole;
  cursor.expect("on");
  do {
    if (cursor.accept("all"))
      target.names.push_back({"all"});
    else if (cursor.accept("default"))
      target.names.push_back({"default"});
    else
      target.names.push_back({cursor.string_literal()});
  } while (cursor.accept(","));
}

/// What FOR ALL stands for.
constexpr std::string_view kRoleCommands[] = {"copy", "unload", "create model", "external function"};

void parse_commands(TokenCursor& cursor, GrantTarget& target) {
  cursor.expect("for");
  do {
    std::string command = lower(cursor.take().text);
    if (command == "external" || command == "create") command += " " + lower(cursor.take().text);
    if (command == "all")
      target.commands.insert(target.commands.end(), std::begin(kRoleCommands), std::end(kRoleCommands));
    else
      target.commands.push_back(std::move(command));
  } while (cursor.accept(","));
}

Tree parse_grant_or_revoke(TokenCursor& cursor, bool revoke) {
  const bool grant_option = revoke && cursor.accept("grant", "option", "for");
  const bool admin_option = revoke && !grant_option && cursor.accept("admin", "option", "for");
  const auto grantees = [&] {
    cursor.expect(revoke ? "from" : "to");
    return parse_grantees(cursor);
  };
  const bool names_role = cursor.accept("role");
  const std::size_t start = cursor.mark();
  if (!names_role) {
    GrantSystemPrivileges system{revoke, {}, {}};
    do {
      std::string privilege = accept_system_privilege(cursor);
      if (privilege.empty()) break;
      system.privileges.push_back(std::move(privilege));
    } while (cursor.accept(","));
    if (!system.privileges.empty() && cursor.at_any({"to", "from"})) {
      if (system.privileges.front() == "create model") return Unsupported{"GRANT CREATE MODEL"};
      system.grantees = grantees();
      return system;
    }
    cursor.reset(start);
  }
  // GRANT r1, r2 TO ...: nothing but names before TO.
  std::size_t ahead = 0;
  while (cursor.peek(ahead).is_identifier() || cursor.at(",", ahead) || cursor.at(":", ahead)) {
    if (cursor.at("to", ahead) || cursor.at("from", ahead) || cursor.at("on", ahead) || cursor.at("for", ahead)) break;
    ++ahead;
  }
  if (ahead > 0 && (cursor.at("to", ahead) || cursor.at("from", ahead))) {
    GrantRoles roles{revoke, grant_option || admin_option, {}, {}};
    do {
      if (cursor.peek(1).is_identifier()) cursor.accept("role");
      roles.roles.push_back(parse_principal_name(cursor));
    } while (cursor.accept(","));
    roles.grantees = grantees();
    return roles;
  }
  Grant grant;
  grant.revoke = revoke;
  grant.only_option = grant_option;
  if (cursor.accept("assumerole")) {
    parse_assume_role(cursor, grant.target);
    grant.privileges.push_back({"assumerole", {}});
  } else {
    parse_privileges(cursor, grant);
    if (const std::string name = unbuilt_target(cursor); !name.empty())
      return Unsupported{std::string(revoke ? "REVOKE" : "GRANT") + " ON " + name};
    if (cursor.accept("for"))
      parse_scope(cursor, grant.target);
    else
      grant.target = parse_grant_target(cursor);
  }
  for (const auto& [word, name] : {std::pair("rls", "RLS POLICY"), std::pair("masking", "MASKING POLICY"),
                                   std::pair("namespace", "NAMESPACE"), std::pair("account", "ACCOUNT")}) {
    if (cursor.at_any({"to", "from"}) && cursor.at(word, 1) && !cursor.at(",", 2) && !cursor.peek(2).is("with") &&
        cursor.peek(2).kind != TokenKind::kEnd)
      return Unsupported{std::string("GRANT TO ") + name};
  }
  grant.grantees = grantees();
  if (grant.target.kind == GrantTarget::Kind::kAssumeRole) parse_commands(cursor, grant.target);
  return grant;
}

}  // namespace

std::vector<Grantee> parse_grantees(TokenCursor& cursor) {
  std::vector<Grantee> grantees;
  do {
    Grantee grantee;
    if (cursor.accept("public")) {
      grantee.kind = Grantee::Kind::kPublic;
    } else {
      // ROLE, GROUP and USER are no reserved words: a user may be called so.
      const bool is_name = !cursor.peek(1).is_identifier() || cursor.at("with", 1);
      if (!is_name && cursor.accept("role"))
        grantee.kind = Grantee::Kind::kRole;
      else if (!is_name && cursor.accept("group"))
        grantee.kind = Grantee::Kind::kGroup;
      else if (!is_name)
        cursor.accept("user");
      grantee.name = parse_principal_name(cursor);
    }
    grantee.with_option = cursor.accept("with", "grant", "option") || cursor.accept("with", "admin", "option");
    grantees.push_back(std::move(grantee));
  } while (cursor.accept(","));
  return grantees;
}

GrantTarget parse_grant_target(TokenCursor& cursor) {
  using Kind = GrantTarget::Kind;
  GrantTarget target;
  cursor.expect("on");
  if (cursor.at("all") && cursor.peek(1).is_identifier()) {
    cursor.accept("all");
    if (cursor.accept("functions"))
      target.kind = Kind::kFunctions;
    else if (cursor.accept("procedures"))
      target.kind = Kind::kProcedures;
    else
      cursor.expect("tables");
    target.all_in_schema = true;
    cursor.expect("in", "schema");
    parse_names_in(cursor, target);
    return target;
  }
  const bool has_kind = cursor.peek(1).is_identifier();
  if (has_kind && cursor.accept("function")) {
    target.kind = Kind::kFunctions;
    parse_routines(cursor, target);
    return target;
  }
  if (has_kind && cursor.accept("procedure")) {
    target.kind = Kind::kProcedures;
    parse_routines(cursor, target);
    return target;
  }
  if (has_kind && cursor.accept("database"))
    target.kind = Kind::kDatabases;
  else if (has_kind && cursor.accept("schema"))
    target.kind = Kind::kSchemas;
  else if (has_kind && cursor.accept("language"))
    target.kind = Kind::kLanguages;
  else if (has_kind && !cursor.accept("table"))
    cursor.accept("view");
  parse_names_in(cursor, target);
  return target;
}

Tree parse_grant(TokenCursor& cursor) { return parse_grant_or_revoke(cursor, false); }

Tree parse_revoke(TokenCursor& cursor) {
  Tree tree = parse_grant_or_revoke(cursor, true);
  const bool cascade = accept_cascade(cursor);
  if (auto* grant = std::get_if<Grant>(&tree)) grant->cascade = cascade;
  return tree;
}

}  // namespace slipher::sql
