#include "engine/duckdb/rewrite/set_literals.h"

#include <algorithm>
#include <set>
#include <utility>

#include "duckdb/parser/query_node/select_node.hpp"
#include "duckdb/parser/tableref/emptytableref.hpp"
#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/plan/plan_pass.h"
#include "engine/duckdb/rewrite/tree.h"

namespace slipher::engine {
namespace {

using ::duckdb::ExpressionClass;
using ::duckdb::LogicalTypeId;
using ::duckdb::ParsedExpression;
using ::duckdb::QueryNode;
using ::duckdb::SelectNode;
using ::duckdb::SetOperationNode;

/// Literals of one column.
struct Column {
  std::size_t index;
  std::vector<ParsedPointer*> literals;
  std::vector<ParsedPointer> values = {};  // while NULLs stand in their place
};

/// Set operations of set operations, as one.
struct Chain {
  SetOperationNode* top;
  std::vector<QueryNode*> leaves = {};
  std::vector<Column> columns = {};
  std::size_t width = 0;
};

void find_leaves(QueryNode& node, std::vector<QueryNode*>& leaves, std::set<const SetOperationNode*>& inner) {
  if (node.type != ::duckdb::QueryNodeType::SET_OPERATION_NODE) return leaves.push_back(&node);
  auto& set = node.Cast<SetOperationNode>();
  inner.insert(&set);
  find_leaves(*set.left, leaves, inner);
  find_leaves(*set.right, leaves, inner);
}

/// The select list, where it tells which column each item is.
SelectNode* listed(QueryNode& leaf) {
  if (leaf.type != ::duckdb::QueryNodeType::SELECT_NODE) return nullptr;
  auto& select = leaf.Cast<SelectNode>();
  const auto is_star = [](const auto& item) { return item->GetExpressionClass() == ExpressionClass::STAR; };
  return std::any_of(select.select_list.begin(), select.select_list.end(), is_star) ? nullptr : &select;
}

bool is_null(const ParsedExpression& item) {
  return item.GetExpressionClass() == ExpressionClass::CONSTANT &&
         item.Cast<::duckdb::ConstantExpression>().value.IsNull();
}

void find_columns(Chain& chain) {
  for (auto* leaf : chain.leaves) {
    if (const auto* select = listed(*leaf)) chain.width = std::max(chain.width, select->select_list.size());
  }
  for (std::size_t i = 0; i < chain.width; ++i) {
    Column column{i, {}};
    bool is_typed = false;
    for (auto* leaf : chain.leaves) {
      auto* select = listed(*leaf);
      if (!select || i >= select->select_list.size()) {
        is_typed = true;
      } else if (auto& item = select->select_list[i]; tree::constant_text(*item)) {
        column.literals.push_back(&item);
      } else {
        is_typed = is_typed || !is_null(*item);
      }
    }
    if (is_typed && !column.literals.empty()) chain.columns.push_back(std::move(column));
  }
}

ParsedPointer null() { return tree::constant(::duckdb::Value()); }

/// Puts NULLs for the literals, and behind all queries one whose NULLs get the types. `number` counts them.
void begin_probe(Chain& chain, std::size_t& number) {
  auto probe = ::duckdb::make_uniq<SelectNode>();
  probe->from_table = ::duckdb::make_uniq<::duckdb::EmptyTableRef>();
  for (std::size_t i = 0; i < chain.width; ++i) probe->select_list.push_back(null());
  for (auto& column : chain.columns) {
    probe->select_list[column.index]->SetQueryLocation(PlanFacts::kFirstProbe + number++);
    for (auto* literal : column.literals) {
      auto placeholder = null();
      placeholder->SetAlias((*literal)->GetAlias());
      column.values.push_back(std::exchange(*literal, std::move(placeholder)));
    }
  }
  auto inner = ::duckdb::make_uniq<SetOperationNode>();
  inner->setop_type = std::exchange(chain.top->setop_type, ::duckdb::SetOperationType::UNION);
  inner->setop_all = std::exchange(chain.top->setop_all, true);
  inner->left = std::move(chain.top->left);
  inner->right = std::move(chain.top->right);
  chain.top->left = std::move(inner);
  chain.top->right = std::move(probe);
}

void end_probe(Chain& chain) {
  auto inner = std::move(chain.top->left);
  auto& set = inner->Cast<SetOperationNode>();
  chain.top->setop_type = set.setop_type;
  chain.top->setop_all = set.setop_all;
  chain.top->left = std::move(set.left);
  chain.top->right = std::move(set.right);
  for (auto& column : chain.columns) {
    for (std::size_t i = 0; i < column.literals.size(); ++i) *column.literals[i] = std::move(column.values[i]);
  }
}

/// Types that a text becomes by a plain cast.
bool is_cast_to(const ::duckdb::LogicalType& type) {
  switch (type.id()) {
    case LogicalTypeId::BOOLEAN:
    case LogicalTypeId::SMALLINT:
    case LogicalTypeId::INTEGER:
    case LogicalTypeId::BIGINT:
    case LogicalTypeId::HUGEINT:
    case LogicalTypeId::DECIMAL:
    case LogicalTypeId::FLOAT:
    case LogicalTypeId::DOUBLE:
    case LogicalTypeId::DATE:
    case LogicalTypeId::TIME:
    case LogicalTypeId::TIME_TZ:
    case LogicalTypeId::TIMESTAMP:
    case LogicalTypeId::TIMESTAMP_TZ:
    case LogicalTypeId::INTERVAL:
      return declared_type(type).kind == DeclaredKind::kNone;
    default:
      return false;
  }
}

void cast_literal(ParsedPointer& literal, const ::duckdb::LogicalType& type) {
  auto alias = literal->GetAlias();
  literal->ClearAlias();
  if (type.id() == LogicalTypeId::TIMESTAMP_TZ) literal = tree::call("rs_timestamptz", std::move(literal));
  if (type.id() == LogicalTypeId::TIME_TZ) literal = tree::call("rs_timetz", std::move(literal));
  literal = tree::cast(std::move(literal), type);
  literal->SetAlias(std::move(alias));
}

}  // namespace

void type_set_literals(::duckdb::Connection& connection, const ::duckdb::SQLStatement& statement,
                       const std::vector<SetOperationNode*>& sets) {
  std::vector<Chain> chains;
  std::set<const SetOperationNode*> inner;
  for (auto* set : sets) {
    if (inner.contains(set)) continue;
    Chain chain{set};
    find_leaves(*set, chain.leaves, inner);
    find_columns(chain);
    if (!chain.columns.empty()) chains.push_back(std::move(chain));
  }
  if (chains.empty()) return;
  std::size_t number = 0;
  for (auto& chain : chains) begin_probe(chain, number);
  const auto facts = PlanFacts::of(*connection.context);
  facts->probed.assign(number, ::duckdb::LogicalType());
  connection.Prepare(statement.Copy());  // what is wrong with it will be said when it is prepared as it is
  const auto types = std::exchange(facts->probed, {});
  number = 0;
  for (auto& chain : chains) {
    end_probe(chain);
    for (auto& column : chain.columns) {
      const auto& type = types[number++];
      if (!is_cast_to(type)) continue;
      for (auto* literal : column.literals) cast_literal(*literal, type);
    }
  }
}

}  // namespace slipher::engine
