#include "engine/duckdb/catalog/relations.h"

#include <algorithm>
#include <functional>
#include <set>

#include "duckdb/catalog/catalog.hpp"
#include "duckdb/catalog/catalog_entry/schema_catalog_entry.hpp"
#include "duckdb/catalog/catalog_entry/table_catalog_entry.hpp"
#include "duckdb/catalog/catalog_entry/view_catalog_entry.hpp"
#include "duckdb/main/attached_database.hpp"
#include "duckdb/main/database_manager.hpp"
#include "duckdb/parser/constraints/not_null_constraint.hpp"
#include "duckdb/storage/data_table.hpp"
#include "duckdb/storage/table/row_group.hpp"
#include "duckdb/storage/table/row_group_segment_tree.hpp"
#include "duckdb/storage/table/scan_state.hpp"
#include "duckdb/transaction/duck_transaction.hpp"
#include "engine/duckdb/catalog/session_state.h"
#include "engine/duckdb/catalog/system_views.h"
#include "engine/duckdb/catalog/type_catalog.h"
#include "engine/duckdb/own_catalog.h"
#include "engine/duckdb/session_context.h"
#include "engine/duckdb/type_mapping.h"

namespace slipher::engine {
namespace {

using ::duckdb::Catalog;
using ::duckdb::CatalogEntry;
using EntryType = ::duckdb::CatalogType;

constexpr const char* kSystemSchemas[] = {"information_schema", "pg_catalog"};
constexpr const char* kEmptySchema = "pg_internal";

bool is_hidden(const std::string& schema) { return schema == "main" || schema == kInternalSchema; }

/// A table or view of a user's, and what is told of it.
using Visitor = std::function<void(CatalogEntry&, const Relation&)>;

void visit_schema(::duckdb::ClientContext& context, ::duckdb::SchemaCatalogEntry& schema, Relation like,
                  const Visitor& visit) {
  schema.Scan(context, EntryType::TABLE_ENTRY, [&](CatalogEntry& entry) {
    if (like.is_temporary && entry.name.starts_with(kTemporaryPrefix)) return;
    auto relation = like;
    relation.name = entry.name;
    relation.kind = entry.type == EntryType::VIEW_ENTRY ? 'v' : 'r';
    relation.oid = object_oid("relation", relation.database, relation.schema, relation.name);
    visit(entry, relation);
  });
}

void visit_own(::duckdb::ClientContext& context, const std::string& database, const Visitor& visit) {
  for (auto& schema : Catalog::GetCatalog(context, database).GetSchemas(context)) {
    auto& entry = schema.get();
    if (entry.internal || is_hidden(entry.name)) continue;
    visit_schema(context, entry, {.database = database, .schema = entry.name}, visit);
  }
  const auto* session = find_session(context);
  if (!session || session->database != database) return;
  const Relation like{.database = database, .schema = temporary_schema(*session), .is_temporary = true};
  if (auto temporary = Catalog::GetSchema(context, "temp", "main", ::duckdb::OnEntryNotFound::RETURN_NULL))
    visit_schema(context, *temporary, like, visit);
}

Relation system_relation(const std::string& database, const SystemView& view) {
  Relation relation;
  relation.database = database;
  relation.schema = view.schema;
  relation.name = view.name;
  relation.oid = object_oid("relation", {}, view.schema, view.name);
  relation.kind = 'v';
  relation.is_system = true;
  return relation;
}

void add_columns(CatalogEntry& entry, const Relation& relation, std::vector<RelationColumn>& out) {
  int position = 0;
  const auto add = [&](const std::string& name, const ::duckdb::LogicalType& type) -> Column& {
    auto column = column_of(name, type);
    column.schema_name = relation.schema;
    column.table_name = relation.name;
    return out.emplace_back(RelationColumn{relation.database, relation.oid, ++position, std::move(column)}).column;
  };
  if (entry.type == EntryType::VIEW_ENTRY) {
    const auto& view = entry.Cast<::duckdb::ViewCatalogEntry>();
    for (std::size_t i = 0; i < view.types.size(); ++i)
      add(i < view.aliases.size() ? view.aliases[i] : view.names[i], view.types[i]);
    return;
  }
  const auto& table = entry.Cast<::duckdb::TableCatalogEntry>();
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

/// Committed rows without the deleted ones, which DuckDB's own cardinality counts until it has cleaned up after them.
std::int64_t count_rows(::duckdb::ClientContext& context, ::duckdb::TableCatalogEntry& table) {
  if (!table.IsDuckTable()) return 0;
  auto& storage = table.GetStorage();
  if (storage.GetTotalRows() == 0) return 0;
  ::duckdb::TableScanState scan;
  auto& transaction = ::duckdb::DuckTransaction::Get(context, table.ParentCatalog());
  storage.InitializeScan(context, transaction, scan, {::duckdb::StorageIndex(::duckdb::COLUMN_IDENTIFIER_ROW_ID)});
  auto& groups = *scan.table_state.row_groups;
  ::duckdb::idx_t rows = 0;
  for (auto* group = groups.GetRootSegment(); group; group = groups.GetNextSegment(group))
    rows += group->GetCommittedRowCount();
  return static_cast<std::int64_t>(rows);
}

}  // namespace

std::vector<std::string> user_databases(::duckdb::ClientContext& context) {
  std::vector<std::string> names;
  for (auto& database : ::duckdb::DatabaseManager::Get(context).GetDatabases(context)) {
    if (database->IsSystem() || database->IsTemporary() || database->GetCatalog().InMemory()) continue;
    const auto& name = database->GetName();
    if (name.find(' ') == std::string::npos) names.push_back(name);  // one with a blank is in the making
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> visible_schemas(::duckdb::ClientContext& context, const std::string& database) {
  std::vector<std::string> names(std::begin(kSystemSchemas), std::end(kSystemSchemas));
  names.emplace_back(kEmptySchema);
  for (auto& schema : Catalog::GetCatalog(context, database).GetSchemas(context)) {
    auto& entry = schema.get();
    if (!entry.internal && !is_hidden(entry.name)) names.push_back(entry.name);
  }
  return names;
}

bool has_temporary_relations(::duckdb::ClientContext& context) {
  auto temporary = Catalog::GetSchema(context, "temp", "main", ::duckdb::OnEntryNotFound::RETURN_NULL);
  bool found = false;
  if (temporary)
    temporary->Scan(context, EntryType::TABLE_ENTRY,
                    [&](CatalogEntry& entry) { found = found || !entry.name.starts_with(kTemporaryPrefix); });
  return found;
}

std::vector<Relation> visible_relations(::duckdb::ClientContext& context, const std::string& database) {
  std::vector<Relation> out;
  visit_own(context, database, [&](CatalogEntry& entry, const Relation& relation) {
    auto& added = out.emplace_back(relation);
    if (entry.type != EntryType::TABLE_ENTRY) return;
    added.rows = count_rows(context, entry.Cast<::duckdb::TableCatalogEntry>());
  });
  for (const auto* view : system_views()) {
    if (view->schema != kFacts) out.push_back(system_relation(database, *view));
  }
  return out;
}

std::vector<RelationColumn> visible_columns(::duckdb::ClientContext& context, const std::string& database) {
  std::vector<RelationColumn> out;
  visit_own(context, database,
            [&](CatalogEntry& entry, const Relation& relation) { add_columns(entry, relation, out); });
  for (const auto* view : system_views()) {
    if (view->schema == kFacts) continue;
    const auto relation = system_relation(database, *view);
    int position = 0;
    for (const auto& column : columns_of(*view)) {
      if (!column.hidden) out.push_back({database, relation.oid, ++position, column.column});
    }
  }
  return out;
}

}  // namespace slipher::engine
