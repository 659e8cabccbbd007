#pragma once
#include <string>

#include "duckdb.hpp"
#include "engine/duckdb/session.h"

namespace slipher::engine {

/// An expression of our own over one value, $1: the casts of assignments. It is planned once for each type of value and
/// kept with the connection.
Result<::duckdb::Value> evaluate_with(Session& session, const std::string& expression, const ::duckdb::Value& value);

/// Settings or functions have changed, or may have: the kept plans depend on them.
void forget_conversions(Session& session);

}  // namespace slipher::engine
