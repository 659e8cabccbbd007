#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engine/duckdb/access/privileges.h"

namespace slipher::engine {

// Functions and procedures as GRANT names them. `kind` is "function" or "procedure".

/// `function f(integer) does not exist` when there is none. Without argument types the name has to be enough.
Result<ObjectKey> existing_routine(Session& session, const std::string& kind, const std::vector<std::string>& name,
                                   const std::optional<std::vector<std::string>>& argument_types);
Result<std::vector<ObjectKey>> routines_in_schema(Session& session, const std::string& kind, const std::string& schema);

}  // namespace slipher::engine
