#include <algorithm>
#include <charconv>
#include <set>

#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/lowering/column_text.h"
#include "engine/duckdb/lowering/inherited_keys.h"
#include "engine/duckdb/lowering/late_binding.h"
#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/lowering/statements.h"
#include "engine/duckdb/lowering/stored_query.h"
#include "engine/duckdb/lowering/table_checks.h"
#include "engine/duckdb/plan/column_origin.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

// What a column of a new table is, given what the query's column is: texts get the length that the plan promises.
::duckdb::LogicalType stored_type(const StatementRunner::QueryColumn& column) {
  const auto declared = declared_type(column.type);
  const bool is_text = column.type.id() == ::duckdb::LogicalTypeId::VARCHAR &&
                       (declared.kind == DeclaredKind::kNone || declared.kind == DeclaredKind::kVarchar) &&
                       !column.type.IsJSONType();
  if (is_text)
    return varchar_type(std::clamp(column.origin.text_bytes.value_or(kVarcharMaxBytes), 1, kVarcharMaxBytes),
                        declared.ignores_case);
  if (column.type.id() == ::duckdb::LogicalTypeId::HUGEINT) return ::duckdb::LogicalType::DECIMAL(38, 0);
  return with_char_length(column.type, column.origin);
}

/// Keys that are given by the places of their columns.
void name_keys(const std::vector<std::pair<std::string, ::duckdb::LogicalType>>& columns,
               sql::TableAttributes& attributes) {
  const auto name = [&](std::string& key) {
    std::size_t place = 0;
    const auto [end, problem] = std::from_chars(key.data(), key.data() + key.size(), place);
    if (problem != std::errc() || end != key.data() + key.size() || place < 1 || place > columns.size()) return;
    key = columns[place - 1].first;
  };
  name(attributes.distribution_key);
  for (auto& key : attributes.sort_keys) name(key);
}

}  // namespace

Result<std::string> stored_query_text(Session& session, const std::string& engine_text,
                                      const std::vector<std::string>& names) {
  auto columns = session.runner().describe_query(engine_text);
  if (!columns) return columns.error();
  if (names.size() > columns->size()) return sql_failure("CREATE TABLE AS specifies too many column names");
  std::string select, list;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < columns->size(); ++i) {
    const auto& column = (*columns)[i];
    const auto& name = i < names.size() ? names[i] : column.name;
    if (!seen.insert(name).second) return sql_failure("column \"" + name + "\" duplicated");
    const auto alias = quote_name("c" + std::to_string(i));
    const auto type = stored_type(column);
    select += (i ? ", " : "") + (type == column.type ? alias : "CAST(" + alias + " AS " + type.ToString() + ")") +
              " AS " + quote_name(name);
    list += (i ? ", " : "") + alias;
  }
  return "SELECT " + select + " FROM (" + engine_text + ") AS query(" + list + ")";
}

Result<Outcome> lower_statement(Session& session, const sql::CreateTableAs& statement) {
  auto object = session.resolve_new(statement.name);
  if (!object) return object.error();
  if (statement.temporary) object->schema.clear();
  if (statement.if_not_exists && relation_exists(session, *object)) return Outcome{};
  auto query = session.runner().translate_query(statement.query.text, session.parameters());
  if (!query) return query.error();
  auto stored = stored_query_text(session, *query, statement.columns);
  if (!stored) return stored.error();
  auto rows = session.runner().change(std::string("CREATE ") + (statement.temporary ? "TEMPORARY " : "") + "TABLE " +
                                      session.quoted(*object) + " AS " + *stored);
  if (!rows) return rows.error();
  auto attributes = statement.attributes;
  const auto columns = table_columns(session, *object);
  name_keys(columns, attributes);
  if (auto fits = check_attributes(session, *object, attributes); !fits) return fits.error();
  auto inherited = inherited_keys(session, *query, statement.columns);
  if (!inherited) return inherited.error();
  if (attributes.distribution == sql::DistributionStyle::kUnset) {
    attributes.distribution = inherited->distribution;
    attributes.distribution_key = inherited->distribution_key;
  }
  if (attributes.sort_style == sql::SortKeyStyle::kNone) {
    attributes.sort_style = inherited->sort_style;
    attributes.sort_keys = inherited->sort_keys;
  }
  if (auto done = remember_table(session, *object, attributes); !done) return done.error();
  if (auto renewed = renew_late_binding_views(session, *object); !renewed) return renewed.error();
  Outcome outcome;
  outcome.rows = *rows;
  return outcome;
}

}  // namespace slipher::engine
