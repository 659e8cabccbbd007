#pragma once
#include <string>

#include "duckdb.hpp"
#include "engine/types.h"

namespace slipher::engine {

/// The Redshift type, precision and scale that stand for a DuckDB type, to the digit of ColumnMetadata (Data API guide,
/// "Mapping JDBC data types"; precision and scale as the Amazon Redshift JDBC driver reports them).
Column column_of(const std::string& name, const ::duckdb::LogicalType& type);

/// The type as Redshift's catalog views write it: "character varying(12)", "numeric(10,2)", "timestamp without time
/// zone".
std::string format_type(const ::duckdb::LogicalType& type);

}  // namespace slipher::engine
