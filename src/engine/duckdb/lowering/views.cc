#include <set>

#include "engine/duckdb/access/authorize.h"
#include "engine/duckdb/access/privileges.h"
#include "engine/duckdb/lowering/column_text.h"
#include "engine/duckdb/lowering/drop_relation.h"
#include "engine/duckdb/lowering/late_binding.h"
#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/lowering/statements.h"
#include "engine/duckdb/lowering/stored_query.h"
#include "engine/duckdb/lowering/table_checks.h"
#include "engine/duckdb/own_catalog.h"
#include "engine/duckdb/quoting.h"
#include "engine/duckdb/refresh/refresh_view.h"
#include "sql/view_columns.h"

namespace slipher::engine {
namespace {

Result<BoundQuery> translate_and_bind(Session& session, const sql::Span& query) {
  auto text = session.runner().translate_query(query.text, session.parameters());
  if (!text) return text.error();
  return bind_names(session, *text);
}

std::string column_list(const std::vector<std::string>& columns) {
  if (columns.empty()) return {};
  std::string out = " (";
  for (std::size_t i = 0; i < columns.size(); ++i) out += (i ? ", " : "") + quote_name(columns[i]);
  return out + ")";
}

std::string is_view(const Session::ObjectName& view) {
  return " WHERE schema_name = " + quote_text(view.schema) + " AND view_name = " + quote_text(view.name) +
         " AND materialized";
}

TransactionChanges& changes_of(Session& session) {
  return TransactionChanges::of(*session.connection().context, session.warehouse().view_extents());
}

RunQuery own_queries(Session& session) {
  return [&session](const std::string& text) { return session.runner().fetch(text); };
}

TableName table_name(const Session& session, const Session::ObjectName& object) {
  return {session.context().database, object.schema, object.name};
}

/// "You can only replace a view with a new query that generates the identical set of columns" (CREATE VIEW). A view
/// that cannot be bound, or WITH NO SCHEMA BINDING, has no columns to keep to.
Result<void> check_same_columns(Session& session, const Session::ObjectName& view, const std::string& query,
                                const std::vector<std::string>& names) {
  auto late = session.runner().fetch("SELECT 1 FROM " + internal(session, "views") +
                                     " WHERE late_binding AND schema_name = " + quote_text(view.schema) +
                                     " AND view_name = " + quote_text(view.name));
  if (!late) return late.error();
  if ((*late)->RowCount() > 0) return {};
  auto before = session.runner().describe_query("SELECT * FROM " + session.quoted(view));
  auto after = session.runner().describe_query(query);
  if (!before || !after) return {};
  if (before->size() != after->size()) return sql_failure("cannot change number of columns in view");
  for (std::size_t i = 0; i < before->size(); ++i) {
    const auto& old = (*before)[i];
    const auto& name = i < names.size() ? names[i] : (*after)[i].name;
    if (name != old.name) return sql_failure("cannot change name of view column \"" + old.name + "\"");
    if ((*after)[i].type != old.type) return sql_failure("cannot change data type of view column \"" + old.name + "\"");
  }
  return {};
}

Result<void> check_distinct(Session& session, const std::string& query, const std::vector<std::string>& names) {
  const auto columns = session.runner().describe_query(query);
  if (!columns) return columns.error();
  if (names.size() > columns->size()) return sql_failure("CREATE VIEW specifies more column names than columns");
  std::set<std::string> seen;
  for (std::size_t i = 0; i < columns->size(); ++i) {
    const auto& name = i < names.size() ? names[i] : (*columns)[i].name;
    if (!seen.insert(name).second) return sql_failure("column \"" + name + "\" duplicated");
  }
  return {};
}

}  // namespace

Result<Outcome> lower_statement(Session& session, const sql::CreateView& statement) {
  auto object = session.resolve_new(statement.name);
  if (!object) return object.error();
  if (statement.temporary) object->schema.clear();
  if (statement.if_not_exists && relation_exists(session, *object)) return Outcome{};
  const bool is_new = !relation_exists(session, *object);
  auto query = translate_and_bind(session, statement.query);
  bool is_bound = bool(query);
  if (!query) {
    // A late-binding view may name what is not there yet.
    if (!statement.late_binding) return query.error();
    auto text = session.runner().translate_query(statement.query.text, session.parameters());
    if (!text) return text.error();
    query = BoundQuery{*std::move(text), {}};
  }
  if (statement.late_binding) {
    auto written = session.runner().translate_query(statement.query.text, session.parameters());
    if (!written) return written.error();
    auto bare = names_bare_tables(session, *written);
    if (!bare) return bare.error();
    if (*bare)
      return sql_failure(
          "All the relation names inside should be qualified when creating VIEW WITH NO SCHEMA BINDING.");
  }
  if (query->reads_external && !statement.late_binding)
    return sql_failure("External tables are not supported in views\n  Hint: Use WITH NO SCHEMA BINDING.");
  if (statement.late_binding && !statement.columns.empty())
    query->text = "SELECT * FROM (" + query->text + ") AS query" + column_list(statement.columns);
  if (!statement.late_binding) {
    if (auto distinct = check_distinct(session, query->text, statement.columns); !distinct) return distinct.error();
  }
  if (statement.or_replace && !statement.late_binding && relation_exists(session, *object)) {
    if (auto same = check_same_columns(session, *object, query->text, statement.columns); !same) return same.error();
  }
  const auto create = [&](const std::string& text) {
    return session.runner().change(std::string("CREATE ") + (statement.or_replace ? "OR REPLACE " : "") +
                                   (statement.temporary ? "TEMPORARY " : "") + "VIEW " + session.quoted(*object) +
                                   (statement.late_binding ? "" : column_list(statement.columns)) + " AS " + text);
  };
  auto made = is_bound ? create(query->text) : Result<std::int64_t>(Error(ErrorCode::kSql, {}));
  if (!made && statement.late_binding) made = create(unbound_view_text(object->name));
  if (!made) return made.error();
  // One that takes the place of another keeps its owner, whoever replaces it.
  auto owner =
      is_new ? Result<std::string>(std::string()) : owner_of(session, {"relation", object->schema, object->name});
  if (!owner) return owner.error();
  if (auto done = forget_relation(session, *object); !done) return done.error();
  RememberedView view{sql::with_column_names(statement.query.text, statement.columns), query->text};
  view.late_binding = statement.late_binding;
  // A late-binding view does not hold on to what it names.
  if (statement.late_binding) query->references.clear();
  if (auto done = remember_view(session, *object, view, query->references); !done) return done.error();
  if (auto renewed = renew_late_binding_views(session, *object); !renewed) return renewed.error();
  // It keeps the privileges that were given on it, too.
  if (!owner->empty()) {
    auto kept = run_all(session, {"UPDATE " + internal(session, "views") + " SET owner = " + quote_text(*owner) +
                                  " WHERE schema_name = " + quote_text(object->schema) +
                                  " AND view_name = " + quote_text(object->name)});
    if (!kept) return kept.error();
  }
  if (!is_new || object->schema.empty()) return Outcome{};
  auto given = give_default_privileges(session, {"relation", object->schema, object->name});
  if (!given) return given.error();
  return Outcome{};
}

// A materialized view is a table with its query.
Result<Outcome> lower_statement(Session& session, const sql::CreateMaterializedView& statement) {
  auto object = session.resolve_new(statement.name);
  if (!object) return object.error();
  auto query = translate_and_bind(session, statement.query);
  if (!query) return query.error();
  auto stored = stored_query_text(session, query->text, statement.columns);
  if (!stored) return stored.error();
  auto rows = session.runner().change("CREATE TABLE " + session.quoted(*object) + " AS " + *stored);
  if (!rows) return rows.error();
  if (auto fits = check_attributes(session, *object, statement.attributes); !fits) return fits.error();
  if (auto done = remember_table(session, *object, statement.attributes); !done) return done.error();
  if (statement.auto_refresh) session.warehouse().auto_refresh().enable(session.context().database);
  RememberedView view{sql::with_column_names(statement.query.text, statement.columns), *stored, true,
                      statement.auto_refresh, false};
  if (auto done = remember_view(session, *object, view, query->references); !done) return done.error();
  auto noted = note_new_view(*session.connection().context, changes_of(session), own_queries(session),
                             table_name(session, *object));
  if (!noted) return noted.error();
  return Outcome{};
}

Result<Outcome> lower_statement(Session& session, const sql::RefreshMaterializedView& statement) {
  auto object = session.resolve_existing(statement.name);
  if (!object) return object.error();
  const auto started = SystemClock().now();
  auto refreshed = refresh_view(*session.connection().context, changes_of(session), own_queries(session),
                                table_name(session, *object));
  if (!refreshed) return refreshed.error();
  RefreshRecord record{session.context().user, session.context().database, object->schema, object->name};
  record.status = to_status(*refreshed);
  session.warehouse().activity()->add_refresh(std::move(record), session.context().process_id, started);
  return Outcome{};
}

Result<Outcome> lower_statement(Session& session, const sql::AlterMaterializedView& statement) {
  auto object = session.resolve_existing(statement.name);
  if (!object) return object.error();
  auto changed = session.runner().change("UPDATE " + internal(session, "views") + " SET auto_refresh = " +
                                         (statement.auto_refresh ? "true" : "false") + is_view(*object));
  if (!changed) return changed.error();
  if (*changed == 0) return sql_failure("\"" + object->name + "\" is not a materialized view");
  if (statement.auto_refresh) session.warehouse().auto_refresh().enable(session.context().database);
  return Outcome{};
}

}  // namespace slipher::engine
