#include "engine/duckdb/catalog/expand_view.h"

#include <set>

#include "duckdb/catalog/catalog.hpp"
#include "duckdb/function/table_function.hpp"
#include "duckdb/main/client_context.hpp"
#include "duckdb/parser/expression/constant_expression.hpp"
#include "duckdb/parser/expression/function_expression.hpp"
#include "duckdb/parser/parsed_data/create_table_function_info.hpp"
#include "duckdb/parser/parser.hpp"
#include "duckdb/parser/query_node/list.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "duckdb/parser/tableref/list.hpp"
#include "engine/duckdb/catalog/relations.h"
#include "engine/duckdb/catalog/session_state.h"
#include "engine/duckdb/catalog/system_views.h"
#include "engine/duckdb/own_catalog.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

using ::duckdb::ClientContext;

constexpr const char* kFunction = "slipher_view";

/// By their number in pg_attribute.attencodingtype, from 0: as Redshift numbers them.
const std::string kEncodings[] = {"none",    "bytedict", "delta",    "lzo",      "runlength", "delta32k", "",
                                  "text255", "",         "",         "",         "",          "",         "",
                                  "",        "mostly8",  "mostly16", "mostly32", "text32k",   "zstd",     "az64"};

std::string call_text(std::string_view schema, std::string_view name) {
  return std::string(kFunction) + "(" + quote_text(schema) + ", " + quote_text(name) + ")";
}

std::string of_all_databases(ClientContext& context, const SessionContext& session, std::string_view table) {
  std::string text;
  for (const auto& database : user_databases(context))
    text += (text.empty() ? "(SELECT " : " UNION ALL BY NAME SELECT ") + quote_text(database) +
            " AS database_name, * FROM " + internal_table(database, table);
  if (has_temporary_internal_table(context, table))
    text += " UNION ALL BY NAME SELECT " + quote_text(session.database) + " AS database_name, " +
            quote_text(temporary_schema(session)) + " AS schema_name, * EXCLUDE (schema_name) FROM " +
            temporary_internal_table(table);
  return text + ")";
}

/// Whether the user has `attribute`, of facts.users, or the system privilege ACCESS SYSTEM TABLE, which sys:monitor
/// has.
std::string may_see(std::string_view attribute, const SessionContext& session) {
  const auto user = quote_text(session.user);
  return "((SELECT bool_or(" + std::string(attribute) + ") FROM " + call_text(kFacts, "users") +
         " WHERE user_name = " + user + ") OR rs_sees_identity(" + user + ", -1))";
}

/// "Superusers can see all rows; regular users can see only their own data", unless they have SYSLOG ACCESS
/// UNRESTRICTED.
std::string sees(std::string_view user_name, const SessionContext& session) {
  return "(" + std::string(user_name) + " = " + quote_text(session.user) + " OR " +
         may_see("is_superuser OR syslog_access = 'UNRESTRICTED'", session) + ")";
}

/// {acl:owner letters}: `a.acl` behind what the owner has by owning the object; NULL when nothing was granted.
std::string with_owner(std::string_view name) {
  const auto blank = name.rfind(' ');
  const std::string owner(name.substr(0, blank));
  return "CASE WHEN a.acl IS NOT NULL THEN list_prepend(" + owner + " || '=" + std::string(name.substr(blank + 1)) +
         "/' || " + owner + ", list_filter(a.acl, lambda item: NOT (starts_with(item, " + owner +
         " || '=') AND ends_with(item, '/' || " + owner + ")))) END";
}

/// What a {placeholder} stands for.
std::string value_of(std::string_view placeholder, ClientContext& context, const SessionContext& session) {
  const auto colon = placeholder.find(':');
  if (colon != std::string_view::npos) {
    const auto kind = placeholder.substr(0, colon);
    const auto name = placeholder.substr(colon + 1);
    if (kind == "fact") return call_text(kFacts, name);
    if (kind == "own") return internal_table(session.database, name);
    if (kind == "all") return of_all_databases(context, session, name);
    if (kind == "sees") return sees(name, session);
    if (kind == "acl") return with_owner(name);
    if (kind == "sees_identity") return "rs_sees_identity(" + quote_text(session.user) + ", " + std::string(name) + ")";
  }
  if (placeholder == "user") return quote_text(session.user);
  if (placeholder == "superuser") return may_see("is_superuser", session);
  if (placeholder == "database") return quote_text(session.database);
  if (placeholder == "pid") return std::to_string(session.process_id);
  if (placeholder == "temporary_schema") return quote_text(temporary_schema(session));
  if (placeholder == "search_path") return quote_list(session.search_path);
  if (placeholder == "encodings") return quote_list({kEncodings, std::end(kEncodings)});
  throw ::duckdb::InternalException("unknown placeholder {%s}", std::string(placeholder));
}

std::string filled_in(std::string_view text, ClientContext& context, const SessionContext& session) {
  std::string out;
  for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{')) {
    const auto close = text.find('}', open);
    out += text.substr(0, open);
    out += value_of(text.substr(open + 1, close - open - 1), context, session);
    text.remove_prefix(close + 1);
  }
  return out + std::string(text);
}

/// The select list of a query, of its first branch if it is a UNION.
const ::duckdb::SelectNode& first_select(const ::duckdb::QueryNode& node) {
  if (node.type == ::duckdb::QueryNodeType::SET_OPERATION_NODE)
    return first_select(*node.Cast<::duckdb::SetOperationNode>().left);
  if (node.type == ::duckdb::QueryNodeType::CTE_NODE) return first_select(*node.Cast<::duckdb::CTENode>().child);
  return node.Cast<::duckdb::SelectNode>();
}

std::string select_text(const SystemView& view, ClientContext& context, const SessionContext& session) {
  std::set<std::string> has;  // columns of the query
  std::string query;
  if (!view.query.empty()) {
    query = filled_in(view.query, context, session);
    ::duckdb::Parser parser;
    parser.ParseQuery(query);
    const auto& statement = parser.statements.at(0)->Cast<::duckdb::SelectStatement>();
    for (const auto& item : first_select(*statement.node).select_list) has.insert(item->GetName());
  }
  std::string text;
  for (const auto& column : columns_of(view)) {
    const auto name = quote_name(column.name);
    text += (text.empty() ? "SELECT CAST(" : ", CAST(") + (has.erase(column.name) ? "q." + name : "NULL") + " AS " +
            column.type + ") AS " + name;
  }
  if (!has.empty())
    throw ::duckdb::BinderException("system view %s has no column %s", std::string(view.name), *has.begin());
  return text + (query.empty() ? " WHERE false" : " FROM (" + query + ") AS q");
}

::duckdb::unique_ptr<::duckdb::TableRef> replace(ClientContext& context, ::duckdb::TableFunctionBindInput& input) {
  const auto schema = input.inputs.at(0).ToString();
  const auto name = input.inputs.at(1).ToString();
  const auto* view = find_system_view(schema, name);
  if (!view) throw ::duckdb::CatalogException("Table with name %s does not exist!", name);
  const auto* session = find_session(context);
  if (!session) throw ::duckdb::BinderException("system view %s outside of a session", name);
  ::duckdb::Parser parser;
  parser.ParseQuery(select_text(*view, context, *session));
  auto query =
      ::duckdb::unique_ptr_cast<::duckdb::SQLStatement, ::duckdb::SelectStatement>(std::move(parser.statements.at(0)));
  return ::duckdb::make_uniq<::duckdb::SubqueryRef>(std::move(query));
}

void never_runs(ClientContext&, ::duckdb::TableFunctionInput&, ::duckdb::DataChunk&) {
  throw ::duckdb::InternalException("slipher_view was not replaced");
}

}  // namespace

const SystemView* called_view(const ::duckdb::TableRef& table) {
  if (table.type != ::duckdb::TableReferenceType::TABLE_FUNCTION) return nullptr;
  const auto& call = *table.Cast<::duckdb::TableFunctionRef>().function;
  if (call.GetExpressionClass() != ::duckdb::ExpressionClass::FUNCTION) return nullptr;
  const auto& function = call.Cast<::duckdb::FunctionExpression>();
  if (function.function_name != kFunction || function.children.size() != 2) return nullptr;
  const auto part = [&](std::size_t i) {
    return function.children[i]->Cast<::duckdb::ConstantExpression>().value.ToString();
  };
  return find_system_view(part(0), part(1));
}

::duckdb::unique_ptr<::duckdb::TableRef> view_call(std::string_view schema, std::string_view name) {
  ::duckdb::vector<::duckdb::unique_ptr<::duckdb::ParsedExpression>> arguments;
  for (const auto part : {schema, name})
    arguments.push_back(::duckdb::make_uniq<::duckdb::ConstantExpression>(::duckdb::Value(std::string(part))));
  auto table = ::duckdb::make_uniq<::duckdb::TableFunctionRef>();
  table->function = ::duckdb::make_uniq<::duckdb::FunctionExpression>(kFunction, std::move(arguments));
  return table;
}

void register_system_views(::duckdb::DatabaseInstance& database) {
  ::duckdb::TableFunction function(kFunction, {::duckdb::LogicalType::VARCHAR, ::duckdb::LogicalType::VARCHAR},
                                   never_runs);
  function.bind_replace = replace;
  ::duckdb::CreateTableFunctionInfo info(std::move(function));
  info.internal = true;
  ::duckdb::Connection connection(database);
  connection.BeginTransaction();
  ::duckdb::Catalog::GetSystemCatalog(database).CreateTableFunction(*connection.context, info);
  connection.Commit();
}

}  // namespace slipher::engine
