#include "engine/duckdb/lowering/inherited_keys.h"

#include <algorithm>

#include "duckdb/common/string_util.hpp"
#include "duckdb/parser/expression/list.hpp"
#include "duckdb/parser/parser.hpp"
#include "duckdb/parser/query_node/select_node.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "duckdb/parser/tableref/basetableref.hpp"
#include "engine/duckdb/lowering/column_text.h"
#include "engine/duckdb/lowering/drop_relation.h"
#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

using ::duckdb::ExpressionClass;

/// A column of the result: what it is called, and the table's column that it is; "" = none.
struct Kept {
  std::string name;
  std::string column;
};

std::optional<std::string> column_name(const ::duckdb::ParsedExpression& expression) {
  if (expression.GetExpressionClass() != ExpressionClass::COLUMN_REF) return std::nullopt;
  return ::duckdb::StringUtil::Lower(expression.Cast<::duckdb::ColumnRefExpression>().GetColumnName());
}

std::vector<Kept> kept_columns(Session& session, const ::duckdb::SelectNode& select, const Session::ObjectName& table,
                               const std::vector<std::string>& names) {
  std::vector<Kept> kept;
  for (const auto& item : select.select_list) {
    if (item->GetExpressionClass() == ExpressionClass::STAR) {
      for (const auto& [name, type] : table_columns(session, table)) kept.push_back({name, name});
      continue;
    }
    const auto column = column_name(*item).value_or("");
    kept.push_back({item->GetAlias().empty() ? column : item->GetAlias(), column});
  }
  for (std::size_t i = 0; i < std::min(names.size(), kept.size()); ++i) kept[i].name = names[i];
  return kept;
}

std::string new_name(const std::vector<Kept>& kept, const std::string& column) {
  const auto found = std::find_if(kept.begin(), kept.end(), [&](const Kept& each) { return each.column == column; });
  return found == kept.end() ? std::string() : found->name;
}

/// Its sort key by ORDER BY; false when that is not a list of columns of the result.
bool sorted_by(const ::duckdb::OrderModifier& order, const std::vector<Kept>& kept, std::vector<std::string>& keys) {
  for (const auto& each : order.orders) {
    std::string name;
    if (const auto column = column_name(*each.expression)) {
      name = new_name(kept, *column);
    } else if (each.expression->GetExpressionClass() == ExpressionClass::CONSTANT) {
      const auto& place = each.expression->Cast<::duckdb::ConstantExpression>().value;
      const auto number = place.type().IsIntegral() ? place.GetValue<std::int64_t>() : 0;
      if (number >= 1 && number <= static_cast<std::int64_t>(kept.size()))
        name = kept[static_cast<std::size_t>(number - 1)].name;
    }
    if (name.empty()) return false;
    keys.push_back(name);
  }
  return true;
}

std::string of(const Session::ObjectName& table) {
  return "schema_name = " + quote_text(table.schema) + " AND table_name = " + quote_text(table.name);
}

}  // namespace

Result<sql::TableAttributes> inherited_keys(Session& session, const std::string& engine_text,
                                            const std::vector<std::string>& names) {
  const sql::TableAttributes none;
  ::duckdb::Parser parser(session.connection().context->GetParserOptions());
  parser.ParseQuery(engine_text);
  const auto& node = *parser.statements.at(0)->Cast<::duckdb::SelectStatement>().node;
  if (node.type != ::duckdb::QueryNodeType::SELECT_NODE || !node.cte_map.map.empty()) return none;
  const auto& select = node.Cast<::duckdb::SelectNode>();
  if (!select.from_table || select.from_table->type != ::duckdb::TableReferenceType::BASE_TABLE) return none;
  if (!select.groups.group_expressions.empty() || select.having || select.qualify || select.sample) return none;
  const ::duckdb::OrderModifier* order = nullptr;
  for (const auto& modifier : node.modifiers) {
    if (modifier->type != ::duckdb::ResultModifierType::ORDER_MODIFIER) return none;
    order = &modifier->Cast<::duckdb::OrderModifier>();
  }
  const auto& from = select.from_table->Cast<::duckdb::BaseTableRef>();
  if (!from.catalog_name.empty() && from.catalog_name != session.context().database) return none;
  auto table =
      session.resolve_existing(from.schema_name.empty() ? std::vector<std::string>{from.table_name}
                                                        : std::vector<std::string>{from.schema_name, from.table_name});
  if (!table) return none;
  auto kind = relation_kind(session, *table);
  if (!kind) return kind.error();
  if (*kind == RelationKind::kView) return none;
  auto rows = session.runner().fetch("SELECT distribution, distribution_key, sort_style, sort_keys FROM " +
                                     internal(session, *table, "tables") + " WHERE " + of(*table));
  if (!rows) return rows.error();
  if ((*rows)->RowCount() == 0) return none;
  const auto text = [&](std::size_t column) {
    const auto value = (*rows)->GetValue(column, 0);
    return value.IsNull() ? std::string() : value.ToString();
  };

  const auto kept = kept_columns(session, select, *table, names);
  sql::TableAttributes attributes;
  if (const auto key = text(1); !key.empty()) {
    attributes.distribution_key = new_name(kept, key);
    if (!attributes.distribution_key.empty()) attributes.distribution = sql::DistributionStyle::kKey;
  } else if (text(0) == "all" || text(0) == "even") {
    attributes.distribution = text(0) == "all" ? sql::DistributionStyle::kAll : sql::DistributionStyle::kEven;
  }
  if (order) {
    if (!sorted_by(*order, kept, attributes.sort_keys)) attributes.sort_keys.clear();
    if (!attributes.sort_keys.empty()) attributes.sort_style = sql::SortKeyStyle::kCompound;
    return attributes;
  }
  const auto sort_keys = (*rows)->GetValue(3, 0);
  if (text(2).empty() || sort_keys.IsNull()) return attributes;
  // Sorted rows stay sorted by the first of their keys, not by later ones alone.
  for (const auto& key : ::duckdb::ListValue::GetChildren(sort_keys)) {
    const auto name = new_name(kept, key.ToString());
    if (name.empty()) break;
    attributes.sort_keys.push_back(name);
  }
  if (!attributes.sort_keys.empty())
    attributes.sort_style = text(2) == "interleaved" ? sql::SortKeyStyle::kInterleaved : sql::SortKeyStyle::kCompound;
  return attributes;
}

Result<void> copy_attributes(Session& session, const Session::ObjectName& from, const Session::ObjectName& to) {
  const auto tables = internal(session, to, "tables");
  if (to.schema.empty()) {
    // Of a temporary table that is plain nothing is remembered yet.
    auto room = run_all(session, {"INSERT INTO " + tables + " SELECT '', " + quote_text(to.name) +
                                  ", NULL, NULL, NULL, NULL, NULL, NULL, NULL WHERE NOT EXISTS (SELECT 1 FROM " +
                                  tables + " WHERE " + of(to) + ")"});
    if (!room) return room;
  }
  return run_all(
      session,
      {"UPDATE " + tables +
           " AS t SET distribution = coalesce(t.distribution, s.distribution), distribution_key = CASE WHEN "
           "t.distribution IS NULL THEN s.distribution_key ELSE t.distribution_key END, sort_style = "
           "coalesce(t.sort_style, s.sort_style), sort_keys = CASE WHEN t.sort_style IS NULL THEN s.sort_keys ELSE "
           "t.sort_keys END, backup = coalesce(t.backup, s.backup) FROM (SELECT * FROM " +
           internal(session, from, "tables") + " WHERE " + of(from) +
           ") AS s WHERE t.schema_name = " + quote_text(to.schema) + " AND t.table_name = " + quote_text(to.name),
       "INSERT INTO " + internal(session, to, "columns") + " SELECT " + quote_text(to.schema) + ", " +
           quote_text(to.name) + ", column_name, encoding, collation_name, NULL, NULL, NULL, NULL FROM " +
           internal(session, from, "columns") + " WHERE " + of(from) +
           " AND (encoding IS NOT NULL OR collation_name IS NOT NULL)"});
}

}  // namespace slipher::engine
