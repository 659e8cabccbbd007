#include "engine/duckdb/lowering/table_checks.h"

#include <algorithm>
#include <optional>

#include "duckdb/catalog/catalog.hpp"
#include "duckdb/catalog/catalog_entry/table_catalog_entry.hpp"
#include "duckdb/catalog/catalog_entry/view_catalog_entry.hpp"
#include "engine/duckdb/lowering/column_text.h"
#include "engine/duckdb/lowering/drop_relation.h"
#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/quoting.h"
#include "engine/duckdb/type_mapping.h"
#include "sql/stored_type.h"

namespace slipher::engine {
namespace {

using Columns = std::vector<std::pair<std::string, ::duckdb::LogicalType>>;

const ::duckdb::LogicalType* find(const Columns& columns, const std::string& name) {
  const auto found =
      std::find_if(columns.begin(), columns.end(), [&](const auto& column) { return column.first == name; });
  return found == columns.end() ? nullptr : &found->second;
}

Error no_key_column(const std::string& name) {
  return sql_failure("column \"" + name + "\" named in key does not exist");
}

/// "You can't use SUPER columns as distribution or sort keys"; nor GEOMETRY, GEOGRAPHY and HLLSKETCH.
Result<void> check_key(const Columns& columns, const std::string& name, std::string_view key) {
  const auto* type = find(columns, name);
  if (!type) return no_key_column(name);
  switch (column_of(name, *type).type) {
    case Type::kSuper:
    case Type::kGeometry:
    case Type::kHllsketch:
      return sql_failure("column \"" + name + "\" of type " + format_type(*type) + " cannot be a " + std::string(key));
    default:
      return {};
  }
}

/// An encoding and the types that it is for, as one text; "" = all.
struct Encoding {
  std::string_view name;
  std::string_view types;
};
constexpr std::string_view kWholeOrTime = " smallint integer bigint numeric date time timetz timestamp timestamptz ";
constexpr Encoding kEncodings[] = {
    {"auto", {}},
    {"raw", {}},
    {"none", {}},
    {"zstd", {}},
    {"az64",
     " smallint integer bigint numeric date time timetz timestamp timestamptz interval interval year to month interval "
     "day to second "},
    {"bytedict",
     " smallint integer bigint numeric real double precision char varchar date time timetz timestamp "
     "timestamptz varbyte "},
    {"delta", kWholeOrTime},
    {"delta32k", " integer bigint numeric date time timetz timestamp timestamptz "},
    {"lzo", " smallint integer bigint numeric char varchar date time timetz timestamp timestamptz super varbyte "},
    {"mostly8", " smallint integer bigint numeric "},
    {"mostly16", " integer bigint numeric "},
    {"mostly32", " bigint numeric "},
    {"runlength", {}},
    {"text255", " varchar "},
    {"text32k", " varchar "},
};

Result<void> check_suits(const std::string& column, const sql::ColumnType& type, const std::string& encoding) {
  if (encoding.empty()) return {};
  for (const auto& known : kEncodings) {
    if (known.name != encoding) continue;
    const bool suits = known.types.empty() || known.types.find(" " + type.name + " ") != std::string_view::npos;
    if (!suits) break;
    return {};
  }
  return sql_failure("invalid encoding type specified for column \"" + column + "\"");
}

}  // namespace

Result<void> check_column(const Session::ObjectName& table, const sql::ColumnDefinition& column) {
  if (!sql::is_storable(column.type))
    return sql_failure("Column \"" + table.name + "." + column.name + "\" has unsupported type \"" +
                       sql::display_spelling({column.type.name, {}}) + "\"");
  const bool is_whole = column.type.name == "integer" || column.type.name == "bigint";
  if (column.identity && !is_whole)
    return sql_failure("identity column \"" + column.name + "\" must be of type INT or BIGINT");
  return check_suits(column.name, column.type, column.encoding);
}

Error no_such_column(const std::string& column, const std::string& relation) {
  return sql_failure("column \"" + column + "\" of relation \"" + relation + "\" does not exist");
}

Error several_primary_keys(const Session::ObjectName& table) {
  return sql_failure("multiple primary keys for table \"" + table.name + "\" are not allowed");
}

Error column_exists(const std::string& column, const std::string& relation) {
  return sql_failure("column \"" + column + "\" of relation \"" + relation + "\" already exists");
}

Result<void> check_columns(Session& session, const Session::ObjectName& relation,
                           const std::vector<std::string>& columns) {
  auto& context = *session.connection().context;
  std::optional<std::string> missing;
  context.RunFunctionInTransaction([&] {
    const bool temporary = relation.schema.empty();
    const ::duckdb::EntryLookupInfo lookup(::duckdb::CatalogType::TABLE_ENTRY, relation.name);
    const auto entry = ::duckdb::Catalog::GetEntry(context, temporary ? "temp" : session.context().database,
                                                   temporary ? "main" : relation.schema, lookup,
                                                   ::duckdb::OnEntryNotFound::RETURN_NULL);
    if (!entry) return;
    const bool is_table = entry->type == ::duckdb::CatalogType::TABLE_ENTRY;
    for (const auto& column : columns) {
      const auto has = [&](const auto& names) { return std::find(names.begin(), names.end(), column) != names.end(); };
      const bool found = is_table ? entry->Cast<::duckdb::TableCatalogEntry>().ColumnExists(column)
                                  : has(entry->Cast<::duckdb::ViewCatalogEntry>().names) ||
                                        has(entry->Cast<::duckdb::ViewCatalogEntry>().aliases);
      if (!found) missing = column;
    }
  });
  if (!missing) return {};
  return no_such_column(*missing, relation.name);
}

Result<void> check_attributes(Session& session, const Session::ObjectName& table,
                              const sql::TableAttributes& attributes) {
  if (attributes.distribution_key.empty() && attributes.sort_keys.empty()) return {};
  const auto columns = table_columns(session, table);
  if (!attributes.distribution_key.empty()) {
    if (auto found = check_key(columns, attributes.distribution_key, "distribution key"); !found) return found;
  }
  for (const auto& key : attributes.sort_keys) {
    if (auto found = check_key(columns, key, "sort key"); !found) return found;
  }
  return {};
}

Result<void> check_constraint(Session& session, const Session::ObjectName& table,
                              const sql::TableConstraint& constraint) {
  const auto columns = table_columns(session, table);
  const bool is_reference = constraint.references.has_value();
  for (const auto& name : constraint.columns) {
    if (find(columns, name)) continue;
    if (!is_reference) return no_key_column(name);
    return sql_failure("column \"" + name + "\" referenced in foreign key constraint does not exist");
  }
  if (!is_reference) return {};
  auto referenced = session.resolve_existing(constraint.references->table);
  if (!referenced) return referenced.error();
  auto kind = relation_kind(session, *referenced);
  if (!kind) return kind.error();
  if (*kind != RelationKind::kTable)
    return sql_failure("referenced relation \"" + referenced->name + "\" is not a table");
  const auto keys = table_columns(session, *referenced);
  for (const auto& name : constraint.references->columns) {
    if (!find(keys, name))
      return sql_failure("column \"" + name + "\" referenced in foreign key constraint does not exist");
  }
  if (constraint.references->columns.empty() || constraint.references->columns.size() == constraint.columns.size())
    return {};
  return sql_failure("number of referencing and referenced columns for foreign key disagree");
}

Result<void> check_encoding(Session& session, const Session::ObjectName& table, const std::string& column,
                            const std::string& encoding) {
  const auto columns = table_columns(session, table);
  const auto* type = find(columns, column);
  if (!type) return no_such_column(column, table.name);
  const auto spelling = format_type(*type);
  sql::TokenCursor cursor(spelling);
  return check_suits(column, sql::parse_column_type(cursor), encoding);
}

Result<void> check_no_key(Session& session, const Session::ObjectName& table, const std::string& column) {
  const auto name = quote_text(column);
  auto rows = session.runner().fetch(
      "SELECT coalesce(distribution_key = " + name + ", false) FROM " + internal(session, table, "tables") +
      " WHERE schema_name = " + quote_text(table.schema) + " AND table_name = " + quote_text(table.name) +
      " AND (distribution_key = " + name + " OR list_contains(sort_keys, " + name + "))");
  if (!rows) return rows.error();
  if ((*rows)->RowCount() == 0) return {};
  const bool distributes = (*rows)->GetValue(0, 0).GetValue<bool>();
  const std::string key = distributes ? "distkey" : "sortkey";
  return sql_failure("cannot drop " + key + " column \"" + column + "\"");
}

}  // namespace slipher::engine
