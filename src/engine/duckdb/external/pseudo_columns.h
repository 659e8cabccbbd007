#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "duckdb.hpp"
#include "duckdb/parser/tableref.hpp"
#include "engine/duckdb/session_context.h"

namespace slipher::engine {

// The pseudo-columns of external tables: the file that a row is from. The tables' views do not have them. A query that
// may name one reads a table function in the view's place, from which * does not take them.

inline constexpr const char* kPathColumn = "$path";
inline constexpr const char* kSizeColumn = "$size";

/// Registers the table function. It is replaced by the view's query when a query is planned.
void register_pseudo_columns(::duckdb::DatabaseInstance& instance);

/// Whether a statement's text may name a pseudo-column.
bool may_name_pseudo_columns(std::string_view text);

/// Whether it is an external table of the data catalog, not of a federated schema.
bool is_external_table(const SessionContext& session, const std::string& database, const std::string& schema,
                       const std::string& table);

/// The nested columns of an external table, and their types (nested_type.h); none of every other relation.
std::map<std::string, std::string> nested_columns(const SessionContext& session, const std::string& database,
                                                  const std::string& schema, const std::string& table);

/// A query's table that stands for an external table and its pseudo-columns, under the table's own name.
::duckdb::unique_ptr<::duckdb::TableRef> external_table_with_pseudo_columns(const std::string& database,
                                                                            const std::string& schema,
                                                                            const std::string& table);

/// The parts of the name that such a call stands for; nothing for calls of other functions.
struct ExternalName {
  std::string database, schema, table;
};
std::optional<ExternalName> called_external_table(const ::duckdb::ParsedExpression& call);

}  // namespace slipher::engine
