#pragma once
#include <optional>
#include <string>

#include "base/result.h"
#include "engine/duckdb/session_context.h"

namespace slipher::engine {

/// A schema of a database of the same warehouse.
struct SharedSchema {
  std::string database;
  std::string schema;
};

/// Whether a schema of any database has a relation of its own of that name; schemas that stand for others have none.
bool has_own_relation(const SessionContext& session, const std::string& database, const std::string& schema,
                      const std::string& relation);

/// What CREATE EXTERNAL SCHEMA ... FROM REDSHIFT made `schema` stand for, when it is such a schema.
std::optional<SharedSchema> find_shared_schema(const SessionContext& session, const std::string& schema);

}  // namespace slipher::engine
