// DuckDbWarehouse: what is in the databases, and their commit markers.
#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <tuple>

#include "duckdb/catalog/catalog.hpp"
#include "duckdb/catalog/catalog_entry/schema_catalog_entry.hpp"
#include "duckdb/catalog/catalog_entry/table_catalog_entry.hpp"
#include "duckdb/catalog/catalog_entry/view_catalog_entry.hpp"
#include "duckdb/parser/constraints/not_null_constraint.hpp"
#include "engine/duckdb/duckdb_warehouse.h"
#include "engine/duckdb/errors.h"
#include "engine/duckdb/like_pattern.h"
#include "engine/duckdb/markers.h"
#include "engine/duckdb/own_catalog.h"
#include "engine/duckdb/quoting.h"
#include "engine/duckdb/session_context.h"
#include "engine/duckdb/type_mapping.h"

namespace slipher::engine {
namespace {

using ::duckdb::CatalogEntry;
using ::duckdb::CatalogType;

constexpr const char* kSystemSchemas[] = {"information_schema", "pg_catalog"};
constexpr const char* kEmptySchema = "pg_internal";

bool is_hidden(const std::string& schema) { return schema == "main" || schema == kInternalSchema; }

// Calls `visit` for every table and view that users may see: the database's own ones, then the system's.
void scan_relations(::duckdb::ClientContext& context, const std::string& database,
                    const std::function<void(const std::string& schema, CatalogEntry&, bool is_system)>& visit) {
  context.RunFunctionInTransaction([&] {
    for (auto& schema : ::duckdb::Catalog::GetCatalog(context, database).GetSchemas(context)) {
      auto& entry = schema.get();
      if (entry.internal || is_hidden(entry.name)) continue;
      entry.Scan(context, CatalogType::TABLE_ENTRY,
                 [&](CatalogEntry& relation) { visit(entry.name, relation, false); });
    }
    for (const auto* name : kSystemSchemas) {
      auto schema = ::duckdb::Catalog::GetSchema(context, "system", name, ::duckdb::OnEntryNotFound::RETURN_NULL);
      if (!schema) continue;
      schema->Scan(context, CatalogType::VIEW_ENTRY, [&](CatalogEntry& relation) {
        if (relation.type == CatalogType::VIEW_ENTRY) visit(name, relation, true);
      });
    }
  });
}

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

// Defaults as users wrote them, and what stands for IDENTITY, by schema, table and column.
std::map<std::tuple<std::string, std::string, std::string>, std::string> written_defaults(
    ::duckdb::Connection& connection, const std::string& database) {
  // As Redshift's catalog shows IDENTITY: "identity"(table, column, 'seed,step'::text).
  const auto result = connection.Query(
      "SELECT schema_name, table_name, column_name, default_text FROM " + internal_table(database, "defaults") +
      " UNION ALL SELECT schema_name, table_name, column_name, CASE WHEN identity_by_default THEN 'default_identity' "
      "ELSE '\"identity\"' END || '(' || table_oid || ', ' || column_index - 1 || ', ''' || identity_seed || ',' || "
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

void describe_columns(const std::string& schema, CatalogEntry& relation, std::vector<Column>& out) {
  const auto add = [&](const std::string& name, const ::duckdb::LogicalType& type) -> Column& {
    auto column = column_of(name, type);
    column.schema_name = schema;
    column.table_name = relation.name;
    return out.emplace_back(std::move(column));
  };
  if (relation.type == CatalogType::VIEW_ENTRY) {
    const auto& view = relation.Cast<::duckdb::ViewCatalogEntry>();
    for (std::size_t i = 0; i < view.types.size(); ++i)
      add(i < view.aliases.size() ? view.aliases[i] : view.names[i], view.types[i]);
    return;
  }
  const auto& table = relation.Cast<::duckdb::TableCatalogEntry>();
  std::set<std::size_t> not_null;
  for (const auto& constraint : table.GetConstraints()) {
    if (constraint->type == ::duckdb::ConstraintType::NOT_NULL)
      not_null.insert(constraint->Cast<::duckdb::NotNullConstraint>().index.index);
  }
  for (const auto& definition : table.GetColumns().Logical()) {
    auto& column = add(definition.Name(), definition.Type());
    column.nullable = !not_null.contains(definition.Logical().index);
    if (definition.HasDefaultValue()) column.column_default = definition.DefaultValue().ToString();
  }
}

}  // namespace

Result<std::vector<std::string>> DuckDbWarehouse::list_schemas(const std::string& database,
                                                               const std::optional<std::string>& schema_pattern) {
  if (auto known = check_database(database); !known) return known.error();
  return guarded([&]() -> Result<std::vector<std::string>> {
    std::vector<std::string> names(std::begin(kSystemSchemas), std::end(kSystemSchemas));
    names.emplace_back(kEmptySchema);
    ::duckdb::Connection connection(*database_);
    auto& context = *connection.context;
    context.RunFunctionInTransaction([&] {
      for (auto& schema : ::duckdb::Catalog::GetCatalog(context, database).GetSchemas(context)) {
        auto& entry = schema.get();
        if (!entry.internal && !is_hidden(entry.name)) names.push_back(entry.name);
      }
    });
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
    std::vector<TableEntry> entries;
    scan_relations(*connection.context, database,
                   [&](const std::string& schema, CatalogEntry& relation, bool is_system) {
                     if (filter.schema_pattern && !matches_like(schema, *filter.schema_pattern)) return;
                     if (filter.table_pattern && !matches_like(relation.name, *filter.table_pattern)) return;
                     const bool is_view = relation.type == CatalogType::VIEW_ENTRY;
                     std::string type = is_system ? "SYSTEM VIEW" : is_view ? "VIEW" : "TABLE";
                     if (materialized.contains({schema, relation.name})) type = "MATERIALIZED VIEW";
                     entries.push_back({schema, relation.name, std::move(type)});
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
    scan_relations(*connection.context, database, [&](const std::string& in_schema, CatalogEntry& relation, bool) {
      if (schema && in_schema != *schema) return;
      if (table && relation.name != *table) return;
      describe_columns(in_schema, relation, columns);
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
