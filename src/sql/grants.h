#pragma once
#include <optional>
#include <string>
#include <vector>

#include "sql/token_cursor.h"

namespace slipher::sql {

/// Whom GRANT gives to and REVOKE takes from.
struct Grantee {
  enum class Kind { kUser, kRole, kGroup, kPublic };
  Kind kind = Kind::kUser;
  std::string name;
  /// WITH GRANT OPTION, WITH ADMIN OPTION.
  bool with_option = false;
};

struct GrantedPrivilege {
  std::string name;                  // lower case: "select", "usage", "create table"
  std::vector<std::string> columns;  // SELECT (a, b); empty = the whole object
};

/// What privileges are about.
struct GrantTarget {
  enum class Kind {
    kTables,
    kDatabases,
    kSchemas,
    kFunctions,
    kProcedures,
    kLanguages,
    kAssumeRole,
    /// FOR TABLES IN SCHEMA s: also for objects that come later.
    kScope
  };
  Kind kind = Kind::kTables;
  /// ALL TABLES IN SCHEMA s: `names` are schemas.
  bool all_in_schema = false;
  std::vector<QualifiedName> names;
  /// Argument types of each function or procedure in `names`, in Redshift's spelling; absent where none were given.
  std::vector<std::optional<std::vector<std::string>>> signatures;
  /// Of kScope: "tables", "functions", "procedures", "schemas", "languages", "copy jobs".
  std::string scope;
  /// Of kScope: `names` are databases instead of schemas.
  bool in_database = false;
  /// Of kAssumeRole: the commands that may use the role ("all", "copy", "unload" ...).
  std::vector<std::string> commands;
};

/// GRANT and REVOKE of privileges on objects.
struct Grant {
  bool revoke = false;
  /// REVOKE GRANT OPTION FOR: the privilege stays.
  bool only_option = false;
  bool all = false;  // ALL [PRIVILEGES]
  std::vector<GrantedPrivilege> privileges;
  GrantTarget target;
  std::vector<Grantee> grantees;
  /// REVOKE ... CASCADE: also from those whom the grantees gave it to.
  bool cascade = false;
};

/// GRANT and REVOKE of roles.
struct GrantRoles {
  bool revoke = false;
  bool only_option = false;  // REVOKE ADMIN OPTION FOR
  /// Without the word ROLE, names may also be system privileges of one word.
  std::vector<std::string> roles;
  std::vector<Grantee> grantees;
};

/// GRANT and REVOKE of system privileges: CREATE USER, VACUUM ... TO ROLE r.
struct GrantSystemPrivileges {
  bool revoke = false;
  std::vector<std::string> privileges;  // lower case
  std::vector<Grantee> grantees;
};

/// ALTER DEFAULT PRIVILEGES [FOR USER u [, ...]] [IN SCHEMA s [, ...]] GRANT ... | REVOKE ...
struct AlterDefaultPrivileges {
  std::vector<std::string> users;
  std::vector<std::string> schemas;
  Grant grant;  // target.kind and privileges; `names` is empty
};

/// SHOW [COLUMN] GRANTS [ON kind name | FOR principal] ...
struct ShowGrants {
  bool of_columns = false;
  /// Absent: the grants that a principal has.
  std::optional<GrantTarget> target;
  std::optional<Grantee> grantee;
  std::optional<std::string> like;
  std::optional<std::int64_t> row_limit;
};

}  // namespace slipher::sql
