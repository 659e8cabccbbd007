#pragma once
#include "duckdb.hpp"

namespace slipher::engine {

/// slipher_csv_fields(line, delimiter, quote, escape): the fields of one line as OpenCSVSerde reads them, which knows
/// two ways to write a quote in a quoted field: doubled and escaped. DuckDB's reader knows one of them at a time.
inline constexpr const char* kCsvFields = "slipher_csv_fields";
::duckdb::ScalarFunction csv_fields_function();

}  // namespace slipher::engine
