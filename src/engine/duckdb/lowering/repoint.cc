#include "engine/duckdb/lowering/repoint.h"

#include <algorithm>
#include <functional>

#include "duckdb/catalog/catalog.hpp"
#include "duckdb/catalog/catalog_entry/view_catalog_entry.hpp"
#include "duckdb/parser/expression/star_expression.hpp"
#include "duckdb/parser/parser.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/lowering/table_walk.h"
#include "engine/duckdb/plan/plan_pass.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

using TableChange = std::function<void(::duckdb::BaseTableRef&)>;
using QueryChange = std::function<void(::duckdb::QueryNode&)>;

std::string changed_text(Session& session, const std::string& engine_text, const QueryChange& change) {
  ::duckdb::Parser parser(session.connection().context->GetParserOptions());
  parser.ParseQuery(engine_text);
  auto& statement = parser.statements.at(0)->Cast<::duckdb::SelectStatement>();
  change(*statement.node);
  return statement.ToString();
}

/// Calls `change` when the reference is one to that table.
TableChange if_of(const Session& session, const Session::ObjectName& of, const TableChange& change) {
  return [&session, &of, change](::duckdb::BaseTableRef& table) {
    if (table.catalog_name != session.context().database || table.schema_name != of.schema ||
        table.table_name != of.name)
      return;
    if (table.alias.empty()) table.alias = table.table_name;  // columns are qualified by it
    change(table);
  };
}

/// Calls `change` for each place in a query that reads the table.
QueryChange in_tables(const Session& session, const Session::ObjectName& of, const TableChange& change) {
  return [visit = if_of(session, of, change)](::duckdb::QueryNode& node) { for_each_table(node, visit); };
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

Result<void> change_views(Session& session, const Session::ObjectName& of, const QueryChange& change) {
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
      const auto text = changed_text(session, (*rows)->GetValue(0, 0).ToString(), change);
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

constexpr std::string_view kHidden = "hidden ";

/// The column gets a name that nothing in the query can mean, and no star stands for it.
void hide_last(const Session& session, const Session::ObjectName& of, const std::vector<std::string>& names,
               ::duckdb::SelectNode& select) {
  if (!select.from_table) return;
  for_each_joined_table(*select.from_table, if_of(session, of, [&](::duckdb::BaseTableRef& table) {
    auto& known = table.column_name_alias;
    for (std::size_t i = known.size(); i + 1 < names.size(); ++i) known.push_back(names[i]);
    auto number = names.size();
    const auto hidden = [&] { return std::string(kHidden) + std::to_string(number); };
    while (std::find(known.begin(), known.end(), hidden()) != known.end()) ++number;
    known.push_back(hidden());
    for (auto& item : select.select_list) {
      if (item->GetExpressionClass() != ::duckdb::ExpressionClass::STAR) continue;
      auto& star = item->Cast<::duckdb::StarExpression>();
      if (star.relation_name.empty() || star.relation_name == table.alias)
        star.exclude_list.insert(::duckdb::QualifiedColumnName(table.alias, hidden()));
    }
  }));
}

void forget_place(const Session& session, const Session::ObjectName& of, std::size_t position,
                  ::duckdb::SelectNode& select) {
  if (!select.from_table) return;
  for_each_joined_table(*select.from_table, if_of(session, of, [&](::duckdb::BaseTableRef& table) {
    auto& known = table.column_name_alias;
    if (position >= known.size()) return;
    const auto name = known[position];
    known.erase(known.begin() + static_cast<std::ptrdiff_t>(position));
    if (!name.starts_with(kHidden)) return;
    for (auto& item : select.select_list) {
      if (item->GetExpressionClass() == ::duckdb::ExpressionClass::STAR)
        item->Cast<::duckdb::StarExpression>().exclude_list.erase(::duckdb::QualifiedColumnName(table.alias, name));
    }
  }));
}

}  // namespace

Result<void> repoint_views(Session& session, const Session::ObjectName& from, const Session::ObjectName& to) {
  if (from.schema.empty()) return {};
  auto done = change_views(session, from, in_tables(session, from, [&](::duckdb::BaseTableRef& table) {
                             table.schema_name = to.schema;
                             table.table_name = to.name;
                           }));
  if (!done) return done;
  return run_all(
      session, {"UPDATE " + internal(session, "view_references") + " SET referenced_schema = " + quote_text(to.schema) +
                ", referenced_name = " + quote_text(to.name) + " WHERE referenced_schema = " + quote_text(from.schema) +
                " AND referenced_name = " + quote_text(from.name)});
}

Result<void> keep_column_names(Session& session, const Session::ObjectName& table,
                               const std::vector<std::string>& names) {
  if (table.schema.empty()) return {};
  return change_views(session, table, in_tables(session, table, [&](::duckdb::BaseTableRef& ref) {
                        auto& known = ref.column_name_alias;
                        for (std::size_t i = known.size(); i < names.size(); ++i) known.push_back(names[i]);
                      }));
}

Result<void> hide_new_column(Session& session, const Session::ObjectName& table,
                             const std::vector<std::string>& names) {
  if (table.schema.empty() || names.empty()) return {};
  return change_views(session, table, [&](::duckdb::QueryNode& node) {
    for_each_select(node, [&](::duckdb::SelectNode& select) { hide_last(session, table, names, select); });
  });
}

Result<std::vector<Session::ObjectName>> views_of_column(Session& session, const Session::ObjectName& table,
                                                         const std::string& column) {
  std::vector<Session::ObjectName> found;
  auto views = dependent_views(session, table);
  if (!views) return views.error();
  for (const auto& view : *views) {
    auto rows = session.runner().fetch("SELECT engine_text FROM " + internal(session, "views") +
                                       " WHERE schema_name = " + quote_text(view.schema) +
                                       " AND view_name = " + quote_text(view.name));
    if (!rows) return rows.error();
    if ((*rows)->RowCount() == 0) continue;
    const auto facts = PlanFacts::of(*session.connection().context);
    facts->scans.clear();
    facts->wants_scans = true;
    const auto described = session.runner().describe_query((*rows)->GetValue(0, 0).ToString());
    facts->wants_scans = false;
    const bool reads = std::any_of(facts->scans.begin(), facts->scans.end(), [&](const PlanScan& scan) {
      return scan.database == session.context().database && scan.schema == table.schema && scan.table == table.name &&
             std::find(scan.columns.begin(), scan.columns.end(), column) != scan.columns.end();
    });
    // One that cannot be planned may read anything.
    if (reads || !described) found.push_back(view);
  }
  return found;
}

Result<void> forget_column_in_views(Session& session, const Session::ObjectName& table, std::size_t position) {
  if (table.schema.empty()) return {};
  return change_views(session, table, [&](::duckdb::QueryNode& node) {
    for_each_select(node, [&](::duckdb::SelectNode& select) { forget_place(session, table, position, select); });
  });
}

}  // namespace slipher::engine
