#pragma once
#include <set>
#include <string>
#include <vector>

#include "duckdb.hpp"
#include "duckdb/parser/parsed_expression.hpp"
#include "duckdb/parser/query_node.hpp"
#include "duckdb/parser/statement/insert_statement.hpp"
#include "duckdb/parser/tableref.hpp"

namespace slipher::engine {

/// A table, view or SQL function that a statement names, and what it does to it.
struct RelationReference {
  bool is_function = false;
  std::string database;
  std::string schema;
  std::string name;
  std::string privilege;
  /// Of UPDATE: the columns that it sets.
  std::vector<std::string> columns;
  bool is_view = false;
  /// Which of the references is the view whose query names this one; -1 = the statement itself.
  int through = -1;
};

/// Finds the tables and views of a parsed statement, and of the views' queries in turn, as DuckDB's binder will.
class ReferenceFinder {
 public:
  explicit ReferenceFinder(::duckdb::ClientContext& context) : context_(context) {}

  void statement(const ::duckdb::SQLStatement& statement);
  const std::vector<RelationReference>& references() const { return references_; }

 private:
  void query(const ::duckdb::QueryNode& node);
  void query_inside(const ::duckdb::QueryNode& node);
  void select(const ::duckdb::SelectNode& node);
  void expression(const ::duckdb::ParsedExpression& expression);
  void table(const ::duckdb::TableRef& ref);
  void base(const ::duckdb::BaseTableRef& ref);
  void common_tables(const ::duckdb::CommonTableExpressionMap& tables);
  void merge(const ::duckdb::MergeIntoStatement& statement);
  void update(const ::duckdb::UpdateStatement& statement);
  /// The relation of that name, and with `descend` what a view reads; nothing for what is none of the users'.
  void relation(const std::string& catalog, const std::string& schema, const std::string& name,
                const std::string& privilege, std::vector<std::string> columns = {});
  void target(const ::duckdb::TableRef& ref, const std::string& privilege, std::vector<std::string> columns = {});
  template <class List>
  void expressions(const List& list) {
    for (const auto& each : list) {
      if (each) expression(*each);
    }
  }

  ::duckdb::ClientContext& context_;
  std::set<std::string> common_;
  std::vector<RelationReference> references_;
  int through_ = -1;
  int depth_ = 0;
};

}  // namespace slipher::engine
