#pragma once
#include <string>
#include <vector>

#include "engine/duckdb/session.h"
#include "sql/create_table.h"

namespace slipher::engine {

/// The distribution and the sort key that CREATE TABLE AS gives a table whose statement names none: those of the table
/// that its query scans, as far as the query keeps their columns; a query that sorts its rows names the sort key by
/// that. Nothing for other queries. `engine_text` is translate_query()'s, `names` what the statement calls the first
/// columns. (Amazon Redshift, "CTAS usage notes".)
Result<sql::TableAttributes> inherited_keys(Session& session, const std::string& engine_text,
                                            const std::vector<std::string>& names);

/// CREATE TABLE (LIKE from): `to` gets `from`'s distribution, sort key and BACKUP where its statement names none, and
/// the encodings of its columns.
Result<void> copy_attributes(Session& session, const Session::ObjectName& from, const Session::ObjectName& to);

}  // namespace slipher::engine
