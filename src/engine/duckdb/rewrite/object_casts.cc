#include "engine/duckdb/rewrite/object_casts.h"

#include <algorithm>

#include "duckdb/common/string_util.hpp"
#include "engine/duckdb/rewrite/array_text.h"
#include "engine/duckdb/rewrite/function_table.h"
#include "engine/duckdb/rewrite/tree.h"
#include "sql/name_case.h"
#include "sql/parsers.h"

namespace slipher::engine {
namespace {

/// The parts of a name are counted from the right; $2 says whether quoted ones keep their capitals.
constexpr std::string_view kOidOfRelation =
    "rs_known_relation((SELECT max(slipher_key) FROM (SELECT r.oid AS slipher_key, "
    "r.database_name AS slipher_database, r.schema_name AS slipher_schema, "
    "r.relation_name AS slipher_name, v.oid IS NOT NULL AS slipher_visible FROM "
    "slipher_relations() r JOIN slipher_view('facts', 'visible_databases') d ON d.database_name = r.database_name "
    "LEFT JOIN slipher_view('facts', 'visible') v ON v.oid = r.oid WHERE d.is_connected) AS slipher_rows WHERE "
    "slipher_name = rs_relation_part($1, 1, $2) AND coalesce(slipher_schema = rs_relation_part($1, 2, $2), "
    "slipher_visible) AND coalesce(slipher_database = rs_relation_part($1, 3, $2), true)), $1)";
/// A number that no relation has is shown as it is.
constexpr std::string_view kNameOfRelation =
    "coalesce((SELECT max(slipher_name) FROM (SELECT r.oid AS slipher_key, CASE WHEN v.oid IS NULL THEN "
    "rs_quote_ident(r.schema_name) || '.' || rs_quote_ident(r.relation_name) ELSE rs_quote_ident(r.relation_name) END "
    "AS slipher_name FROM slipher_view('facts', 'relations') r LEFT JOIN slipher_view('facts', 'visible') v ON v.oid = "
    "r.oid) AS slipher_rows WHERE slipher_key = try_cast($1 AS bigint)), $1::varchar)";
constexpr std::string_view kOidOfType =
    "(SELECT max(slipher_key) FROM (SELECT oid AS slipher_key, type_name AS slipher_name, rs_format_type(oid, -1) AS "
    "slipher_shown FROM slipher_view('facts', 'types')) AS slipher_rows WHERE $1 IN (slipher_name, slipher_shown))";

/// $2 is what stands behind the name, "" or "(integer,character varying)", where it counts.
constexpr std::string_view kOidOfRoutine =
    "coalesce((SELECT max(slipher_key) FROM (SELECT oid AS slipher_key, schema_name AS slipher_schema, routine_name AS "
    "slipher_name, '(' || arguments || ')' AS slipher_arguments, is_visible AS slipher_visible FROM "
    "slipher_view('facts', 'routines')) AS slipher_rows WHERE slipher_name = rs_relation_part($1, 1, false) AND "
    "coalesce(slipher_schema = rs_relation_part($1, 2, false), slipher_visible) AND $2 IN ('', slipher_arguments)), "
    "rs_object_oid('function', '', '', $1))";
/// A number that no routine has is shown as it is; $2 says whether the types of the arguments are shown.
constexpr std::string_view kNameOfRoutine =
    "coalesce((SELECT max(slipher_name) FROM (SELECT oid AS slipher_key, CASE WHEN is_visible THEN '' ELSE "
    "rs_quote_ident(schema_name) || '.' END || rs_quote_ident(routine_name) || CASE WHEN $2 THEN '(' || arguments || "
    "')' ELSE '' END AS slipher_name FROM slipher_view('facts', 'routines')) AS slipher_rows WHERE slipher_key = "
    "try_cast($1 AS bigint)), $1::varchar)";

/// The text that pg_user.valuntil has.
constexpr std::string_view kAbstime =
    "CASE $1::varchar WHEN 'infinity' THEN '2038-01-19 03:14:04' WHEN 'invalid' THEN 'invalid' ELSE "
    "strftime($1::timestamp, '%Y-%m-%d %H:%M:%S') END";

bool is_number(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// 's.f' or 's.f(int, varchar)' as the routine's oid.
ParsedPointer oid_of_routine(const std::string& text) {
  const auto open = text.find('(');
  std::string types;
  if (open != std::string::npos) {
    const auto list = text.substr(open);
    sql::TokenCursor cursor(list);
    for (const auto& type : sql::parse_argument_types(cursor)) types += (types.empty() ? "" : ",") + type;
    if (cursor.failed()) throw Refusal{"expected a list of argument types: " + text};
    types = "(" + types + ")";
  }
  ::duckdb::vector<ParsedPointer> arguments;
  arguments.push_back(tree::text(text.substr(0, open)));
  arguments.push_back(tree::text(types));
  return expand_expression(kOidOfRoutine, arguments);
}

ParsedPointer name_of_routine(const ::duckdb::ParsedExpression& oid, bool with_arguments) {
  ::duckdb::vector<ParsedPointer> arguments;
  arguments.push_back(oid.Copy());
  arguments.push_back(tree::constant(::duckdb::Value::BOOLEAN(with_arguments)));
  return expand_expression(kNameOfRoutine, arguments);
}

/// '{a,b}'::text[]: the engine writes arrays in another way.
ParsedPointer array_of_text(const ::duckdb::CastExpression& cast) {
  const auto* text = tree::constant_text(*cast.child);
  const auto elements = text ? read_array(*text) : std::nullopt;
  if (!elements) return nullptr;
  ::duckdb::vector<ParsedPointer> values;
  for (const auto& element : *elements)
    values.push_back(element ? tree::text(*element) : tree::constant(::duckdb::Value()));
  auto list = ::duckdb::make_uniq<::duckdb::FunctionExpression>("list_value", std::move(values));
  return ::duckdb::make_uniq<::duckdb::CastExpression>(cast.cast_type, std::move(list), cast.try_cast);
}

}  // namespace

ParsedPointer oid_of_relation(const ::duckdb::ParsedExpression& name) {
  ::duckdb::vector<ParsedPointer> arguments;
  arguments.push_back(name.Copy());
  arguments.push_back(tree::constant(::duckdb::Value::BOOLEAN(sql::name_case().quoted)));
  return expand_expression(kOidOfRelation, arguments);
}

ParsedPointer rewrite_object_cast(const ::duckdb::CastExpression& cast) {
  if (cast.cast_type.id() == ::duckdb::LogicalTypeId::LIST) return array_of_text(cast);
  if (cast.cast_type.id() != ::duckdb::LogicalTypeId::USER) return nullptr;
  const auto type = ::duckdb::StringUtil::Lower(::duckdb::UserType::GetTypeName(cast.cast_type));
  const bool is_class = type == "regclass";
  const bool is_type = type == "regtype";
  const bool is_abstime = type == "abstime";
  if (!is_abstime && !is_class && !is_type && type != "regproc" && type != "regprocedure") return nullptr;
  ::duckdb::vector<ParsedPointer> argument;
  argument.push_back(cast.child->Copy());
  if (is_abstime) return expand_expression(kAbstime, argument);
  if (const auto* name = tree::constant_text(*cast.child)) {
    if (is_number(*name)) return tree::bigint(std::stoll(*name));
    if (is_class) return oid_of_relation(*cast.child);
    if (is_type) return expand_expression(kOidOfType, argument);
    return oid_of_routine(*name);
  }
  // A text's type and a number's are told apart when they are bound.
  if (is_class)
    return tree::call("rs_regclass", cast.child->Copy(), oid_of_relation(*cast.child),
                      expand_expression(kNameOfRelation, argument));
  if (is_type) return expand_expression("rs_format_type($1::bigint, -1)", argument);
  return name_of_routine(*cast.child, type == "regprocedure");
}

}  // namespace slipher::engine
