#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engine/duckdb/session.h"
#include "sql/session_statements.h"

namespace slipher::engine {

/// What a SHOW statement answers, before LIKE (on `name_column`) and LIMIT.
struct ShownRows {
  std::vector<std::string> names;
  std::vector<std::vector<std::optional<std::string>>> rows;
  std::size_t name_column = 0;
};

Result<ShownRows> show_functions(Session& session, const sql::ShowObjects& show);
Result<ShownRows> show_function_parameters(Session& session, const sql::ShowObjects& show);
Result<ShownRows> show_procedures(Session& session, const sql::ShowObjects& show);
Result<ShownRows> show_procedure_parameters(Session& session, const sql::ShowObjects& show);
/// The statement that makes an external table, and with the partitions those that add them.
Result<ShownRows> show_external_table(Session& session, const sql::ShowObjects& show);
Result<ShownRows> show_primary_keys(Session& session, const sql::ShowObjects& show);
/// Of the table's own keys, or of those of other tables that point to it.
Result<ShownRows> show_foreign_keys(Session& session, const sql::ShowObjects& show);

}  // namespace slipher::engine
