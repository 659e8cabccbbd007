#pragma once
#include <optional>
#include <string>

#include "duckdb.hpp"
#include "duckdb/parser/tableref.hpp"
#include "engine/federated.h"

namespace slipher::engine {

/// Registers the table function that reads a table of a federated schema, and those behind the system views that list
/// them. Call once, when an instance is opened.
void register_federated_functions(::duckdb::DatabaseInstance& instance, FederatedSettings settings);

/// A query's table that stands for `schema`.`table` of `database`, under the table's own name.
::duckdb::unique_ptr<::duckdb::TableRef> federated_table(const std::string& database, const std::string& schema,
                                                         const std::string& table);

/// The parts of the name that a call stands for; nothing for calls of other functions.
struct FederatedName {
  std::string database, schema, table;
};
std::optional<FederatedName> called_federated_table(const ::duckdb::ParsedExpression& call);

}  // namespace slipher::engine
