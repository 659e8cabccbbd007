#include "duckdb/common/string_util.hpp"
#include "engine/duckdb/rewrite/function_rows.h"
#include "engine/duckdb/rewrite/object_casts.h"
#include "engine/duckdb/rewrite/tree.h"

/// Functions that look something up in the system catalog.
namespace slipher::engine {
namespace {

/// What a call with so many arguments becomes. Names of columns inside of subqueries begin with slipher_, so that they
/// catch none of the arguments'.
struct Lookup {
  std::string_view name;
  std::size_t arguments;
  std::string_view expression;
};

constexpr std::string_view kViewText =
    "(SELECT max(slipher_value) FROM (SELECT oid AS slipher_key, definition AS slipher_value FROM "
    "slipher_view('facts', 'view_texts')) AS slipher_rows WHERE slipher_key = $1)";
constexpr std::string_view kConstraintText =
    "(SELECT max(slipher_value) FROM (SELECT oid AS slipher_key, definition AS slipher_value FROM "
    "slipher_view('facts', 'constraints')) AS slipher_rows WHERE slipher_key = $1)";
constexpr std::string_view kSize =
    "coalesce((SELECT max(slipher_value) FROM (SELECT table_id AS slipher_key, size * 1048576 AS slipher_value FROM "
    "slipher_view('pg_catalog', 'svv_table_info')) AS slipher_rows WHERE slipher_key = $1), 0)";

/// Rows of a function in a select list, as the texts of records.
constexpr std::string_view kRecords =
    "unnest((SELECT list(slipher_row ORDER BY slipher_row) FROM (SELECT '(' || view_schema || ',' || view_name || ',' "
    "|| "
    "col_name || ',' || col_type || ',' || col_num || ')' AS slipher_row FROM slipher_view('facts', "
    "'late_binding_columns')) AS slipher_rows))";

constexpr Lookup kLookups[] = {
    {"pg_get_late_binding_view_cols", 0, kRecords},
    {"format_type", 2, "rs_format_type($1::bigint, $2::integer)"},
    {"format_encoding", 1,
     "list_extract(['none', 'bytedict', 'delta', 'lzo', 'runlength', 'delta32k', '', 'text255', '', '', '', '', '', "
     "'', '', "
     "'mostly8', 'mostly16', 'mostly32', 'text32k', 'zstd', 'az64'], $1 + 1)"},
    {"pg_get_viewdef", 1, kViewText},
    {"pg_get_viewdef", 2, kViewText},
    {"pg_get_constraintdef", 1, kConstraintText},
    {"pg_get_constraintdef", 2, kConstraintText},
    {"pg_get_indexdef", 1,
     "(SELECT max(slipher_value) FROM (SELECT index_oid AS slipher_key, 'CREATE UNIQUE INDEX ' || constraint_name || "
     "' ON ' || schema_name || '.' || table_name || ' USING btree (' || list_aggregate(column_names, 'string_agg', "
     "', ') || ')' AS slipher_value FROM slipher_view('facts', 'constraints')) AS slipher_rows WHERE slipher_key = "
     "$1)"},
    {"pg_get_indexdef", 3,
     "(SELECT max(slipher_values[$2]) FROM (SELECT index_oid AS slipher_key, column_names AS slipher_values FROM "
     "slipher_view('facts', 'constraints')) AS slipher_rows WHERE slipher_key = $1)"},
    {"pg_get_expr", 2, "$1"},
    {"pg_get_expr", 3, "$1"},
    {"pg_get_userbyid", 1,
     "coalesce((SELECT max(slipher_value) FROM (SELECT user_id AS slipher_key, user_name AS slipher_value FROM "
     "slipher_view('facts', 'users')) AS slipher_rows WHERE slipher_key = $1), 'unknown (OID=' || $1 || ')')"},
    {"pg_table_is_visible", 1,
     "(SELECT count(*) > 0 FROM (SELECT oid AS slipher_key FROM slipher_view('facts', 'visible')) AS slipher_rows "
     "WHERE slipher_key = $1)"},
    {"pg_get_functiondef", 1,
     "(SELECT max(slipher_value) FROM (SELECT oid AS slipher_key, definition AS slipher_value FROM "
     "slipher_view('facts', 'functions')) AS slipher_rows WHERE slipher_key = $1)"},
    {"textin", 1, "$1::varchar"},
    {"regprocedureout", 1, "$1::varchar"},
    {"regprocout", 1, "$1::varchar"},
    {"int2vectorout", 1, "array_to_string($1, ' ')"},
    {"aclcontains", 2, "rs_acl_contains(array_to_string($1, chr(10)), $2)"},
    {"makeaclitem", 5,
     "coalesce((SELECT max(slipher_value) FROM (SELECT user_id AS slipher_key, user_name AS slipher_value FROM "
     "slipher_view('facts', 'users')) AS slipher_rows WHERE slipher_key = nullif($1, 0)), (SELECT 'group ' || "
     "max(slipher_value) FROM (SELECT grosysid AS slipher_key, groname AS slipher_value FROM "
     "slipher_view('pg_catalog', 'pg_group')) AS slipher_rows WHERE slipher_key = $2), '') || '=' || "
     "coalesce((SELECT max(slipher_value) FROM (SELECT privilege AS slipher_key, letter AS slipher_value FROM "
     "slipher_view('facts', 'acl_letters')) AS slipher_rows WHERE slipher_key = upper($4)), '') || CASE WHEN $5 THEN "
     "'*' ELSE '' END || '/' || coalesce((SELECT max(slipher_value) FROM (SELECT user_id AS slipher_key, user_name AS "
     "slipher_value FROM slipher_view('facts', 'users')) AS slipher_rows WHERE slipher_key = $3), '')"},
    {"oidvectortypes", 1,
     "CASE WHEN len($1) = 0 THEN '' ELSE list_aggregate(list_transform($1, lambda t: rs_format_type(t::bigint, -1)), "
     "'string_agg', ', ') END"},
    {"pg_get_iam_role_by_user", 1,
     "unnest((SELECT list(slipher_row ORDER BY slipher_row) FROM (SELECT '(' || identity_name || ',' || iam_arn || ',' "
     "|| command_type || ')' AS slipher_row, identity_name AS slipher_key FROM slipher_view('pg_catalog', "
     "'svv_iam_privileges')) AS slipher_rows WHERE slipher_key = $1))"},
    {"pg_get_grantee_by_iam_role", 1,
     "unnest((SELECT list(slipher_row ORDER BY slipher_row) FROM (SELECT '(' || identity_name || ',' || identity_type "
     "|| ',' || command_type || ')' AS slipher_row, iam_arn AS slipher_key FROM slipher_view('pg_catalog', "
     "'svv_iam_privileges')) AS slipher_rows WHERE slipher_key = $1))"},
    {"pg_get_session_roles", 0, "unnest([]::varchar[])"},
    {"pg_type_is_visible", 1, "true"},
    {"pg_function_is_visible", 1, "true"},
    {"obj_description", 1,
     "(SELECT max(slipher_value) FROM (SELECT object_oid AS slipher_key, comment_text AS slipher_value FROM "
     "slipher_view('facts', 'comments') WHERE position = 0) AS slipher_rows WHERE slipher_key = $1)"},
    {"obj_description", 2,
     "(SELECT max(slipher_value) FROM (SELECT object_oid AS slipher_key, rs_object_oid('relation', '', 'pg_catalog', "
     "$2) = class_oid AS slipher_match, comment_text AS slipher_value FROM slipher_view('facts', 'comments') "
     "WHERE position = 0) AS slipher_rows WHERE slipher_key = $1 AND slipher_match)"},
    {"col_description", 2,
     "(SELECT max(slipher_value) FROM (SELECT object_oid AS slipher_key, position AS slipher_position, "
     "comment_text AS slipher_value FROM slipher_view('facts', 'comments') WHERE class_oid = 1259) AS slipher_rows "
     "WHERE slipher_key = $1 AND slipher_position = $2)"},
    {"pg_encoding_to_char", 1, "CASE $1 WHEN 6 THEN 'UNICODE' WHEN 0 THEN 'SQL_ASCII' ELSE '' END"},
    {"pg_size_pretty", 1,
     "CASE WHEN $1 < 10240 THEN $1 || ' bytes' WHEN $1 < 10485760 THEN ($1 + 512) // 1024 || ' kB' "
     "WHEN $1 < 10737418240 THEN ($1 + 524288) // 1048576 || ' MB' ELSE ($1 + 536870912) // 1073741824 || ' GB' END"},
    // Rows, in a select list too; the engine's own gives a list there.
    {"generate_series", 2, "unnest(rs_as_integers(generate_series($1, $2), $1, $2))"},
    {"generate_series", 3, "unnest(rs_as_integers(generate_series($1, $2, $3), $1, $2))"},
    {"array_upper", 2, "CASE WHEN $2 = 1 THEN nullif(len($1), 0)::integer END"},
    {"array_lower", 2, "CASE WHEN $2 = 1 AND len($1) > 0 THEN 1 END"},
    {"current_session_arn", 0, "NULL::varchar"},
    {"inet_client_addr", 0, "NULL::varchar"},
    {"inet_client_port", 0, "NULL::integer"},
    {"inet_server_addr", 0, "'127.0.0.1'"},
    {"pg_postmaster_start_time", 0, "NULL::timestamp"},
};

/// pg_get_cols('relation') in a select list.
ParsedPointer columns_of(::duckdb::FunctionExpression& call, Rewriter&) {
  if (call.children.size() != 1 || !tree::constant_text(*call.children[0]))
    throw Refusal{"function pg_get_cols() takes the name of a relation"};
  ::duckdb::vector<ParsedPointer> oid;
  oid.push_back(oid_of_relation(*call.children[0]));
  return expand_expression(
      "unnest((SELECT list(slipher_row ORDER BY slipher_place) FROM (SELECT '(' || view_schema || ',' || view_name || "
      "',' || col_name || ',' || col_type || ',' || col_num || ')' AS slipher_row, col_num AS slipher_place, "
      "relation_oid AS slipher_key FROM slipher_view('facts', 'columns_of_relations')) AS slipher_rows WHERE "
      "slipher_key = $1))",
      oid);
}

/// Sizes take a relation's name where PostgreSQL's take a REGCLASS.
ParsedPointer size_of(::duckdb::FunctionExpression& call, Rewriter&) {
  if (call.children.size() != 1) throw Refusal{"function " + call.function_name + "() takes 1 argument"};
  if (tree::constant_text(*call.children[0])) call.children[0] = oid_of_relation(*call.children[0]);
  return expand_expression(kSize, call.children);
}

ParsedPointer look_up(::duckdb::FunctionExpression& call, Rewriter&) {
  const auto name = ::duckdb::StringUtil::Lower(call.function_name);
  for (const auto& lookup : kLookups) {
    if (name == lookup.name && call.children.size() == lookup.arguments)
      return expand_expression(lookup.expression, call.children);
  }
  throw Refusal{"function " + name + "() does not take " + std::to_string(call.children.size()) + " arguments"};
}

using Rule = FunctionRule;

constexpr Rule kRows[] = {
    {.name = "array_lower", .build = look_up, .doc = "1: arrays of the system catalog count from it"},
    {.name = "array_upper", .build = look_up, .doc = "length of an array of the system catalog"},
    {.name = "col_description", .build = look_up, .doc = "comment on a column"},
    {.name = "current_session_arn", .build = look_up, .doc = "NULL: users are the database's own"},
    {.name = "format_encoding", .build = look_up, .doc = "name of pg_attribute.attencodingtype"},
    {.name = "format_type", .build = look_up, .doc = "a type with its length or digits"},
    {.name = "generate_series", .build = look_up, .doc = "rows of numbers, in FROM or a select list"},
    {.name = "inet_client_addr", .build = look_up, .doc = "NULL"},
    {.name = "inet_client_port", .build = look_up, .doc = "NULL"},
    {.name = "inet_server_addr", .build = look_up, .doc = "127.0.0.1"},
    {.name = "obj_description", .build = look_up, .doc = "comment on an object"},
    {.name = "pg_encoding_to_char", .build = look_up, .doc = "name of pg_database.encoding"},
    {.name = "pg_function_is_visible", .build = look_up, .doc = "true"},
    {.name = "pg_get_cols", .build = columns_of, .doc = "columns of a relation, also in FROM"},
    {.name = "pg_get_late_binding_view_cols", .build = look_up, .doc = "columns of late-binding views, also in FROM"},
    {.name = "pg_get_constraintdef", .build = look_up, .doc = "text of a key"},
    {.name = "pg_get_expr", .build = look_up, .doc = "text of a default: it is kept as text"},
    {.name = "oidvectortypes", .build = look_up, .doc = "names of the types in pg_proc.proargtypes"},
    {.name = "pg_get_functiondef", .build = look_up, .doc = "statement that makes a SQL function"},
    {.name = "aclcontains", .build = look_up, .doc = "whether an item of an ACL gives what another one does"},
    {.name = "int2vectorout", .build = look_up, .doc = "numbers of pg_index.indkey, with blanks between them"},
    {.name = "makeaclitem", .build = look_up, .doc = "item of an ACL, of numbers and a privilege"},
    {.name = "pg_get_grantee_by_iam_role", .build = look_up, .doc = "who was granted ASSUMEROLE on a role"},
    {.name = "pg_get_iam_role_by_user", .build = look_up, .doc = "roles that a user was granted ASSUMEROLE on"},
    {.name = "pg_get_session_roles", .build = look_up, .doc = "no rows: roles are not an identity provider's"},
    {.name = "regprocedureout", .build = look_up, .doc = "text of a function's name"},
    {.name = "regprocout", .build = look_up, .doc = "text of a function's name"},
    {.name = "textin", .build = look_up, .doc = "text"},
    {.name = "pg_get_indexdef",
     .build = look_up,
     .doc = "text of the index that stands for a key, or one of its columns"},
    {.name = "pg_get_userbyid", .build = look_up, .doc = "name of a user"},
    {.name = "pg_get_viewdef", .build = look_up, .doc = "text of a view, by oid"},
    {.name = "pg_postmaster_start_time", .build = look_up, .doc = "NULL"},
    {.name = "pg_relation_size", .build = size_of, .doc = "estimated from rows and types"},
    {.name = "pg_size_pretty", .build = look_up, .doc = "bytes as kB, MB or GB"},
    {.name = "pg_table_is_visible", .build = look_up, .doc = "whether the bare name means the relation"},
    {.name = "pg_table_size", .build = size_of, .doc = "estimated from rows and types"},
    {.name = "pg_total_relation_size", .build = size_of, .doc = "estimated from rows and types"},
    {.name = "pg_type_is_visible", .build = look_up, .doc = "true"},
};

}  // namespace

std::span<const FunctionRule> catalog_rows() { return kRows; }

}  // namespace slipher::engine
