#pragma once
#include <string>
#include <vector>

#include "sql/token_cursor.h"

namespace slipher::sql {

/// DROP kind [IF EXISTS] name [, ...] [CASCADE | RESTRICT].
struct Drop {
  enum class Kind { kTable, kView, kMaterializedView, kSchema, kDatabase };
  Kind kind = Kind::kTable;
  std::vector<QualifiedName> names;
  bool if_exists = false;
  bool cascade = false;
  bool drops_external_database = false;  // DROP SCHEMA ... DROP EXTERNAL DATABASE
};

/// A statement on an object of a kind that nobody can make: sql/constructs.
struct AbsentObject {
  std::string kind;  // "datashare"
  QualifiedName name;
  bool if_exists = false;
};

/// TRUNCATE [TABLE] name. Commits the transaction that it runs in, as in Redshift.
struct Truncate {
  QualifiedName table;
};

}  // namespace slipher::sql
