#include "engine/duckdb/refresh/incremental_query.h"

#include <algorithm>

#include "duckdb/catalog/catalog.hpp"
#include "duckdb/catalog/catalog_entry/scalar_function_catalog_entry.hpp"
#include "duckdb/catalog/catalog_entry/table_catalog_entry.hpp"
#include "duckdb/common/string_util.hpp"
#include "duckdb/parser/expression/list.hpp"
#include "duckdb/parser/parsed_expression_iterator.hpp"
#include "duckdb/parser/parser.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "duckdb/parser/tableref/list.hpp"
#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

using ::duckdb::ExpressionClass;
using ::duckdb::FunctionExpression;
using ::duckdb::ParsedExpression;
using ::duckdb::SelectNode;
using Merge = IncrementalQuery::Merge;

constexpr const char* kRowId = "rowid";

const FunctionExpression* as_function(const ParsedExpression& expression, std::string_view name) {
  if (expression.GetExpressionClass() != ExpressionClass::FUNCTION) return nullptr;
  const auto& function = expression.Cast<FunctionExpression>();
  return function.function_name == name ? &function : nullptr;
}

bool is_plain(const FunctionExpression& aggregate) {
  return !aggregate.distinct && !aggregate.filter && (!aggregate.order_bys || aggregate.order_bys->orders.empty());
}

/// Reads a query's expressions as they were rewritten (rewrite/aggregates.h).
class Reader {
 public:
  explicit Reader(::duckdb::ClientContext& context) : context_(context) {}

  /// Whether rows give the same value whenever they are read, one by one.
  bool is_lasting(const ParsedExpression& expression) const {
    switch (expression.GetExpressionClass()) {
      case ExpressionClass::SUBQUERY:
      case ExpressionClass::WINDOW:
      case ExpressionClass::PARAMETER:
        return false;
      case ExpressionClass::FUNCTION:
        if (!is_lasting_function(expression.Cast<FunctionExpression>())) return false;
        break;
      default:
        break;
    }
    bool all = true;
    ::duckdb::ParsedExpressionIterator::EnumerateChildren(
        expression, [&](const ParsedExpression& child) { all = all && is_lasting(child); });
    return all;
  }

  /// Of an item of the select list; nothing when it cannot be kept up.
  std::optional<Merge> merge(const ParsedExpression& item) const {
    const FunctionExpression* aggregate = as_function(item, "rs_sum");
    if (aggregate && aggregate->children.size() == 1) {
      const auto* sum = as_function(*aggregate->children[0], "sum");
      return sum ? merge_of(*sum, Merge::kSum) : std::nullopt;
    }
    for (const char* name : {"count", "count_star"}) {
      if ((aggregate = as_function(item, name))) return merge_of(*aggregate, Merge::kSum);
    }
    if ((aggregate = as_function(item, "min"))) return merge_of(*aggregate, Merge::kLeast);
    if ((aggregate = as_function(item, "max"))) return merge_of(*aggregate, Merge::kGreatest);
    return is_lasting(item) ? std::optional(Merge::kGroup) : std::nullopt;
  }

 private:
  std::optional<Merge> merge_of(const FunctionExpression& aggregate, Merge merge) const {
    const bool all = std::all_of(aggregate.children.begin(), aggregate.children.end(),
                                 [this](const auto& child) { return is_lasting(*child); });
    return all && is_plain(aggregate) ? std::optional(merge) : std::nullopt;
  }

  bool is_lasting_function(const FunctionExpression& call) const {
    const ::duckdb::EntryLookupInfo lookup(::duckdb::CatalogType::SCALAR_FUNCTION_ENTRY, call.function_name);
    const auto entry = ::duckdb::Catalog::GetEntry(context_, call.catalog, call.schema, lookup,
                                                   ::duckdb::OnEntryNotFound::RETURN_NULL);
    if (!entry || entry->type != ::duckdb::CatalogType::SCALAR_FUNCTION_ENTRY) return false;
    const auto& overloads = entry->Cast<::duckdb::ScalarFunctionCatalogEntry>().functions.functions;
    return std::all_of(overloads.begin(), overloads.end(), [](const auto& function) {
      return function.stability == ::duckdb::FunctionStability::CONSISTENT;
    });
  }

  ::duckdb::ClientContext& context_;
};

/// Which item a GROUP BY expression stands for: by its place, its name or its text.
std::optional<std::size_t> item_of(const ParsedExpression& group, const SelectNode& node) {
  const auto& items = node.select_list;
  if (group.GetExpressionClass() == ExpressionClass::CONSTANT) {
    const auto& value = group.Cast<::duckdb::ConstantExpression>().value;
    if (value.IsNull() || !value.type().IsIntegral()) return std::nullopt;
    const auto place = value.GetValue<std::int64_t>();
    if (place < 1 || place > static_cast<std::int64_t>(items.size())) return std::nullopt;
    return static_cast<std::size_t>(place - 1);
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    auto plain = items[i]->Copy();
    plain->ClearAlias();
    if (plain->Equals(group)) return i;
  }
  if (group.GetExpressionClass() != ExpressionClass::COLUMN_REF) return std::nullopt;
  const auto& names = group.Cast<::duckdb::ColumnRefExpression>().column_names;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (names.size() == 1 && ::duckdb::StringUtil::CIEquals(items[i]->GetAlias(), names[0])) return i;
  }
  return std::nullopt;
}

/// Values that are equal when DuckDB finds them equal, and that have one order.
bool is_simple(const ::duckdb::LogicalType& type) {
  const auto declared = declared_type(type);
  if (type.id() == ::duckdb::LogicalTypeId::VARCHAR)
    return !type.IsJSONType() && !declared.ignores_case &&
           (declared.kind == DeclaredKind::kNone || declared.kind == DeclaredKind::kVarchar);
  return declared.kind == DeclaredKind::kNone && !type.IsNested();
}

bool may_merge(Merge merge, const ::duckdb::LogicalType& type) {
  if (!is_simple(type)) return false;
  return merge == Merge::kGroup || type.id() != ::duckdb::LogicalTypeId::VARCHAR;
}

/// The SELECT inside of a stored query, when it is no more than its parts say.
SelectNode* inner_select(::duckdb::SelectStatement& stored) {
  const auto select_of = [](::duckdb::QueryNode& node) -> SelectNode* {
    if (node.type != ::duckdb::QueryNodeType::SELECT_NODE) return nullptr;
    auto& select = node.Cast<SelectNode>();
    const bool is_bare = select.modifiers.empty() && select.cte_map.map.empty() && !select.having && !select.qualify &&
                         !select.sample && select.groups.grouping_sets.size() <= 1 &&
                         select.aggregate_handling == ::duckdb::AggregateHandling::STANDARD_HANDLING;
    return is_bare && select.from_table ? &select : nullptr;
  };
  auto* const outer = select_of(*stored.node);
  if (!outer || outer->from_table->type != ::duckdb::TableReferenceType::SUBQUERY) return nullptr;
  return select_of(*outer->from_table->Cast<::duckdb::SubqueryRef>().subquery->node);
}

}  // namespace

std::optional<IncrementalQuery> IncrementalQuery::of(::duckdb::ClientContext& context, const std::string& stored_text,
                                                     const ::duckdb::TableCatalogEntry& view) {
  ::duckdb::Parser parser(context.GetParserOptions());
  parser.ParseQuery(stored_text);
  if (parser.statements.size() != 1 || parser.statements[0]->type != ::duckdb::StatementType::SELECT_STATEMENT)
    return std::nullopt;
  IncrementalQuery query;
  query.statement_ = std::move(parser.statements[0]);
  query.rows_ = inner_select(query.statement_->Cast<::duckdb::SelectStatement>());
  if (!query.rows_ || query.rows_->from_table->type != ::duckdb::TableReferenceType::BASE_TABLE) return std::nullopt;

  const auto& base = query.rows_->from_table->Cast<::duckdb::BaseTableRef>();
  if (base.sample || base.catalog_name.empty() || base.schema_name.empty()) return std::nullopt;
  const ::duckdb::EntryLookupInfo lookup(::duckdb::CatalogType::TABLE_ENTRY, base.table_name);
  const auto entry = ::duckdb::Catalog::GetEntry(context, base.catalog_name, base.schema_name, lookup,
                                                 ::duckdb::OnEntryNotFound::RETURN_NULL);
  if (!entry || entry->type != ::duckdb::CatalogType::TABLE_ENTRY || entry->temporary) return std::nullopt;
  if (entry->Cast<::duckdb::TableCatalogEntry>().ColumnExists(kRowId)) return std::nullopt;
  query.table_ = {entry->ParentCatalog().GetName(), entry->ParentSchema().name, entry->name};
  query.alias_ = base.alias.empty() ? base.table_name : base.alias;

  const Reader reader(context);
  if (query.rows_->where_clause && !reader.is_lasting(*query.rows_->where_clause)) return std::nullopt;
  for (const auto& item : query.rows_->select_list) {
    const auto merge = reader.merge(*item);
    if (!merge) return std::nullopt;
    query.merges_.push_back(*merge);
  }
  std::vector<bool> is_grouped(query.merges_.size(), false);
  for (const auto& group : query.rows_->groups.group_expressions) {
    const auto item = item_of(*group, *query.rows_);
    if (!item || query.merges_[*item] != Merge::kGroup) return std::nullopt;
    is_grouped[*item] = true;
  }
  const bool appends =
      query.rows_->groups.group_expressions.empty() &&
      std::all_of(query.merges_.begin(), query.merges_.end(), [](auto merge) { return merge == Merge::kGroup; });

  const auto& columns = view.GetColumns();
  for (const auto& column : columns.Logical()) query.columns_.push_back(quote_name(column.Name()));
  if (appends) {  // its items may be stars
    query.merges_.clear();
    return query;
  }
  if (query.columns_.size() != query.merges_.size()) return std::nullopt;
  for (const auto& column : columns.Logical()) {
    if (!may_merge(query.merges_[column.Logical().index], column.Type())) return std::nullopt;
  }
  return query;
}

std::string IncrementalQuery::added_text(std::int64_t last_row) const {
  auto& condition = rows_->where_clause;
  auto before = condition ? condition->Copy() : nullptr;
  ::duckdb::unique_ptr<ParsedExpression> is_added = ::duckdb::make_uniq<::duckdb::ComparisonExpression>(
      ::duckdb::ExpressionType::COMPARE_GREATERTHAN, ::duckdb::make_uniq<::duckdb::ColumnRefExpression>(kRowId, alias_),
      ::duckdb::make_uniq<::duckdb::ConstantExpression>(::duckdb::Value::BIGINT(last_row)));
  if (condition) {
    is_added = ::duckdb::make_uniq<::duckdb::ConjunctionExpression>(::duckdb::ExpressionType::CONJUNCTION_AND,
                                                                    std::move(is_added), std::move(condition));
  }
  condition = std::move(is_added);
  auto text = statement_->ToString();
  condition = std::move(before);
  return text;
}

std::string IncrementalQuery::take_up_text(const std::string& view, std::int64_t last_row) const {
  const auto added = added_text(last_row);
  if (merges_.empty()) return "INSERT INTO " + view + " " + added;
  std::string match = "true";
  std::string update;
  std::string values;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const auto& column = columns_[i];
    const auto kept = "kept." + column;
    const auto more = "added." + column;
    values += (i ? ", " : "") + more;
    if (merges_[i] == Merge::kGroup) {
      match += " AND " + kept + " IS NOT DISTINCT FROM " + more;
      continue;
    }
    update += (update.empty() ? "" : ", ") + column + " = ";
    if (merges_[i] == Merge::kSum) {
      update += "coalesce(" + kept + " + " + more + ", " + kept + ", " + more + ")";
    } else {
      update += (merges_[i] == Merge::kLeast ? "least(" : "greatest(") + kept + ", " + more + ")";
    }
  }
  return "MERGE INTO " + view + " AS kept USING (" + added + ") AS added ON (" + match + ")" +
         (update.empty() ? "" : " WHEN MATCHED THEN UPDATE SET " + update) + " WHEN NOT MATCHED THEN INSERT VALUES (" +
         values + ")";
}

}  // namespace slipher::engine
