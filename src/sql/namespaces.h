#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "sql/token_cursor.h"

namespace slipher::sql {

/// CREATE SCHEMA [IF NOT EXISTS] name [AUTHORIZATION user] [QUOTA n MB|GB|TB | UNLIMITED].
struct CreateSchema {
  QualifiedName name;  // one part, or database.schema
  bool if_not_exists = false;
  std::string owner;
  std::optional<std::int64_t> quota_megabytes;  // absent = unlimited
};

/// ALTER SCHEMA name RENAME TO x | OWNER TO x | QUOTA n.
struct AlterSchema {
  enum class Kind { kRename, kOwner, kQuota };
  QualifiedName name;
  Kind kind = Kind::kRename;
  std::string value;                            // the new name or owner
  std::optional<std::int64_t> quota_megabytes;  // of kQuota; absent = unlimited
};

/// CREATE DATABASE name [WITH] options.
struct CreateDatabase {
  std::string name;
  std::string owner;
  std::string collation;                         // "", "case_sensitive", "case_insensitive"
  std::optional<std::int64_t> connection_limit;  // absent = unlimited
  std::string isolation_level;                   // "", "serializable", "snapshot"
};

/// ALTER DATABASE name RENAME TO x | OWNER TO x | CONNECTION LIMIT n | COLLATE c | ISOLATION LEVEL i.
struct AlterDatabase {
  enum class Kind { kRename, kOwner, kConnectionLimit, kCollate, kIsolationLevel };
  std::string name;
  Kind kind = Kind::kRename;
  std::string value;
};

/// COMMENT ON kind name IS 'text' | NULL.
struct Comment {
  std::string kind;                 // "table", "column", "view", "schema", "database", "constraint" ...
  QualifiedName name;               // a column's last part is the column
  QualifiedName on_table;           // of a constraint
  std::optional<std::string> text;  // absent = NULL: removes it
};

}  // namespace slipher::sql
