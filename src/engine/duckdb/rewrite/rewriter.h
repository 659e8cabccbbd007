#pragma once
#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "duckdb/common/string_util.hpp"
#include "duckdb/parser/column_definition.hpp"
#include "duckdb/parser/parsed_expression.hpp"
#include "duckdb/parser/query_node.hpp"
#include "duckdb/parser/query_node/select_node.hpp"
#include "duckdb/parser/sql_statement.hpp"
#include "duckdb/parser/tableref.hpp"
#include "duckdb/parser/tableref/basetableref.hpp"
#include "engine/duckdb/rewrite/rewrite.h"

namespace slipher::engine {

using ParsedPointer = ::duckdb::unique_ptr<::duckdb::ParsedExpression>;

/// Thrown inside of the rewriting, which recurses deeply; rewrite() turns it into an Error. `message` has no "ERROR: ".
struct Refusal {
  std::string message;
};

/// The tables that a query's expressions may name. Tells table.column from column.field of a SUPER value.
struct Scope {
  std::vector<std::string> tables;
  /// Names of unnested SUPER values: FROM t, t.items AS item. Each is the only table with a column of its own name.
  std::vector<std::string> values;
  /// The types of nested columns of external tables, by the table's name and the column's. A value that is unnested
  /// from one is a column of its own name here, too. Lower case.
  std::map<std::string, std::map<std::string, std::string>> nested;
  /// External schemas that stand for a schema of another database, and are gone from the tables' names.
  std::vector<std::string> shared_schemas;
  /// Columns that share their name with another of the same table, in lower case: table, column.
  std::vector<std::pair<std::string, std::string>> duplicates;
  /// There are tables whose names are not known (PIVOT): nothing can be told.
  bool open = false;

  void add(const ::duckdb::TableRef& table);
  bool has_table(const std::string& name) const;
  bool has_value(const std::string& name) const;
  bool has_shared_schema(const std::string& name) const;
};

/// Walks over one statement and changes it in place. Children first, then the node itself.
class Rewriter {
 public:
  Rewriter(RewriteContext& context, std::string_view text) : context_(context), text_(text) {}

  void statement(::duckdb::SQLStatement& statement);
  void query(::duckdb::QueryNode& node);
  /// A table of FROM; a name of the system catalog becomes what it stands for.
  void table(::duckdb::unique_ptr<::duckdb::TableRef>& table);
  void expression(ParsedPointer& expression);
  /// For one whose children are done.
  void node_itself(ParsedPointer& expression);

  RewriteContext& context() { return context_; }
  /// From the outermost query to the one whose expression is being rewritten.
  const std::vector<Scope>& scopes() const { return scopes_; }
  const SessionContext& session() const { return context_.session; }
  /// The type of column.field.field of an external table, the column being names[column] behind its table's name, if
  /// any; "" when that is not known. `inner` is looked at first.
  std::string nested_type(const ::duckdb::vector<::duckdb::string>& names, std::size_t column,
                          const Scope* inner = nullptr) const;
  /// A column without a table that has the name of a table of the query.
  void note_row_name(const std::string& name) { row_names_.insert(name); }
  /// The statement's text from the place where `expression` was written; "" when that is not known.
  std::string_view text_at(const ::duckdb::ParsedExpression& expression) const;

 private:
  void common_tables(::duckdb::CommonTableExpressionMap& tables);
  /// The table that is changed.
  void target(const ::duckdb::TableRef& table);
  void check_target(const std::string& catalog, const std::string& schema, const std::string& name);
  void base_table(::duckdb::unique_ptr<::duckdb::TableRef>& table);
  void pseudo_columns(::duckdb::unique_ptr<::duckdb::TableRef>& table, const std::string& database,
                      const std::string& schema);
  void shared_table(::duckdb::BaseTableRef& table);
  void table_function(::duckdb::unique_ptr<::duckdb::TableRef>& table);
  /// Takes the hidden columns of system views and the pseudo-columns of external tables out of every *.
  void hide_columns(::duckdb::SelectNode& select);
  struct CommonTable {
    std::string name;  // in lower case
    /// Names that several of its columns have, in lower case.
    std::vector<std::string> duplicates;
  };
  void add_common_table(const std::string& name, std::vector<std::string> duplicates = {}) {
    common_tables_.push_back({::duckdb::StringUtil::Lower(name), std::move(duplicates)});
  }
  /// The WITH query of this name; nullptr where there is none.
  const CommonTable* find_common_table(const std::string& name) const;
  /// Of the tables in FROM, which are rewritten already.
  void find_duplicates(const ::duckdb::TableRef& table, Scope& scope) const;
  void modifiers(::duckdb::QueryNode& node);
  /// FROM t, t.items AS item: makes unnesting out of every path that begins at a table to its left or outside of the
  /// query; adds all tables of `table` to `scope`.
  void unnest(::duckdb::unique_ptr<::duckdb::TableRef>& table, Scope& scope);
  void add_nested_columns(const ::duckdb::BaseTableRef& table, Scope& scope) const;
  void create(::duckdb::SQLStatement& statement);
  void default_value(::duckdb::ColumnDefinition& column);
  void pivot_aggregates(::duckdb::vector<ParsedPointer>& aggregates);
  void merge(::duckdb::SQLStatement& statement);
  template <class List>
  void expressions(List& list) {
    for (auto& each : list) expression(each);
  }

  /// Enters a scope for as long as the result lives.
  auto enter(Scope scope) {
    scopes_.push_back(std::move(scope));
    struct Leave {
      std::vector<Scope>& scopes;
      ~Leave() { scopes.pop_back(); }
    };
    return Leave{scopes_};
  }
  /// The same with the scope of these tables.
  auto enter(std::initializer_list<const ::duckdb::TableRef*> tables) {
    Scope scope;
    for (const auto* table : tables) {
      if (table) scope.add(*table);
    }
    return enter(std::move(scope));
  }

  RewriteContext& context_;
  std::string_view text_;
  std::vector<Scope> scopes_;
  /// The WITH queries around what is being rewritten.
  std::vector<CommonTable> common_tables_;
  /// What note_row_name() noted in the outermost query, in lower case.
  std::set<std::string> row_names_;
  int query_depth_ = 0;
};

}  // namespace slipher::engine
