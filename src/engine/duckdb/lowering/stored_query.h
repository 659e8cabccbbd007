#pragma once
#include <string>
#include <vector>

#include "engine/duckdb/session.h"

namespace slipher::engine {

/// The query that fills a new table from `engine_text` (of translate_query): its columns have the types that the table
/// shall have, and `names` where given. Fails when a name comes twice.
Result<std::string> stored_query_text(Session& session, const std::string& engine_text,
                                      const std::vector<std::string>& names);

/// A query's text with every unqualified table name qualified as it means now, and what it refers to.
struct BoundQuery {
  std::string text;
  std::vector<Session::ObjectName> references;
  bool reads_external = false;  // a table of a federated schema, or an external table with its pseudo-columns
};
Result<BoundQuery> bind_names(Session& session, const std::string& engine_text);
/// Whether a query of translate_query() names a table without its schema.
Result<bool> names_bare_tables(Session& session, const std::string& engine_text);

}  // namespace slipher::engine
