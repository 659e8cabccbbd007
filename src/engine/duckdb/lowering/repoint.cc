#include "engine/duckdb/lowering/repoint.h"

#include <functional>

#include "duckdb/catalog/catalog.hpp"
#include "duckdb/catalog/catalog_entry/view_catalog_entry.hpp"
#include "duckdb/parser/parser.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/lowering/table_walk.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

using TableChange = std::function<void(::duckdb::BaseTableRef&)>;

// `change` is called for each place in the query that reads the table.
std::string changed_text(Session& session, const std::string& engine_text, const Session::ObjectName& of,
                         const TableChange& change) {
  ::duckdb::Parser parser(session.connection().context->GetParserOptions());
  parser.ParseQuery(engine_text);
  auto& statement = parser.statements.at(0)->Cast<::duckdb::SelectStatement>();
  for_each_table(*statement.node, [&](::duckdb::BaseTableRef& table) {
    if (table.catalog_name != session.context().database || table.schema_name != of.schema ||
        table.table_name != of.name)
      return;
    if (table.alias.empty()) table.alias = table.table_name;  // columns are qualified by it
    change(table);
  });
  return statement.ToString();
}

/// (a, b): the names of a view's columns, which its query need not give.
std::string column_names(Session& session, const Session::ObjectName& view) {
  std::string names;
  auto& context = *session.connection().context;
  context.RunFunctionInTransaction([&] {
    const auto& entry = ::duckdb::Catalog::GetEntry<::duckdb::ViewCatalogEntry>(context, session.context().database,
                                                                                view.schema, view.name);
    for (const auto& name : entry.aliases) names += (names.empty() ? " (" : ", ") + quote_name(name);
  });
  return names.empty() ? names : names + ")";
}

Result<void> change_views(Session& session, const Session::ObjectName& of, const TableChange& change) {
  auto views = dependent_views(session, of);
  if (!views) return views.error();
  const auto of_view = [](const Session::ObjectName& view) {
    return " WHERE schema_name = " + quote_text(view.schema) + " AND view_name = " + quote_text(view.name);
  };
  for (const auto& view : *views) {
    auto rows =
        session.runner().fetch("SELECT engine_text, materialized FROM " + internal(session, "views") + of_view(view));
    if (!rows) return rows.error();
    if ((*rows)->RowCount() == 0) continue;
    auto done = guarded([&]() -> Result<void> {
      const auto text = changed_text(session, (*rows)->GetValue(0, 0).ToString(), of, change);
      std::vector<std::string> texts = {"UPDATE " + internal(session, "views") +
                                        " SET engine_text = " + quote_text(text) + of_view(view)};
      if (!(*rows)->GetValue(1, 0).GetValue<bool>())
        texts.push_back("CREATE OR REPLACE VIEW " + session.quoted(view) + column_names(session, view) + " AS " + text);
      return run_all(session, texts);
    });
    if (!done) return done;
  }
  return {};
}

}  // namespace

Result<void> repoint_views(Session& session, const Session::ObjectName& from, const Session::ObjectName& to) {
  if (from.schema.empty()) return {};
  auto done = change_views(session, from, [&](::duckdb::BaseTableRef& table) {
    table.schema_name = to.schema;
    table.table_name = to.name;
  });
  if (!done) return done;
  return run_all(
      session, {"UPDATE " + internal(session, "view_references") + " SET referenced_schema = " + quote_text(to.schema) +
                ", referenced_name = " + quote_text(to.name) + " WHERE referenced_schema = " + quote_text(from.schema) +
                " AND referenced_name = " + quote_text(from.name)});
}

Result<void> keep_column_names(Session& session, const Session::ObjectName& table,
                               const std::vector<std::string>& names) {
  if (table.schema.empty()) return {};
  return change_views(session, table, [&](::duckdb::BaseTableRef& ref) {
    auto& known = ref.column_name_alias;
    for (std::size_t i = known.size(); i < names.size(); ++i) known.push_back(names[i]);
  });
}

}  // namespace slipher::engine
