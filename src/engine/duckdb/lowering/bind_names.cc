#include <set>

#include "duckdb/parser/expression/subquery_expression.hpp"
#include "duckdb/parser/parsed_expression_iterator.hpp"
#include "duckdb/parser/parser.hpp"
#include "duckdb/parser/query_node/list.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "duckdb/parser/tableref/list.hpp"
#include "engine/duckdb/external/pseudo_columns.h"
#include "engine/duckdb/federated/federated_scan.h"
#include "engine/duckdb/lowering/stored_query.h"

namespace slipher::engine {
namespace {

using ::duckdb::ParsedExpression;
using ::duckdb::ParsedExpressionIterator;
using ::duckdb::QueryNode;
using ::duckdb::TableRef;

/// Qualifies table names in place; names of WITH hide tables in the query that they belong to.
class Binder {
 public:
  explicit Binder(Session& session) : session_(session) {}

  void query(QueryNode& node) {
    const auto outer = common_;
    for (auto& entry : node.cte_map.map) {
      common_.insert(entry.first);
      query(*entry.second->query->node);
    }
    if (node.type == ::duckdb::QueryNodeType::CTE_NODE) common_.insert(node.Cast<::duckdb::CTENode>().ctename);
    if (node.type == ::duckdb::QueryNodeType::RECURSIVE_CTE_NODE)
      common_.insert(node.Cast<::duckdb::RecursiveCTENode>().ctename);
    if (node.type == ::duckdb::QueryNodeType::SET_OPERATION_NODE) {
      auto& set = node.Cast<::duckdb::SetOperationNode>();
      query(*set.left);
      query(*set.right);
    } else if (node.type == ::duckdb::QueryNodeType::RECURSIVE_CTE_NODE) {
      auto& recursive = node.Cast<::duckdb::RecursiveCTENode>();
      query(*recursive.left);
      query(*recursive.right);
    } else if (node.type == ::duckdb::QueryNodeType::CTE_NODE) {
      auto& common = node.Cast<::duckdb::CTENode>();
      query(*common.query);
      query(*common.child);
    } else if (node.type == ::duckdb::QueryNodeType::SELECT_NODE) {
      select(node.Cast<::duckdb::SelectNode>());
    }
    ParsedExpressionIterator::EnumerateQueryNodeModifiers(
        node, [this](::duckdb::unique_ptr<ParsedExpression>& child) { expression(*child); });
    common_ = outer;
  }

  const std::vector<Session::ObjectName>& references() const { return references_; }
  const std::optional<Error>& error() const { return error_; }
  bool reads_external() const { return reads_external_; }
  bool names_bare_tables() const { return names_bare_tables_; }

 private:
  void select(::duckdb::SelectNode& node) {
    if (node.from_table) table(*node.from_table);
    const auto each = [this](::duckdb::unique_ptr<ParsedExpression>& child) {
      if (child) expression(*child);
    };
    for (auto& item : node.select_list) each(item);
    each(node.where_clause);
    for (auto& group : node.groups.group_expressions) each(group);
    each(node.having);
    each(node.qualify);
  }

  void expression(ParsedExpression& expression) {
    if (expression.GetExpressionClass() == ::duckdb::ExpressionClass::SUBQUERY)
      query(*expression.Cast<::duckdb::SubqueryExpression>().subquery->node);
    ParsedExpressionIterator::EnumerateChildren(
        expression, [this](::duckdb::unique_ptr<ParsedExpression>& child) { this->expression(*child); });
  }

  void table(TableRef& ref) {
    switch (ref.type) {
      case ::duckdb::TableReferenceType::BASE_TABLE:
        return base(ref.Cast<::duckdb::BaseTableRef>());
      case ::duckdb::TableReferenceType::JOIN: {
        auto& join = ref.Cast<::duckdb::JoinRef>();
        table(*join.left);
        table(*join.right);
        if (join.condition) expression(*join.condition);
        return;
      }
      case ::duckdb::TableReferenceType::SUBQUERY:
        return query(*ref.Cast<::duckdb::SubqueryRef>().subquery->node);
      case ::duckdb::TableReferenceType::PIVOT:
        return table(*ref.Cast<::duckdb::PivotRef>().source);
      case ::duckdb::TableReferenceType::TABLE_FUNCTION: {
        const auto& function = ref.Cast<::duckdb::TableFunctionRef>().function;
        if (function && (called_federated_table(*function) || called_external_table(*function))) reads_external_ = true;
        return;
      }
      default:
        return;
    }
  }

  void base(::duckdb::BaseTableRef& ref) {
    const bool qualified = !ref.schema_name.empty() || !ref.catalog_name.empty();
    if (!qualified && common_.contains(ref.table_name)) return;
    names_bare_tables_ = names_bare_tables_ || !qualified;
    if (!ref.catalog_name.empty() && ref.catalog_name != session_.context().database) return;  // another database
    if (ref.schema_name == "information_schema" || ref.schema_name == "pg_catalog") return;
    std::vector<std::string> parts;
    if (!ref.schema_name.empty()) parts.push_back(ref.schema_name);
    parts.push_back(ref.table_name);
    auto found = session_.resolve_existing(parts);
    if (!found) {
      if (!error_) error_ = found.error();
      return;
    }
    const bool temporary = found->schema.empty();
    ref.catalog_name = temporary ? "temp" : session_.context().database;
    ref.schema_name = temporary ? "main" : found->schema;
    // The table's own name stays its alias.
    if (ref.alias.empty()) ref.alias = ref.table_name;
    references_.push_back(*std::move(found));
  }

  Session& session_;
  std::set<std::string> common_;
  std::vector<Session::ObjectName> references_;
  std::optional<Error> error_;
  bool reads_external_ = false;
  bool names_bare_tables_ = false;
};

}  // namespace

Result<BoundQuery> bind_names(Session& session, const std::string& engine_text) {
  return guarded([&]() -> Result<BoundQuery> {
    ::duckdb::Parser parser(session.connection().context->GetParserOptions());
    parser.ParseQuery(engine_text);
    auto& statement = parser.statements.at(0)->Cast<::duckdb::SelectStatement>();
    Binder binder(session);
    binder.query(*statement.node);
    if (binder.error()) return *binder.error();
    return BoundQuery{statement.ToString(), binder.references(), binder.reads_external()};
  });
}

Result<bool> names_bare_tables(Session& session, const std::string& engine_text) {
  return guarded([&]() -> Result<bool> {
    ::duckdb::Parser parser(session.connection().context->GetParserOptions());
    parser.ParseQuery(engine_text);
    Binder binder(session);
    binder.query(*parser.statements.at(0)->Cast<::duckdb::SelectStatement>().node);
    return binder.names_bare_tables();
  });
}

}  // namespace slipher::engine
