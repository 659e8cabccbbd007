#include "engine/duckdb/lowering/column_text.h"

#include <limits>

#include "duckdb/catalog/catalog.hpp"
#include "duckdb/catalog/catalog_entry/table_catalog_entry.hpp"
#include "duckdb/parser/parser.hpp"
#include "duckdb/parser/query_node/select_node.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "engine/duckdb/own_catalog.h"
#include "engine/duckdb/quoting.h"
#include "sql/normalize.h"
#include "sql/tree.h"

namespace slipher::engine {

Result<std::string> normalized_text(Session& session, const sql::Span& span) {
  auto normalized = sql::normalize(span.text, session.parameters());
  if (!normalized) return normalized.error();
  return std::move(normalized->text);
}

namespace {

/// Whether a column ignores case: as it says, or else as its database does.
Result<bool> ignores_case(Session& session, const sql::ColumnDefinition& column) {
  if (column.type.name != "varchar" && column.type.name != "char") return false;
  if (!column.collation.empty()) return column.collation == "case_insensitive";
  auto rows =
      session.runner().fetch("SELECT 1 FROM " + internal_table(session.context().database, "database_settings") +
                             " WHERE setting = 'collation' AND value = 'case_insensitive'");
  if (!rows) return rows.error();
  return (*rows)->RowCount() > 0;
}

}  // namespace

Result<std::string> column_text(Session& session, const sql::ColumnDefinition& column) {
  const auto without_case = ignores_case(session, column);
  if (!without_case) return without_case.error();
  auto type = column.type;
  // The collation is the second modifier of rs_varchar and rs_char.
  if (*without_case) {
    type = sql::with_column_defaults(std::move(type));
    type.modifiers.push_back(1);
  }
  auto text = quote_name(column.name) + " " + sql::engine_spelling(type);
  if (!column.default_value.empty()) {
    auto value = normalized_text(session, column.default_value);
    if (!value) return value.error();
    text += " DEFAULT (" + *value + ")";
  }
  if (column.not_null) text += " NOT NULL";
  return text;
}

Result<std::optional<std::string>> engine_expression(Session& session, const std::string& text) {
  auto query = session.runner().translate_query(text, session.parameters());
  if (!query) return query.error();
  ::duckdb::Parser parser(session.connection().context->GetParserOptions());
  parser.ParseQuery(*query);
  auto& node = *parser.statements.at(0)->Cast<::duckdb::SelectStatement>().node;
  const std::optional<std::string> none;
  if (node.type != ::duckdb::QueryNodeType::SELECT_NODE || !node.modifiers.empty() || !node.cte_map.map.empty())
    return none;
  auto& select = node.Cast<::duckdb::SelectNode>();
  const bool more = (select.from_table && select.from_table->type != ::duckdb::TableReferenceType::EMPTY_FROM) ||
                    select.where_clause || select.having || select.qualify || select.sample ||
                    !select.groups.group_expressions.empty() || select.select_list.size() != 1 ||
                    select.select_list[0]->HasSubquery();
  if (more) return none;
  select.select_list[0]->ClearAlias();
  return std::optional(select.select_list[0]->ToString());
}

namespace {

/// A sequence's name that is free: a table that was renamed since keeps the one of its old name.
std::string free_sequence_name(Session& session, const Session::ObjectName& table, const std::string& column) {
  const auto base = table.name + "_" + column + "_identity";
  auto name = base;
  auto& context = *session.connection().context;
  context.RunFunctionInTransaction([&] {
    const bool temporary = table.schema.empty();
    for (int number = 2;; ++number) {
      const ::duckdb::EntryLookupInfo lookup(::duckdb::CatalogType::SEQUENCE_ENTRY, name);
      const auto taken = ::duckdb::Catalog::GetEntry(context, temporary ? "temp" : session.context().database,
                                                     temporary ? "main" : table.schema, lookup,
                                                     ::duckdb::OnEntryNotFound::RETURN_NULL);
      if (!taken) return;
      name = base + "_" + std::to_string(number);
    }
  });
  return name;
}

}  // namespace

Result<std::string> make_identity(Session& session, const Session::ObjectName& table,
                                  const sql::ColumnDefinition& column) {
  using Limits = std::numeric_limits<std::int64_t>;
  const auto& identity = *column.identity;
  if (identity.step == 0) return sql_failure("identity column \"" + column.name + "\" cannot have a step of zero");
  auto name = free_sequence_name(session, table, column.name);
  const auto sequence = session.quoted({table.schema, name});
  auto made = session.runner().change(std::string("CREATE ") + (table.schema.empty() ? "TEMPORARY " : "") +
                                      "SEQUENCE " + sequence + " INCREMENT BY " + std::to_string(identity.step) +
                                      " MINVALUE " + std::to_string(Limits::min()) + " MAXVALUE " +
                                      std::to_string(Limits::max()) + " START " + std::to_string(identity.seed));
  if (!made) return made.error();
  auto set = session.runner().change("ALTER TABLE " + session.quoted(table) + " ALTER COLUMN " +
                                     quote_name(column.name) + " SET DEFAULT nextval(" + quote_text(sequence) + ")");
  if (!set) return set.error();
  return name;
}

std::vector<std::pair<std::string, ::duckdb::LogicalType>> table_columns(Session& session,
                                                                         const Session::ObjectName& table) {
  std::vector<std::pair<std::string, ::duckdb::LogicalType>> columns;
  auto& context = *session.connection().context;
  context.RunFunctionInTransaction([&] {
    const bool temporary = table.schema.empty();
    const auto& entry = ::duckdb::Catalog::GetEntry<::duckdb::TableCatalogEntry>(
        context, temporary ? "temp" : session.context().database, temporary ? "main" : table.schema, table.name);
    for (const auto& column : entry.GetColumns().Logical()) columns.emplace_back(column.Name(), column.Type());
  });
  return columns;
}

bool relation_exists(Session& session, const Session::ObjectName& object) {
  bool found = false;
  auto& context = *session.connection().context;
  context.RunFunctionInTransaction([&] {
    const bool temporary = object.schema.empty();
    const ::duckdb::EntryLookupInfo lookup(::duckdb::CatalogType::TABLE_ENTRY, object.name);
    found = ::duckdb::Catalog::GetEntry(context, temporary ? "temp" : session.context().database,
                                        temporary ? "main" : object.schema, lookup,
                                        ::duckdb::OnEntryNotFound::RETURN_NULL) != nullptr;
  });
  return found;
}

}  // namespace slipher::engine
