#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "duckdb.hpp"
#include "engine/types.h"

namespace slipher::engine {

/// A table or view that users may see.
struct Relation {
  std::string database;
  std::string schema;
  std::string name;
  std::int64_t oid = 0;
  char kind = 'r';  // 'r' table, 'v' view
  bool is_system = false;
  bool is_temporary = false;
  std::int64_t rows = 0;  // committed ones
};

/// A column of one. `column` has type, nullability, names of schema and table, and the default as the engine has it.
struct RelationColumn {
  std::string database;
  std::int64_t relation_oid = 0;
  int position = 1;
  Column column;
};

/// Schemas of a database that users may see, the system's included, but for the session's temporary one.
std::vector<std::string> visible_schemas(::duckdb::ClientContext& context, const std::string& database);
/// Whether that has something in it.
bool has_temporary_relations(::duckdb::ClientContext& context);

/// Databases that hold users' objects.
std::vector<std::string> user_databases(::duckdb::ClientContext& context);

/// Tables and views of a database, its own first, then the system's views. Inside of a transaction of `context`.
std::vector<Relation> visible_relations(::duckdb::ClientContext& context, const std::string& database);
/// Their columns, in the same order.
std::vector<RelationColumn> visible_columns(::duckdb::ClientContext& context, const std::string& database);

}  // namespace slipher::engine
