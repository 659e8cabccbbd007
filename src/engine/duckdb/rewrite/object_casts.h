#pragma once
#include "duckdb/parser/expression/cast_expression.hpp"
#include "engine/duckdb/rewrite/rewriter.h"

namespace slipher::engine {

/// The oid of a relation by its name, which may be qualified; NULL when there is none.
ParsedPointer oid_of_relation(const ::duckdb::ParsedExpression& name);

/// What a cast to regclass, regtype, regproc or regprocedure becomes: the oid of a constant name, else the name of an
/// oid. nullptr for a cast to another type.
ParsedPointer rewrite_object_cast(const ::duckdb::CastExpression& cast);

}  // namespace slipher::engine
