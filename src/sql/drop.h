#pragma once
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
};

/// TRUNCATE [TABLE] name. Commits the transaction that it runs in, as in Redshift.
struct Truncate {
  QualifiedName table;
};

}  // namespace slipher::sql
