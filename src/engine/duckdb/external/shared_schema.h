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

/// What CREATE EXTERNAL SCHEMA ... FROM REDSHIFT made `schema` stand for, when it is such a schema; it has no relations
/// of its own. `relation` is the name that is looked for: a schema that has it is none.
std::optional<SharedSchema> find_shared_schema(const SessionContext& session, const std::string& schema,
                                               const std::string& relation);

}  // namespace slipher::engine
