#include "engine/duckdb/external/insert_external.h"

#include "duckdb/catalog/catalog.hpp"
#include "duckdb/catalog/entry_lookup_info.hpp"
#include "engine/duckdb/access/authorize.h"
#include "engine/duckdb/external/external_catalog.h"
#include "engine/duckdb/external/external_files.h"
#include "engine/duckdb/external/external_partitions.h"
#include "engine/duckdb/external/object_file_system.h"
#include "engine/duckdb/load/load.h"
#include "sql/token_cursor.h"

namespace slipher::engine {
namespace {

using Kind = sql::ExternalFormat::Kind;

struct Insert {
  sql::QualifiedName table;
  bool has_columns = false;
  sql::Span query;
};

std::optional<Insert> parse(std::string_view text) {
  sql::TokenCursor cursor(text);
  if (!cursor.accept("insert", "into")) return std::nullopt;
  Insert insert;
  insert.table = cursor.qualified_name();
  if (cursor.failed() || insert.table.size() < 2) return std::nullopt;  // external tables are always qualified
  insert.has_columns = cursor.at("(") && !cursor.at_any({"select", "with"}) && !cursor.at("select", 1) &&
                       !cursor.at("with", 1) && !cursor.at("(", 1);
  if (insert.has_columns) cursor.name_list();
  if (cursor.failed() || cursor.at_end()) return std::nullopt;
  insert.query = cursor.rest();
  return insert;
}

// External tables are views: nothing else needs a look at the catalog of external tables.
bool is_view(Session& session, const Session::ObjectName& name) {
  auto& context = *session.connection().context;
  bool found = false;
  context.RunFunctionInTransaction([&] {
    const ::duckdb::EntryLookupInfo lookup(::duckdb::CatalogType::TABLE_ENTRY, name.name);
    const auto entry = ::duckdb::Catalog::GetEntry(context, session.context().database, name.schema, lookup,
                                                   ::duckdb::OnEntryNotFound::RETURN_NULL);
    found = entry && entry->type == ::duckdb::CatalogType::VIEW_ENTRY;
  });
  return found;
}

/// A type that a cast in Redshift's SQL may name; "" where the value stays as it is.
std::string cast_type(const std::string& engine_type) {
  if (engine_type.starts_with("rs_")) return engine_type == "rs_super" ? "" : engine_type.substr(3);
  if (engine_type == "VARCHAR") return "varchar(max)";
  if (engine_type == "DOUBLE") return "double precision";
  if (engine_type == "FLOAT") return "real";
  const bool is_nested = engine_type.find('[') != std::string::npos || engine_type.starts_with("STRUCT") ||
                         engine_type.starts_with("MAP") || engine_type == "JSON";
  return is_nested ? "" : sql::lower(engine_type);
}

/// The query's columns, by position, in the table's types and under its names.
Result<std::string> fitted_query(Session& session, const Insert& insert, const ExternalTable& table) {
  auto text = session.runner().translate_query(insert.query.text, session.parameters());
  if (!text) return text.error();
  auto given = session.runner().describe_query(*text);
  if (!given) return given.error();
  auto columns = table.columns;
  columns.insert(columns.end(), table.keys.begin(), table.keys.end());
  if (given->size() > columns.size()) return sql_failure("INSERT has more expressions than target columns");
  if (given->size() < columns.size()) return sql_failure("INSERT has more target columns than expressions");
  std::string names;
  std::string items;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto name = "c" + std::to_string(i);
    const auto type = cast_type(columns[i].engine_type);
    names += (i ? ", " : "") + name;
    items += (i ? ", " : "") + (type.empty() ? name : "cast(" + name + " as " + type + ")") + " as \"" +
             columns[i].name + "\"";
  }
  return "select " + items + " from (" + insert.query.text + "\n) as given(" + names + ")";
}

/// "20260131_235959_123456_17_": no two INSERTs write files of the same name.
std::string unique_prefix(Session& session) {
  const auto micros = SystemClock().now().time_since_epoch().count();
  const auto seconds = static_cast<std::time_t>(micros / 1'000'000);
  std::tm time{};
  gmtime_r(&seconds, &time);
  char text[64];
  std::snprintf(text, sizeof text, "%04d%02d%02d_%02d%02d%02d_%06d_%lld_", time.tm_year + 1900, time.tm_mon + 1,
                time.tm_mday, time.tm_hour, time.tm_min, time.tm_sec, static_cast<int>(micros % 1'000'000),
                static_cast<long long>(session.context().query_id));
  return text;
}

sql::UnloadStatement unload_of(const ExternalTable& table, std::string query, std::string name_prefix) {
  sql::UnloadStatement unload;
  unload.query = std::move(query);
  unload.to = table.location;
  const auto kind = table.format.kind;
  unload.format = kind == Kind::kParquet ? sql::UnloadFormat::kParquet : sql::UnloadFormat::kDelimited;
  unload.delimiter = table.format.delimiter;
  unload.null_as = table.format.null_text;
  unload.header = unload.format != sql::UnloadFormat::kParquet && table.skipped_lines() == 1;
  unload.escape = table.format.escape != '\0';
  for (const auto& key : table.keys) unload.partition_by.push_back(key.name);
  unload.existing_files = sql::ExistingFiles::kOverwrite;
  unload.name_prefix = std::move(name_prefix);
  return unload;
}

// What a statement that fails after all has written.
void remove_files(Session& session, const ExternalTable& table, const std::string& name_prefix) {
  const auto folder = objects::parse_location(table.location);
  if (!folder) return;
  auto& objects = *session.context().objects;
  const auto found = objects.list(folder->bucket, folder->key);
  if (!found) return;
  for (const auto& object : *found) {
    if (object.key.substr(object.key.rfind('/') + 1).starts_with(name_prefix))
      (void)objects.remove({folder->bucket, object.key});
  }
}

Result<std::int64_t> write(Session& session, const Insert& insert, ExternalTable& table) {
  if (insert.has_columns) return sql_failure("a column list is not supported in INSERT into an external table");
  if (table.format.kind == Kind::kCsv || table.format.kind == Kind::kJson)
    return sql::not_supported("INSERT into an external table with a SERDE");
  if (table.skipped_lines() > 1) return sql::not_supported("INSERT into an external table with several header lines");
  const auto manifest = is_manifest(*session.context().objects, table.location);
  if (!manifest) return manifest.error();
  if (*manifest) return sql::not_supported("INSERT into an external table whose LOCATION is a manifest file");
  auto query = fitted_query(session, insert, table);
  if (!query) return query.error();
  if (!table.location.ends_with('/')) table.location += '/';
  const auto name_prefix = unique_prefix(session);
  const StatementObjects objects(session.context(), std::nullopt);
  auto rows = run_unload(session.context(), unload_of(table, *std::move(query), name_prefix));
  if (!rows) return rows;
  auto kept = table.keys.empty() ? Result<void>() : add_partitions(session, table, name_prefix);
  // Also where nothing of it has changed: a transaction that changes the database carries the statement's marker.
  if (kept) kept = store_external_table(session, table);
  if (kept) return rows;
  remove_files(session, table, name_prefix);
  return kept.error();
}

}  // namespace

Result<bool> inserts_into_external_table(Session& session, std::string_view text) {
  // The beginning tells which table it is: texts of other INSERTs can be long.
  constexpr std::size_t kBeginning = 1'000;
  const auto named = parse(text.substr(0, kBeginning));
  if (!named) return false;
  auto object = session.resolve_existing(named->table);
  if (!object || !is_view(session, *object)) return false;
  auto table = external_table_of(session, *object);
  if (!table) return table.error();
  return table->has_value();
}

Result<Outcome> insert_into_external_table(Session& session, std::string_view text) {
  const auto insert = parse(text);
  if (!insert) return sql_failure("INSERT into an external table needs a query");
  auto object = session.resolve_existing(insert->table);
  if (!object) return object.error();
  if (auto may = check_schema_owner(session, object->schema); !may) return may.error();
  auto table = external_table_of(session, *object);
  if (!table) return table.error();
  auto rows = write(session, *insert, **table);
  if (!rows) return rows.error();
  Outcome outcome;
  outcome.rows = *rows;
  return outcome;
}

}  // namespace slipher::engine
