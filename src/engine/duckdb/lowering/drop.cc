#include <algorithm>

#include "duckdb/catalog/catalog.hpp"
#include "engine/duckdb/access/database_grants.h"
#include "engine/duckdb/access/privileges.h"
#include "engine/duckdb/external/external_catalog.h"
#include "engine/duckdb/lowering/column_text.h"
#include "engine/duckdb/lowering/drop_relation.h"
#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/lowering/statements.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

using Kind = sql::Drop::Kind;

std::string kind_name(RelationKind kind) {
  switch (kind) {
    case RelationKind::kTable:
      return "table";
    case RelationKind::kView:
      return "view";
    case RelationKind::kMaterializedView:
      return "materialized view";
  }
  return "relation";
}

std::string dotted(const sql::QualifiedName& name) {
  std::string out;
  for (const auto& part : name) out += (out.empty() ? "" : ".") + part;
  return out;
}

Error others_depend(RelationKind kind, const std::string& name) {
  return sql_failure("cannot drop " + kind_name(kind) + " " + name +
                     " because other objects depend on it\n  Hint: Use DROP ... CASCADE to drop the dependent objects "
                     "too.");
}

/// Which rows of the remembered constraints are foreign keys of other tables that refer to this one.
std::string refers_to(const Session::ObjectName& object) {
  const auto schema = quote_text(object.schema);
  const auto name = quote_text(object.name);
  return "referenced_table IS NOT NULL AND split_part(referenced_table, '.', -1) = " + name +
         " AND CASE WHEN contains(referenced_table, '.') THEN split_part(referenced_table, '.', -2) ELSE schema_name "
         "END = " +
         schema + " AND NOT (schema_name = " + schema + " AND table_name = " + name + ")";
}

/// Fails for a table that foreign keys of tables refer to which the statement does not drop as well.
Result<void> check_references(Session& session, const sql::Drop& drop, const Session::ObjectName& object) {
  auto rows = session.runner().fetch("SELECT DISTINCT schema_name, table_name FROM " +
                                     internal(session, "constraints") + " WHERE " + refers_to(object));
  if (!rows) return rows.error();
  for (std::size_t row = 0; row < (*rows)->RowCount(); ++row) {
    const auto goes_too = [&](const sql::QualifiedName& name) {
      const auto other = session.resolve_existing(name);
      return other && other->schema == (*rows)->GetValue(0, row).ToString() &&
             other->name == (*rows)->GetValue(1, row).ToString();
    };
    if (std::none_of(drop.names.begin(), drop.names.end(), goes_too))
      return others_depend(RelationKind::kTable, object.name);
  }
  return {};
}

Result<void> drop_named(Session& session, const sql::Drop& drop, const sql::QualifiedName& name) {
  auto object = session.resolve_existing(name);
  const RelationKind wanted = drop.kind == Kind::kTable  ? RelationKind::kTable
                              : drop.kind == Kind::kView ? RelationKind::kView
                                                         : RelationKind::kMaterializedView;
  if (!object) {
    if (drop.if_exists) return {};
    const auto what = wanted == RelationKind::kTable  ? "Table"
                      : wanted == RelationKind::kView ? "View"
                                                      : "Materialized view";
    return sql_failure(std::string(what) + " \"" + dotted(name) + "\" does not exist");
  }
  auto external = external_table_of(session, *object);
  if (!external) return external.error();
  if (*external) {
    if (wanted == RelationKind::kTable) return drop_external_table(session, **external, drop.cascade);
    return sql_failure("\"" + object->name + "\" is not a " + kind_name(wanted) +
                       "\n  Hint: Use DROP TABLE to remove a table.");
  }
  auto kind = relation_kind(session, *object);
  if (!kind) return kind.error();
  if (*kind != wanted)
    return sql_failure("\"" + object->name + "\" is not a " + kind_name(wanted) + "\n  Hint: Use DROP " +
                       (*kind == RelationKind::kTable  ? "TABLE to remove a table."
                        : *kind == RelationKind::kView ? "VIEW to remove a view."
                                                       : "MATERIALIZED VIEW to remove a materialized view."));
  if (!drop.cascade) {
    if (auto free = check_references(session, drop, *object); !free) return free;
  }
  return drop_relation(session, *object, drop.cascade);
}

Result<void> drop_schema(Session& session, const sql::Drop& drop, const sql::QualifiedName& name) {
  const auto& schema = name.back();
  if (auto allowed = session.resolve_new({schema, "any"}); !allowed) return allowed.error();
  auto objects = relations_in(session, schema);
  if (!objects) return objects.error();
  auto procedures = session.runner().fetch("SELECT 1 FROM " + internal(session, "procedures") +
                                           " WHERE schema_name = " + quote_text(schema) + " LIMIT 1");
  if (!procedures) return procedures.error();
  auto external = external_database_of(session, schema);
  if (!external) return external.error();
  // The tables of an external schema are the external database's.
  const bool keeps_objects = *external && !drop.drops_external_database;
  if ((!objects->empty() || (*procedures)->RowCount() > 0) && !drop.cascade && !keeps_objects)
    return sql_failure("cannot drop schema " + schema +
                       " because other objects depend on it\n  Hint: Use DROP ... "
                       "CASCADE to drop the dependent objects too.");
  for (const auto& object : *objects) {
    if (!relation_exists(session, object)) continue;  // went with what it depended on
    if (auto done = drop_relation(session, object, true); !done) return done;
  }
  if (auto forgotten = forget_external_schema(session, schema, drop.drops_external_database); !forgotten)
    return forgotten;
  auto done = run_all(
      session, {std::string("DROP SCHEMA ") + (drop.if_exists ? "IF EXISTS " : "") +
                    quote_names({session.context().database, schema}) + " CASCADE",
                "DELETE FROM " + internal(session, "schemas") + " WHERE schema_name = " + quote_text(schema),
                "DELETE FROM " + internal(session, "procedures") + " WHERE schema_name = " + quote_text(schema),
                "DELETE FROM " + internal(session, "privileges") + " WHERE schema_name = " + quote_text(schema),
                "DELETE FROM " + internal(session, "default_privileges") + " WHERE schema_name = " + quote_text(schema),
                "DELETE FROM " + internal(session, "comments") + " WHERE schema_name = " + quote_text(schema)});
  if (done) session.apply_search_path();
  return done;
}

}  // namespace

Result<std::vector<Session::ObjectName>> relations_in(Session& session, const std::string& schema) {
  auto rows = session.runner().fetch(
      "SELECT table_name FROM duckdb_tables() WHERE database_name = " + quote_text(session.context().database) +
      " AND schema_name = " + quote_text(schema) +
      " UNION ALL SELECT view_name FROM duckdb_views() WHERE database_name = " +
      quote_text(session.context().database) + " AND schema_name = " + quote_text(schema) + " AND NOT internal");
  if (!rows) return rows.error();
  std::vector<Session::ObjectName> objects;
  for (std::size_t row = 0; row < (*rows)->RowCount(); ++row)
    objects.push_back({schema, (*rows)->GetValue(0, row).ToString()});
  return objects;
}

Result<RelationKind> relation_kind(Session& session, const Session::ObjectName& object) {
  auto rows = session.runner().fetch("SELECT materialized FROM " + internal(session, "views") +
                                     " WHERE schema_name = " + quote_text(object.schema) +
                                     " AND view_name = " + quote_text(object.name));
  if (!rows) return rows.error();
  if ((*rows)->RowCount() > 0 && (*rows)->GetValue(0, 0).GetValue<bool>()) return RelationKind::kMaterializedView;
  bool is_view = false;
  auto& context = *session.connection().context;
  context.RunFunctionInTransaction([&] {
    const bool temporary = object.schema.empty();
    const ::duckdb::EntryLookupInfo lookup(::duckdb::CatalogType::TABLE_ENTRY, object.name);
    const auto entry =
        ::duckdb::Catalog::GetEntry(context, temporary ? "temp" : session.context().database,
                                    temporary ? "main" : object.schema, lookup, ::duckdb::OnEntryNotFound::RETURN_NULL);
    is_view = entry && entry->type == ::duckdb::CatalogType::VIEW_ENTRY;
  });
  return is_view ? RelationKind::kView : RelationKind::kTable;
}

Result<void> drop_relation(Session& session, const Session::ObjectName& object, bool cascade) {
  auto views = dependent_views(session, object);
  if (!views) return views.error();
  auto kind = relation_kind(session, object);
  if (!kind) return kind.error();
  for (const auto& view : *views) {
    if (!cascade) return others_depend(*kind, object.name);
    if (!relation_exists(session, view)) continue;
    if (auto done = drop_relation(session, view, true); !done) return done;
  }
  if (cascade) {
    auto forgotten =
        session.runner().change("DELETE FROM " + internal(session, "constraints") + " WHERE " + refers_to(object));
    if (!forgotten) return forgotten.error();
  }
  auto sequences = identity_sequences(session, object);
  if (!sequences) return sequences.error();
  auto dropped = session.runner().change(std::string("DROP ") + (*kind == RelationKind::kView ? "VIEW " : "TABLE ") +
                                         session.quoted(object));
  if (!dropped) return dropped.error();
  for (const auto& sequence : *sequences) {
    if (auto done = session.runner().change("DROP SEQUENCE IF EXISTS " + sequence); !done) return done.error();
  }
  if (auto done = forget_privileges(session, {"relation", object.schema, object.name}); !done) return done;
  return forget_relation(session, object);
}

Result<Outcome> lower_statement(Session& session, const sql::Drop& statement) {
  Outcome outcome;
  for (const auto& name : statement.names) {
    Result<void> done;
    if (statement.kind == Kind::kDatabase) {
      if (name.back() == session.context().database) return sql_failure("cannot drop the currently open database");
      auto databases = session.warehouse().list_databases();
      if (!databases) return databases.error();
      if (statement.if_exists && std::find(databases->begin(), databases->end(), name.back()) == databases->end())
        continue;
      done = session.warehouse().drop_database(name.back(), session.marker());
      if (done) done = forget_database_grants(session, name.back());
      outcome.is_marked = session.marker() && DatabaseFiles::is_plain(session.marker()->statement_id);
    } else if (statement.kind == Kind::kSchema) {
      done = drop_schema(session, statement, name);
    } else {
      done = drop_named(session, statement, name);
    }
    if (!done) return done.error();
  }
  return outcome;
}

Result<Outcome> lower_statement(Session& session, const sql::Truncate& statement) {
  auto object = session.resolve_existing(statement.table);
  if (!object) return object.error();
  auto kind = relation_kind(session, *object);
  if (!kind) return kind.error();
  if (*kind != RelationKind::kTable) return sql_failure("\"" + object->name + "\" is not a table");
  if (auto done = session.runner().change("DELETE FROM " + session.quoted(*object)); !done) return done.error();
  return Outcome{};
}

}  // namespace slipher::engine
