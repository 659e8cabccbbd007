#pragma once
#include <functional>
#include <string>
#include <vector>

#include "duckdb.hpp"
#include "engine/duckdb/federated/remote_table.h"

namespace slipher::engine {

/// A federated schema of a database with the tables that are there now.
struct FederatedListing {
  std::string schema;
  std::vector<RemoteTable> tables;
};

/// Those of the federated schemas of `database` that are `wanted`. A server that does not answer is logged, and its
/// schema is empty.
std::vector<FederatedListing> list_federated(::duckdb::ClientContext& context, const std::string& database,
                                             const std::function<bool(const std::string& schema)>& wanted);

/// For the system views of the session's database: slipher_federated_tables(), slipher_federated_columns().
::duckdb::TableFunction federated_tables();
::duckdb::TableFunction federated_columns();

}  // namespace slipher::engine
