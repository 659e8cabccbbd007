#include "engine/duckdb/catalog/fact_functions.h"

#include <algorithm>
#include <set>

#include "duckdb/catalog/catalog.hpp"
#include "duckdb/parser/parsed_data/create_table_function_info.hpp"
#include "duckdb/planner/expression_binder.hpp"
#include "duckdb/planner/expression/bound_cast_expression.hpp"
#include "engine/duckdb/catalog/activity_functions.h"
#include "engine/duckdb/catalog/fact_table.h"
#include "engine/duckdb/catalog/relations.h"
#include "engine/duckdb/catalog/session_state.h"
#include "engine/duckdb/catalog/system_views.h"
#include "engine/duckdb/catalog/type_catalog.h"
#include "engine/duckdb/functions/support.h"
#include "engine/duckdb/lowering/session_parameters.h"
#include "engine/duckdb/rewrite/function_rows.h"
#include "engine/duckdb/rewrite/relation_name.h"

namespace slipher::engine {
namespace {

using ::duckdb::ClientContext;
using ::duckdb::TableFunction;

bool all_known(const functions::BoundArguments& arguments) {
  return std::none_of(arguments.begin(), arguments.end(),
                      [](const auto& each) { return each->return_type.id() == ::duckdb::LogicalTypeId::UNKNOWN; });
}

/// The types of the arguments from the `first` one on, as an error lists them.
std::string types_after(std::size_t first, const functions::BoundArguments& arguments) {
  std::string types;
  for (auto i = first; i < arguments.size(); i++) {
    types += types.empty() ? "" : ", ";
    types += ::duckdb::ExpressionBinder::GetExpressionReturnType(*arguments[i]).ToString();
  }
  return types;
}

template <class Row>
std::vector<Row> of_all_databases(ClientContext& context,
                                  std::vector<Row> (*list)(ClientContext&, const std::string&)) {
  std::vector<Row> rows;
  for (const auto& database : user_databases(context)) {
    auto more = list(context, database);
    std::move(more.begin(), more.end(), std::back_inserter(rows));
  }
  return rows;
}

TableFunction databases() {
  return FactTable<std::string>::make(
      "slipher_databases",
      {fact<std::string>("database_name", [](const std::string& row) { return row; }),
       fact<std::string>("oid", [](const std::string& row) { return object_oid("database", row, {}, {}); })},
      [](ClientContext& context) { return user_databases(context); });
}

struct SchemaRow {
  std::string database;
  std::string name;
  std::int64_t oid = 0;
  bool is_system = false;
};

SchemaRow schema_row(const std::string& database, const std::string& name) {
  const bool is_system = is_system_schema(name);
  return {database, name, object_oid("schema", is_system ? std::string() : database, {}, name), is_system};
}

std::vector<SchemaRow> schema_rows(ClientContext& context, const std::string& database) {
  std::vector<SchemaRow> rows;
  for (const auto& name : visible_schemas(context, database)) rows.push_back(schema_row(database, name));
  const auto* session = find_session(context);
  if (session && session->database == database && has_temporary_relations(context))
    rows.push_back(schema_row(database, temporary_schema(*session)));
  return rows;
}

TableFunction schemas() {
  using Row = SchemaRow;
  return FactTable<Row>::make("slipher_schemas",
                              {fact<Row>("database_name", [](const Row& row) { return row.database; }),
                               fact<Row>("schema_name", [](const Row& row) { return row.name; }),
                               fact<Row>("oid", [](const Row& row) { return row.oid; }),
                               fact<Row>("is_system", [](const Row& row) { return row.is_system; })},
                              [](ClientContext& context) { return of_all_databases(context, schema_rows); });
}

TableFunction relations() {
  using Row = Relation;
  return FactTable<Row>::make(
      "slipher_relations",
      {fact<Row>("database_name", [](const Row& row) { return row.database; }),
       fact<Row>("schema_name", [](const Row& row) { return row.schema; }),
       fact<Row>("schema_oid", [](const Row& row) { return schema_row(row.database, row.schema).oid; }),
       fact<Row>("relation_name", [](const Row& row) { return row.name; }),
       fact<Row>("oid", [](const Row& row) { return row.oid; }),
       fact<Row>("kind", [](const Row& row) { return std::string(1, row.kind); }),
       fact<Row>("is_system", [](const Row& row) { return row.is_system; }),
       fact<Row>("is_temporary", [](const Row& row) { return row.is_temporary; }),
       fact<Row>("row_count", [](const Row& row) { return row.rows; })},
      [](ClientContext& context) { return of_all_databases(context, visible_relations); });
}

std::optional<std::int32_t> characters_of(const RelationColumn& row) {
  const auto& column = row.column;
  const bool is_text = column.type == Type::kVarchar || column.type == Type::kBpchar || column.type == Type::kName;
  return is_text ? std::optional<std::int32_t>(column.precision) : std::nullopt;
}

std::optional<std::int32_t> precision_of(const RelationColumn& row) {
  switch (row.column.type) {
    case Type::kInt2:
      return 16;
    case Type::kInt4:
      return 32;
    case Type::kInt8:
      return 64;
    case Type::kFloat4:
      return 24;
    case Type::kFloat8:
      return 53;
    case Type::kNumeric:
      return row.column.precision;
    default:
      return std::nullopt;
  }
}

std::optional<std::int32_t> scale_of(const RelationColumn& row) {
  switch (row.column.type) {
    case Type::kInt2:
    case Type::kInt4:
    case Type::kInt8:
      return 0;
    case Type::kNumeric:
      return row.column.scale;
    default:
      return std::nullopt;
  }
}

TableFunction columns() {
  using Row = RelationColumn;
  return FactTable<Row>::make(
      "slipher_columns",
      {fact<Row>("database_name", [](const Row& row) { return row.database; }),
       fact<Row>("schema_name", [](const Row& row) { return row.column.schema_name; }),
       fact<Row>("relation_name", [](const Row& row) { return row.column.table_name; }),
       fact<Row>("relation_oid", [](const Row& row) { return row.relation_oid; }),
       fact<Row>("column_name", [](const Row& row) { return row.column.name; }),
       fact<Row>("position", [](const Row& row) { return static_cast<std::int32_t>(row.position); }),
       fact<Row>("type_oid", [](const Row& row) { return type_oid(row.column.type); }),
       fact<Row>("type_modifier", [](const Row& row) { return type_modifier(row.column); }),
       fact<Row>("type_name", [](const Row& row) { return std::string(type_name(row.column.type)); }),
       fact<Row>("type_text",
                 [](const Row& row) { return format_type(type_oid(row.column.type), type_modifier(row.column)); }),
       fact<Row>("plain_type_text", [](const Row& row) { return format_type(type_oid(row.column.type), -1); }),
       fact<Row>("characters", characters_of), fact<Row>("precision", precision_of), fact<Row>("scale", scale_of),
       fact<Row>("is_nullable", [](const Row& row) { return row.column.nullable; }),
       fact<Row>("engine_default", [](const Row& row) { return row.column.column_default; })},
      [](ClientContext& context) { return of_all_databases(context, visible_columns); });
}

TableFunction types() {
  using Row = PgType;
  return FactTable<Row>::make(
      "slipher_types",
      {fact<Row>("oid", [](const Row& row) { return row.oid; }),
       fact<Row>("type_name", [](const Row& row) { return std::string(row.name); }),
       fact<Row>("length", [](const Row& row) { return static_cast<std::int32_t>(row.length); }),
       fact<Row>("kind", [](const Row& row) { return std::string(1, row.kind); }),
       fact<Row>("element", [](const Row& row) { return row.element; })},
      [](ClientContext&) {
        const auto all = catalog_types();
        return std::vector<Row>(all.begin(), all.end());
      });
}

using Pair = std::pair<std::string, std::string>;

TableFunction parameters() {
  return FactTable<Pair>::make("slipher_parameters",
                               {fact<Pair>("name", [](const Pair& row) { return row.first; }),
                                fact<Pair>("setting", [](const Pair& row) { return row.second; })},
                               [](ClientContext& context) {
                                 std::vector<Pair> rows;
                                 const auto* session = find_session(context);
                                 for (const auto& parameter : session_parameters()) {
                                   std::string value(parameter.default_value);
                                   if (parameter.name == "database" && session) value = session->database;
                                   if (parameter.name == "session_authorization" && session) value = session->user;
                                   if (session) {
                                     const auto set = session->settings.find(parameter.name);
                                     if (set != session->settings.end()) value = set->second;
                                   }
                                   rows.emplace_back(std::string(parameter.name), std::move(value));
                                 }
                                 return rows;
                               });
}

TableFunction known_functions() {
  return FactTable<Pair>::make("slipher_functions",
                               {fact<Pair>("function_name", [](const Pair& row) { return row.first; }),
                                fact<Pair>("doc", [](const Pair& row) { return row.second; })},
                               [](ClientContext&) {
                                 std::vector<Pair> rows;
                                 for (const auto& rule : function_rows()) {
                                   if (!rule.name.starts_with("rs_")) rows.emplace_back(rule.name, rule.doc);
                                 }
                                 return rows;
                               });
}

void register_scalars(::duckdb::DatabaseInstance& database) {
  using namespace functions;
  Registry registry;
  const auto text = LogicalType::VARCHAR;
  registry.add("rs_object_oid", {text, text, text, text}, LogicalType::BIGINT,
               rowwise([](const Row& row, const FunctionData*) {
                 return object_oid(row.text(0), row.text(1), row.text(2), row.text(3));
               }));
  auto& format = registry.add("rs_format_type", {LogicalType::BIGINT, LogicalType::INTEGER}, text,
                              rowwise(
                                  [](const Row& row, const FunctionData*) -> std::optional<std::string> {
                                    if (row.is_null(0)) return std::nullopt;
                                    return format_type(row.integer(0), row.is_null(1) ? -1 : row.get<std::int32_t>(1));
                                  },
                                  true));
  format.null_handling = ::duckdb::FunctionNullHandling::SPECIAL_HANDLING;
  // A part of a relation's name, counted from the right; NULL when it has none.
  registry.add("rs_relation_part", {text, LogicalType::INTEGER, LogicalType::BOOLEAN}, text,
               per_row([](const Row& row) -> std::optional<std::string> {
                 auto parts = read_relation_name(row.text(0), row.get<bool>(2));
                 if (!parts) throw InvalidInputException("invalid name syntax");
                 const auto place = static_cast<std::size_t>(row.get<std::int32_t>(1));
                 if (place > parts->size()) return std::nullopt;
                 return std::move((*parts)[parts->size() - place]);
               }));
  // The relation's oid, which is NULL for a name that none has.
  auto& known =
      registry.add("rs_known_relation", {LogicalType::BIGINT, text}, LogicalType::BIGINT,
                   per_row(
                       [](const Row& row) -> std::optional<std::int64_t> {
                         if (!row.is_null(0)) return row.integer(0);
                         if (row.is_null(1)) return std::nullopt;
                         throw InvalidInputException("relation \"" + std::string(row.text(1)) + "\" does not exist");
                       },
                       true));
  known.null_handling = ::duckdb::FunctionNullHandling::SPECIAL_HANDLING;
  // A value as REGCLASS: a text's oid or a number's name.
  registry.add_macro("rs_regclass", 3, [](::duckdb::FunctionBindExpressionInput& input) -> BoundPointer {
    return std::move(input.children[is_text(input.children[0]->return_type) ? 1 : 2]);
  });
  // The numbers between two of type INTEGER are of that type, too.
  registry.add_macro("rs_as_integers", 3, [](::duckdb::FunctionBindExpressionInput& input) -> BoundPointer {
    const auto is_small = [](const auto& child) {
      const auto type = child->return_type.id();
      return type == ::duckdb::LogicalTypeId::INTEGER || type == ::duckdb::LogicalTypeId::SMALLINT;
    };
    auto& list = input.children[0];
    if (!is_small(input.children[1]) || !is_small(input.children[2])) return std::move(list);
    return ::duckdb::BoundCastExpression::AddCastToType(input.context, std::move(list),
                                                        LogicalType::LIST(LogicalType::INTEGER));
  });
  // Fails for a call of a user's function with arguments that it does not take; while a function is made, the types of
  // its arguments are unknown.
  const auto fail = [](ClientContext& context, ScalarFunction&, BoundArguments& arguments) {
    if (!all_known(arguments)) return ::duckdb::unique_ptr<FunctionData>();
    no_such_function(constant_argument(context, *arguments[0], "name").ToString(), types_after(1, arguments));
  };
  registry.add("rs_no_function", {text}, LogicalType::BIGINT, nullptr, fail).varargs = LogicalType::ANY;
  // The same for a function that nobody has made, at a place of the query's text.
  const auto fail_at = [](ClientContext& context, ScalarFunction&, BoundArguments& arguments) {
    const auto name = constant_argument(context, *arguments[0], "name").ToString();
    const auto place = constant_argument(context, *arguments[1], "place");
    no_such_function(
        name, types_after(2, arguments),
        place.IsNull() ? ::duckdb::optional_idx() : ::duckdb::optional_idx(place.GetValue<std::uint64_t>()));
    return ::duckdb::unique_ptr<FunctionData>();
  };
  auto& missing =
      registry.add("rs_no_function_at", {text, LogicalType::UBIGINT}, LogicalType::BIGINT, nullptr, fail_at);
  missing.varargs = LogicalType::ANY;
  missing.null_handling = ::duckdb::FunctionNullHandling::SPECIAL_HANDLING;
  registry.add("rs_type_oid", {text}, LogicalType::BIGINT,
               rowwise([](const Row& row, const FunctionData*) { return type_oid(row.text(0)); }));
  registry.commit(database);
}

}  // namespace

void register_fact_functions(::duckdb::DatabaseInstance& database) {
  register_scalars(database);
  ::duckdb::Connection connection(database);
  connection.BeginTransaction();
  auto& catalog = ::duckdb::Catalog::GetSystemCatalog(database);
  auto functions = activity_functions();
  functions.insert(functions.end(),
                   {databases(), schemas(), relations(), columns(), types(), parameters(), known_functions()});
  for (auto& function : functions) {
    ::duckdb::CreateTableFunctionInfo info(function);
    info.internal = true;
    catalog.CreateTableFunction(*connection.context, info);
  }
  connection.Commit();
}

}  // namespace slipher::engine
