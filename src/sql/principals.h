#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace slipher::sql {

/// What CREATE USER and ALTER USER may say of a user; absent = not said.
struct UserOptions {
  std::optional<std::string> password;  // clear, md5... or sha256|...
  bool password_disabled = false;
  std::optional<bool> may_create_databases;
  std::optional<bool> is_superuser;          // CREATEUSER
  std::optional<std::string> syslog_access;  // "restricted", "unrestricted"
  std::optional<std::string> valid_until;
  std::optional<std::int64_t> connection_limit;  // -1 = unlimited
  std::optional<std::int64_t> session_timeout;   // seconds; 0 = the cluster's
  std::optional<std::string> external_id;
};

/// CREATE USER name [WITH] PASSWORD ... [option ...].
struct CreateUser {
  std::string name;
  UserOptions options;
  std::vector<std::string> groups;
};

/// ALTER USER name [WITH] option [, ...] | RENAME TO x | SET p TO v | RESET p.
struct AlterUser {
  std::string name;
  UserOptions options;
  std::string new_name;                        // "" = not renamed
  std::string parameter;                       // of SET and RESET
  std::optional<std::string> parameter_value;  // absent = RESET
};

/// CREATE GROUP name [[WITH] USER user [, ...]].
struct CreateGroup {
  std::string name;
  std::vector<std::string> users;
};

/// ALTER GROUP name ADD USER u [, ...] | DROP USER u [, ...] | RENAME TO x.
struct AlterGroup {
  enum class Kind { kAdd, kDrop, kRename };
  std::string name;
  Kind kind = Kind::kAdd;
  std::vector<std::string> users;
  std::string new_name;
};

/// CREATE ROLE name [EXTERNALID id].
struct CreateRole {
  std::string name;
  std::string external_id;
};

/// ALTER ROLE name [WITH] RENAME TO x | OWNER TO u [, ...] [EXTERNALID TO id].
struct AlterRole {
  std::string name;
  std::string new_name;
  std::string owner;
  std::optional<std::string> external_id;
};

/// DROP USER [IF EXISTS] u [, ...], DROP GROUP g, DROP ROLE r [FORCE | RESTRICT].
struct DropPrincipals {
  enum class Kind { kUser, kGroup, kRole };
  Kind kind = Kind::kUser;
  std::vector<std::string> names;
  bool if_exists = false;
  bool force = false;
};

}  // namespace slipher::sql
