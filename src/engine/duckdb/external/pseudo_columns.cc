#include "engine/duckdb/external/pseudo_columns.h"

#include "duckdb/catalog/catalog.hpp"
#include "duckdb/catalog/catalog_entry/view_catalog_entry.hpp"
#include "duckdb/function/table_function.hpp"
#include "duckdb/main/extension/extension_loader.hpp"
#include "duckdb/parser/expression/columnref_expression.hpp"
#include "duckdb/parser/expression/constant_expression.hpp"
#include "duckdb/parser/expression/function_expression.hpp"
#include "duckdb/parser/query_node/select_node.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "duckdb/parser/tableref/subqueryref.hpp"
#include "duckdb/parser/tableref/table_function_ref.hpp"
#include "engine/duckdb/external/external_table.h"
#include "engine/duckdb/external/nested_value.h"

namespace slipher::engine {
namespace {

constexpr const char* kReadWithFiles = "slipher_external_table";

/// The call of kExternalScan in the query of an external table's view; nullptr in every other query.
::duckdb::FunctionExpression* scan_of(::duckdb::SelectStatement& query) {
  if (query.node->type != ::duckdb::QueryNodeType::SELECT_NODE) return nullptr;
  auto& from = query.node->Cast<::duckdb::SelectNode>().from_table;
  if (!from || from->type != ::duckdb::TableReferenceType::TABLE_FUNCTION) return nullptr;
  auto& function = *from->Cast<::duckdb::TableFunctionRef>().function;
  if (function.GetExpressionClass() != ::duckdb::ExpressionClass::FUNCTION) return nullptr;
  auto& call = function.Cast<::duckdb::FunctionExpression>();
  return call.function_name == kExternalScan ? &call : nullptr;
}

/// A copy of the view's query; nullptr when it is the view of no external table.
::duckdb::unique_ptr<::duckdb::SelectStatement> query_of(::duckdb::ClientContext& context, const ExternalName& name) {
  const ::duckdb::EntryLookupInfo lookup(::duckdb::CatalogType::TABLE_ENTRY, name.table);
  auto entry =
      ::duckdb::Catalog::GetEntry(context, name.database, name.schema, lookup, ::duckdb::OnEntryNotFound::RETURN_NULL);
  if (!entry || entry->type != ::duckdb::CatalogType::VIEW_ENTRY) return nullptr;
  auto query = ::duckdb::unique_ptr_cast<::duckdb::SQLStatement, ::duckdb::SelectStatement>(
      entry->Cast<::duckdb::ViewCatalogEntry>().GetQuery().Copy());
  return scan_of(*query) ? std::move(query) : nullptr;
}

::duckdb::unique_ptr<::duckdb::TableRef> replace(::duckdb::ClientContext& context,
                                                 ::duckdb::TableFunctionBindInput& input) {
  const ExternalName name{input.inputs.at(0).ToString(), input.inputs.at(1).ToString(), input.inputs.at(2).ToString()};
  auto query = query_of(context, name);
  if (!query)
    throw ::duckdb::InvalidInputException("%s", "relation \"" + name.schema + "." + name.table + "\" does not exist");
  scan_of(*query)->children.push_back(
      ::duckdb::make_uniq<::duckdb::ConstantExpression>(::duckdb::Value::BOOLEAN(true)));
  auto& items = query->node->Cast<::duckdb::SelectNode>().select_list;
  for (const auto* column : {kPathColumn, kSizeColumn})
    items.push_back(::duckdb::make_uniq<::duckdb::ColumnRefExpression>(std::string(column)));
  return ::duckdb::make_uniq<::duckdb::SubqueryRef>(std::move(query));
}

}  // namespace

void register_pseudo_columns(::duckdb::DatabaseInstance& instance) {
  const ::duckdb::LogicalType text = ::duckdb::LogicalType::VARCHAR;
  ::duckdb::TableFunction function(kReadWithFiles, {text, text, text}, nullptr, nullptr);
  function.bind_replace = replace;
  ::duckdb::ExtensionLoader(instance, "slipher_external").RegisterFunction(function);
}

bool may_name_pseudo_columns(std::string_view text) { return text.find("\"$") != std::string_view::npos; }

bool is_external_table(const SessionContext& session, const std::string& database, const std::string& schema,
                       const std::string& table) {
  if (!session.connection) return false;
  auto& context = *session.connection->context;
  bool found = false;
  context.RunFunctionInTransaction([&] { found = query_of(context, {database, schema, table}) != nullptr; });
  return found;
}

std::map<std::string, std::string> nested_columns(const SessionContext& session, const std::string& database,
                                                  const std::string& schema, const std::string& table) {
  std::map<std::string, std::string> types;
  if (!session.connection) return types;
  auto& context = *session.connection->context;
  ::duckdb::unique_ptr<::duckdb::SelectStatement> query;
  context.RunFunctionInTransaction([&] { query = query_of(context, {database, schema, table}); });
  if (!query) return types;
  // rs_json_parse(kNestedValue(json, type)) AS name
  const auto argument = [](::duckdb::ParsedExpression& expression, const std::string& function, std::size_t number) {
    if (expression.GetExpressionClass() != ::duckdb::ExpressionClass::FUNCTION)
      return static_cast<::duckdb::ParsedExpression*>(nullptr);
    auto& call = expression.Cast<::duckdb::FunctionExpression>();
    return call.function_name == function && number < call.children.size() ? call.children[number].get() : nullptr;
  };
  for (auto& item : query->node->Cast<::duckdb::SelectNode>().select_list) {
    auto* value = argument(*item, "rs_json_parse", 0);
    auto* type = value ? argument(*value, kNestedValue, 1) : nullptr;
    if (type && type->GetExpressionClass() == ::duckdb::ExpressionClass::CONSTANT)
      types[item->GetAlias()] = type->Cast<::duckdb::ConstantExpression>().value.ToString();
  }
  return types;
}

::duckdb::unique_ptr<::duckdb::TableRef> external_table_with_pseudo_columns(const std::string& database,
                                                                            const std::string& schema,
                                                                            const std::string& table) {
  ::duckdb::vector<::duckdb::unique_ptr<::duckdb::ParsedExpression>> parts;
  for (const auto& part : {database, schema, table})
    parts.push_back(::duckdb::make_uniq<::duckdb::ConstantExpression>(::duckdb::Value(part)));
  auto call = ::duckdb::make_uniq<::duckdb::TableFunctionRef>();
  call->function = ::duckdb::make_uniq<::duckdb::FunctionExpression>(kReadWithFiles, std::move(parts));
  call->alias = table;
  return call;
}

std::optional<ExternalName> called_external_table(const ::duckdb::ParsedExpression& call) {
  if (call.GetExpressionClass() != ::duckdb::ExpressionClass::FUNCTION) return std::nullopt;
  const auto& function = call.Cast<::duckdb::FunctionExpression>();
  if (function.function_name != kReadWithFiles || function.children.size() != 3) return std::nullopt;
  const auto part = [&](std::size_t i) {
    return function.children[i]->Cast<::duckdb::ConstantExpression>().value.ToString();
  };
  return ExternalName{part(0), part(1), part(2)};
}

}  // namespace slipher::engine
