#include "engine/duckdb/rename_catalog.h"

#include "base/log.h"
#include "duckdb/catalog/catalog.hpp"
#include "duckdb/catalog/catalog_entry/macro_catalog_entry.hpp"
#include "duckdb/catalog/catalog_entry/schema_catalog_entry.hpp"
#include "duckdb/catalog/catalog_entry/table_catalog_entry.hpp"
#include "duckdb/catalog/catalog_entry/view_catalog_entry.hpp"
#include "duckdb/function/scalar_macro_function.hpp"
#include "duckdb/parser/expression/constant_expression.hpp"
#include "duckdb/parser/expression/function_expression.hpp"
#include "duckdb/parser/expression/subquery_expression.hpp"
#include "duckdb/parser/parsed_data/create_macro_info.hpp"
#include "duckdb/parser/parsed_data/create_view_info.hpp"
#include "duckdb/parser/parsed_expression_iterator.hpp"
#include "duckdb/parser/parser.hpp"
#include "duckdb/parser/qualified_name.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "duckdb/parser/tableref/basetableref.hpp"
#include "duckdb/transaction/meta_transaction.hpp"
#include "engine/duckdb/external/pseudo_columns.h"
#include "engine/duckdb/federated/federated_scan.h"
#include "engine/duckdb/own_catalog.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

using ::duckdb::ParsedExpression;
using ::duckdb::ParsedExpressionIterator;
using EntryType = ::duckdb::CatalogType;
using ExpressionPointer = ::duckdb::unique_ptr<ParsedExpression>;

/// Changes parsed queries and expressions in place; both say whether they did.
class CatalogNames {
 public:
  CatalogNames(std::string from, std::string to) : from_(std::move(from)), to_(std::move(to)) {}

  bool change(::duckdb::QueryNode& node) {
    changed_ = false;
    query(node);
    return changed_;
  }
  bool change(ParsedExpression& expression) {
    changed_ = false;
    this->expression(expression);
    return changed_;
  }

 private:
  void query(::duckdb::QueryNode& node) {
    ParsedExpressionIterator::EnumerateQueryNodeChildren(
        node,
        [&](ExpressionPointer& child) {
          if (child) expression(*child);
        },
        [&](::duckdb::TableRef& table) {
          if (table.type == ::duckdb::TableReferenceType::BASE_TABLE)
            name(table.Cast<::duckdb::BaseTableRef>().catalog_name);
        });
  }

  void expression(ParsedExpression& expression) {
    if (expression.GetExpressionClass() == ::duckdb::ExpressionClass::SUBQUERY)
      query(*expression.Cast<::duckdb::SubqueryExpression>().subquery->node);
    if (expression.GetExpressionClass() == ::duckdb::ExpressionClass::FUNCTION)
      function(expression.Cast<::duckdb::FunctionExpression>());
    ParsedExpressionIterator::EnumerateChildren(expression,
                                                [&](ExpressionPointer& child) { this->expression(*child); });
  }

  void function(::duckdb::FunctionExpression& call) {
    name(call.catalog);
    // Functions that take the name of an object as a text.
    if (call.function_name == "nextval") return sequence(*call.children.at(0));
    if (!called_external_table(call) && !called_federated_table(call)) return;
    auto& argument = call.children[0]->Cast<::duckdb::ConstantExpression>().value;
    auto database = argument.ToString();
    name(database);
    argument = ::duckdb::Value(database);
  }

  void sequence(ParsedExpression& argument) {
    if (argument.GetExpressionClass() != ::duckdb::ExpressionClass::CONSTANT) return;
    auto& text = argument.Cast<::duckdb::ConstantExpression>().value;
    auto parts = ::duckdb::QualifiedName::Parse(text.ToString());
    name(parts.catalog);
    text = ::duckdb::Value(quote_names({parts.catalog, parts.schema, parts.name}));
  }

  void name(std::string& catalog) {
    if (catalog != from_) return;
    catalog = to_;
    changed_ = true;
  }

  std::string from_;
  std::string to_;
  bool changed_ = false;
};

/// What a database keeps, `from` being replaced by `to`.
class RenamedDatabase {
 public:
  RenamedDatabase(::duckdb::Connection& connection, const std::string& database, const std::string& from,
                  const std::string& to)
      : connection_(connection), database_(database), names_(from, to) {}

  void views_and_macros() {
    auto& context = *connection_.context;
    context.RunFunctionInTransaction([&] {
      auto& catalog = ::duckdb::Catalog::GetCatalog(context, database_);
      ::duckdb::MetaTransaction::Get(context).ModifyDatabase(catalog.GetAttached());
      for (auto& info : infos(EntryType::TABLE_ENTRY, EntryType::VIEW_ENTRY)) {
        auto& view = info->Cast<::duckdb::CreateViewInfo>();
        if (!names_.change(*view.query->node)) continue;
        view.catalog = database_;
        view.sql = view.ToString();
        catalog.CreateView(context, view);
      }
      for (auto& info : infos(EntryType::SCALAR_FUNCTION_ENTRY, EntryType::MACRO_ENTRY)) {
        auto& macro = info->Cast<::duckdb::CreateMacroInfo>();
        bool changed = false;
        for (auto& function : macro.macros)
          changed = names_.change(*function->Cast<::duckdb::ScalarMacroFunction>().expression) || changed;
        if (changed) catalog.CreateFunction(context, macro);
      }
    });
  }

  void defaults() {
    std::vector<std::string> texts;
    auto& context = *connection_.context;
    context.RunFunctionInTransaction([&] {
      visit(EntryType::TABLE_ENTRY, [&](::duckdb::CatalogEntry& entry) {
        if (entry.type != EntryType::TABLE_ENTRY) return;
        const auto& table = entry.Cast<::duckdb::TableCatalogEntry>();
        for (const auto& column : table.GetColumns().Logical()) {
          if (!column.HasDefaultValue()) continue;
          const auto value = column.DefaultValue().Copy();
          if (!names_.change(*value)) continue;
          texts.push_back("ALTER TABLE " + quote_names({database_, table.schema.name, table.name}) + " ALTER COLUMN " +
                          quote_name(column.Name()) + " SET DEFAULT (" + value->ToString() + ")");
        }
      });
    });
    for (const auto& text : texts) run(text);
  }

  void texts() {
    const auto parsed = [&](const std::string& text) {
      ::duckdb::Parser parser(connection_.context->GetParserOptions());
      parser.ParseQuery(text);
      auto& statement = parser.statements.at(0)->Cast<::duckdb::SelectStatement>();
      return names_.change(*statement.node) ? statement.ToString() : text;
    };
    change_column("views", "engine_text", parsed);
    change_column("functions", "engine_body", [&](const std::string& text) {
      auto expressions = ::duckdb::Parser::ParseExpressionList(text, connection_.context->GetParserOptions());
      return names_.change(*expressions.at(0)) ? expressions[0]->ToString() : text;
    });
  }

 private:
  void run(const std::string& text) {
    const auto result = connection_.Query(text);
    if (result->HasError()) result->ThrowError();
  }

  void visit(EntryType set, const std::function<void(::duckdb::CatalogEntry&)>& visit) {
    auto& context = *connection_.context;
    for (auto& schema : ::duckdb::Catalog::GetCatalog(context, database_).GetSchemas(context))
      schema.get().Scan(context, set, [&](::duckdb::CatalogEntry& entry) {
        if (!entry.internal) visit(entry);
      });
  }

  /// How to make all entries of a type anew. They are read before the first is made.
  std::vector<::duckdb::unique_ptr<::duckdb::CreateInfo>> infos(EntryType set, EntryType type) {
    std::vector<::duckdb::unique_ptr<::duckdb::CreateInfo>> infos;
    visit(set, [&](::duckdb::CatalogEntry& entry) {
      if (entry.type != type) return;
      infos.push_back(entry.GetInfo());
      infos.back()->on_conflict = ::duckdb::OnCreateConflict::REPLACE_ON_CONFLICT;
    });
    return infos;
  }

  template <class Change>
  void change_column(const char* table, const std::string& column, Change&& change) {
    const auto where = internal_table(database_, table);
    const auto rows = connection_.Query("SELECT DISTINCT " + column + " FROM " + where);
    if (rows->HasError()) rows->ThrowError();
    for (std::size_t row = 0; row < rows->RowCount(); ++row) {
      const auto text = rows->GetValue(0, row).ToString();
      const auto changed = change(text);
      if (changed == text) continue;
      run("UPDATE " + where + " SET " + column + " = " + quote_text(changed) + " WHERE " + column + " = " +
          quote_text(text));
    }
  }

  ::duckdb::Connection& connection_;
  const std::string& database_;
  CatalogNames names_;
};

}  // namespace

bool can_rename_catalog(::duckdb::Connection& connection, const std::string& database, const std::string& to) {
  connection.BeginTransaction();
  bool can = true;
  try {
    RenamedDatabase(connection, database, database, to).views_and_macros();
  } catch (const std::exception& exception) {
    spdlog::warn("database {} cannot be renamed: {}", database, ::duckdb::ErrorData(exception).Message());
    can = false;
  }
  connection.Rollback();
  return can;
}

void rename_catalog(::duckdb::Connection& connection, const std::string& database, const std::string& from) {
  RenamedDatabase renamed(connection, database, from, database);
  renamed.texts();
  renamed.views_and_macros();
  renamed.defaults();
}

}  // namespace slipher::engine
