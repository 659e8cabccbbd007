#include "engine/duckdb/lowering/late_binding.h"

#include <algorithm>
#include <set>

#include "duckdb/catalog/catalog.hpp"
#include "duckdb/catalog/catalog_entry/view_catalog_entry.hpp"
#include "engine/duckdb/lowering/lowering.h"
#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/lowering/stored_query.h"
#include "engine/duckdb/quoting.h"
#include "sql/name_case.h"

namespace slipher::engine {
namespace {

struct LateView {
  Session::ObjectName name;
  std::string engine_text;
};

Result<std::vector<LateView>> late_views(Session& session, const std::string& condition = {}) {
  auto rows = session.runner().fetch("SELECT schema_name, view_name, engine_text FROM " + internal(session, "views") +
                                     " WHERE late_binding" + condition);
  if (!rows) return rows.error();
  std::vector<LateView> views;
  for (std::size_t row = 0; row < (*rows)->RowCount(); ++row)
    views.push_back({{(*rows)->GetValue(0, row).ToString(), (*rows)->GetValue(1, row).ToString()},
                     (*rows)->GetValue(2, row).ToString()});
  return views;
}

Result<std::int64_t> make_again(Session& session, const LateView& view) {
  return session.runner().change("CREATE OR REPLACE VIEW " + session.quoted(view.name) + " AS " + view.engine_text);
}

/// Whether DuckDB's view has the columns that its text gives now; also when that cannot be told.
bool is_up_to_date(Session& session, const LateView& view) {
  const auto columns = session.runner().describe_query(view.engine_text);
  if (!columns) return true;
  bool same = true;
  auto& context = *session.connection().context;
  context.RunFunctionInTransaction([&] {
    const ::duckdb::EntryLookupInfo lookup(::duckdb::CatalogType::VIEW_ENTRY, view.name.name);
    const auto entry = ::duckdb::Catalog::GetEntry(context, session.context().database, view.name.schema, lookup,
                                                   ::duckdb::OnEntryNotFound::RETURN_NULL);
    if (!entry || entry->type != ::duckdb::CatalogType::VIEW_ENTRY) return;
    const auto& stored = entry->Cast<::duckdb::ViewCatalogEntry>();
    same = std::equal(columns->begin(), columns->end(), stored.names.begin(), stored.names.end(),
                      [](const auto& column, const std::string& name) { return column.name == name; }) &&
           std::equal(columns->begin(), columns->end(), stored.types.begin(), stored.types.end(),
                      [](const auto& column, const auto& type) { return column.type == type; });
  });
  return same;
}

}  // namespace

std::string unbound_view_text(const std::string& name) {
  return "SELECT error(" + quote_text("view \"" + name + "\" names a relation or column that does not exist") +
         ") AS unbound";
}

bool rebind_late_binding_views(Session& session) {
  const auto views = late_views(session);
  if (!views) return false;
  bool any = false;
  for (const auto& view : *views) any = bool(make_again(session, view)) || any;
  return any;
}

Result<void> renew_late_binding_views(Session& session, const Session::ObjectName& relation) {
  if (relation.schema.empty()) return {};
  std::vector<std::string> changed = {relation.name};
  std::set<std::string> seen;
  while (!changed.empty()) {
    const auto name = changed.back();
    changed.pop_back();
    if (!seen.insert(name).second) continue;
    auto views = late_views(session, " AND contains(lower(engine_text), " + quote_text(sql::lower(name)) + ")");
    if (!views) return views.error();
    for (const auto& view : *views) {
      if (is_up_to_date(session, view)) continue;
      if (auto made = make_again(session, view); !made) return made.error();
      changed.push_back(view.name.name);
    }
  }
  return {};
}

bool may_be_late_binding(const Error& error) {
  return error.code == ErrorCode::kSql && (error.message.find("does not exist") != std::string::npos ||
                                           error.message.find("Contents of view were altered") != std::string::npos ||
                                           error.message.find("columns available but") != std::string::npos);
}

Error late_binding_error(Session& session, const Error& error) {
  const auto views = late_views(session);
  if (!views) return error;
  constexpr std::string_view kRelation = "ERROR: relation \"";
  const auto message = error.message.substr(0, error.message.find('\n'));
  for (const auto& view : *views) {
    const bool is_unbound =
        message == "ERROR: view \"" + view.name.name + "\" names a relation or column that does not exist";
    const bool misses = message.starts_with(kRelation);
    if (!is_unbound && !misses) continue;
    const auto bound = bind_names(session, view.engine_text);
    if (!bound) {
      // relation "x" may be what the view's text names "s.x".
      const auto name = "." + message.substr(kRelation.size());
      if (is_unbound || bound.error().message.ends_with(name)) return bound.error();
    } else if (const auto described = session.runner().describe_query(view.engine_text); is_unbound && !described) {
      return described.error();
    }
  }
  return error;
}

}  // namespace slipher::engine
