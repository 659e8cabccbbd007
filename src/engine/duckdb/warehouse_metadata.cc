// DuckDbWarehouse: what is in the databases, and their commit markers.
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <tuple>

#include "engine/duckdb/catalog/relations.h"
#include "engine/duckdb/duckdb_warehouse.h"
#include "engine/duckdb/errors.h"
#include "engine/duckdb/federated/federated_listing.h"
#include "engine/duckdb/like_pattern.h"
#include "engine/duckdb/markers.h"
#include "engine/duckdb/own_catalog.h"
#include "engine/duckdb/quoting.h"
#include "engine/duckdb/type_mapping.h"

namespace slipher::engine {
namespace {

std::set<std::pair<std::string, std::string>> materialized_views(::duckdb::Connection& connection,
                                                                 const std::string& database) {
  std::set<std::pair<std::string, std::string>> names;
  const auto result = connection.Query("SELECT schema_name, view_name FROM " + internal_table(database, "views") +
                                       " WHERE materialized");
  if (result->HasError()) result->ThrowError();
  for (std::size_t row = 0; row < result->RowCount(); ++row)
    names.emplace(result->GetValue(0, row).ToString(), result->GetValue(1, row).ToString());
  return names;
}

std::set<std::string> external_schemas(::duckdb::Connection& connection, const std::string& database) {
  std::set<std::string> names;
  const auto result = connection.Query("SELECT schema_name FROM " + internal_table(database, "external_schemas"));
  if (result->HasError()) result->ThrowError();
  for (std::size_t row = 0; row < result->RowCount(); ++row) names.insert(result->GetValue(0, row).ToString());
  return names;
}

// Defaults as users wrote them, and what stands for IDENTITY, by schema, table and column.
std::map<std::tuple<std::string, std::string, std::string>, std::string> written_defaults(
    ::duckdb::Connection& connection, const std::string& database) {
  // As Redshift's catalog shows IDENTITY: "identity"(table, column, 'seed,step'::text).
  const auto result = connection.Query(
      "SELECT schema_name, table_name, column_name, default_text FROM " + internal_table(database, "defaults") +
      " UNION ALL SELECT schema_name, table_name, column_name, CASE WHEN identity_by_default THEN 'default_identity' "
      "ELSE '\"identity\"' END || '(' || rs_object_oid('relation', database_name, schema_name, table_name) || ', ' || "
      "column_index - 1 || ', ''' || identity_seed || ',' || "
      "identity_step || '''::text)' FROM " +
      internal_table(database, "columns") +
      " JOIN duckdb_columns() USING (schema_name, table_name, column_name) WHERE identity_seed IS NOT NULL AND "
      "database_name = " +
      quote_text(database));
  if (result->HasError()) result->ThrowError();
  std::map<std::tuple<std::string, std::string, std::string>, std::string> defaults;
  for (std::size_t row = 0; row < result->RowCount(); ++row)
    defaults[{result->GetValue(0, row).ToString(), result->GetValue(1, row).ToString(),
              result->GetValue(2, row).ToString()}] = result->GetValue(3, row).ToString();
  return defaults;
}

void add_remote_columns(::duckdb::ClientContext& context, const std::string& database, const std::string& schema,
                        const std::optional<std::string>& name, std::vector<Column>& out) {
  const auto listings = list_federated(context, database, [&](const auto& each) { return each == schema; });
  for (const auto& listing : listings) {
    for (const auto& table : listing.tables) {
      if (name && table.name != *name) continue;
      for (const auto& remote : table.columns) {
        auto column = column_of(remote.name, remote.type.type);
        column.schema_name = schema;
        column.table_name = table.name;
        column.nullable = remote.nullable;
        out.push_back(std::move(column));
      }
    }
  }
}

}  // namespace

Result<std::vector<std::string>> DuckDbWarehouse::list_schemas(const std::string& database,
                                                               const std::optional<std::string>& schema_pattern) {
  if (auto known = check_database(database); !known) return known.error();
  return guarded([&]() -> Result<std::vector<std::string>> {
    std::vector<std::string> names;
    ::duckdb::Connection connection(*database_);
    auto& context = *connection.context;
    context.RunFunctionInTransaction([&] { names = visible_schemas(context, database); });
    if (schema_pattern) std::erase_if(names, [&](const auto& name) { return !matches_like(name, *schema_pattern); });
    std::sort(names.begin(), names.end());
    return names;
  });
}

Result<std::vector<TableEntry>> DuckDbWarehouse::list_tables(const std::string& database, const TableFilter& filter) {
  if (auto known = check_database(database); !known) return known.error();
  return guarded([&]() -> Result<std::vector<TableEntry>> {
    ::duckdb::Connection connection(*database_);
    const auto materialized = materialized_views(connection, database);
    const auto external = external_schemas(connection, database);
    std::vector<TableEntry> entries;
    auto& context = *connection.context;
    context.RunFunctionInTransaction([&] {
      for (const auto& relation : visible_relations(context, database)) {
        if (filter.schema_pattern && !matches_like(relation.schema, *filter.schema_pattern)) continue;
        if (filter.table_pattern && !matches_like(relation.name, *filter.table_pattern)) continue;
        std::string type = relation.is_system ? "SYSTEM VIEW" : relation.kind == 'v' ? "VIEW" : "TABLE";
        if (materialized.contains({relation.schema, relation.name})) type = "MATERIALIZED VIEW";
        if (external.contains(relation.schema)) type = "EXTERNAL TABLE";
        entries.push_back({relation.schema, relation.name, std::move(type)});
      }
      const auto remote = list_federated(context, database, [&](const std::string& schema) {
        return !filter.schema_pattern || matches_like(schema, *filter.schema_pattern);
      });
      for (const auto& [schema, tables] : remote) {
        for (const auto& table : tables) {
          if (!filter.table_pattern || matches_like(table.name, *filter.table_pattern))
            entries.push_back({schema, table.name, "EXTERNAL TABLE"});
        }
      }
    });
    std::sort(entries.begin(), entries.end(), [](const TableEntry& a, const TableEntry& b) {
      return std::tie(a.type, a.schema, a.name) < std::tie(b.type, b.schema, b.name);
    });
    return entries;
  });
}

Result<std::vector<Column>> DuckDbWarehouse::describe_table(const std::string& database,
                                                            const std::optional<std::string>& schema,
                                                            const std::optional<std::string>& table) {
  if (auto known = check_database(database); !known) return known.error();
  return guarded([&]() -> Result<std::vector<Column>> {
    ::duckdb::Connection connection(*database_);
    std::vector<Column> columns;
    auto& context = *connection.context;
    context.RunFunctionInTransaction([&] {
      for (auto& [of, oid, position, column] : visible_columns(context, database)) {
        if (schema && column.schema_name != *schema) continue;
        if (table && column.table_name != *table) continue;
        columns.push_back(std::move(column));
      }
      // Not for all schemas together: other servers are asked where they are meant.
      if (schema) add_remote_columns(context, database, *schema, table, columns);
    });
    const bool has_defaults = std::any_of(columns.begin(), columns.end(),
                                          [](const Column& column) { return column.column_default.has_value(); });
    if (has_defaults) {
      const auto written = written_defaults(connection, database);
      for (auto& column : columns) {
        const auto found = written.find({column.schema_name, column.table_name, column.name});
        if (found != written.end() && column.column_default) column.column_default = found->second;
      }
    }
    std::stable_sort(columns.begin(), columns.end(), [](const Column& a, const Column& b) {
      return std::tie(a.schema_name, a.table_name) < std::tie(b.schema_name, b.table_name);
    });
    return columns;
  });
}

Result<std::optional<CommitMarker>> DuckDbWarehouse::find_marker(std::string_view statement_id) {
  return guarded([&]() -> Result<std::optional<CommitMarker>> {
    ::duckdb::Connection connection(*database_);
    std::optional<CommitMarker> best;
    for (const auto& database : attached()) {
      auto marker = read_marker(connection, database, statement_id);
      if (!marker) return marker.error();
      if (*marker && (!best || (*marker)->final)) best = **marker;
    }
    if (best) return best;
    std::lock_guard lock(mutex_);
    if (!dropped_.contains(std::string(statement_id))) return best;
    return std::optional(CommitMarker{std::string(statement_id)});
  });
}

Result<void> DuckDbWarehouse::forget_markers(const std::vector<std::string>& statement_ids) {
  if (statement_ids.empty()) return {};
  return guarded([&]() -> Result<void> {
    {
      std::lock_guard lock(mutex_);
      for (const auto& id : statement_ids) {
        const auto found = dropped_.find(id);
        if (found == dropped_.end()) continue;
        std::filesystem::remove(found->second);
        dropped_.erase(found);
      }
    }
    ::duckdb::Connection connection(*database_);
    for (const auto& database : attached()) {
      if (auto removed = remove_markers(connection, database, statement_ids); !removed) return removed;
    }
    return {};
  });
}

}  // namespace slipher::engine
