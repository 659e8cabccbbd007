#pragma once
#include "engine/duckdb/rewrite/function_table.h"

/// Rules that need code: see CallBuilder.
namespace slipher::engine::build {

ParsedPointer log(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer decode(::duckdb::FunctionExpression& call, Rewriter& rewriter);
/// COALESCE is syntax to DuckDB, not a function.
ParsedPointer coalesce(::duckdb::FunctionExpression& call, Rewriter& rewriter);
/// BOOL_AND and BOOL_OR take integers, too.
ParsedPointer of_boolean(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer concat(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer date_part(::duckdb::FunctionExpression& call, Rewriter& rewriter);
/// LIKE of several patterns, as the normalised text has it.
ParsedPointer pattern_list(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer collate(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer text_to_numeric_alt(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer array_search(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer array_comparison(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer object_transform(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer unsupported(::duckdb::FunctionExpression& call, Rewriter& rewriter);
/// HAS_TABLE_PRIVILEGE and its like: whoever may connect to a warehouse may do everything in it.
ParsedPointer has_privilege(::duckdb::FunctionExpression& call, Rewriter& rewriter);

ParsedPointer change_priority(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer has_assumerole_privilege(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer time_now(::duckdb::FunctionExpression& call, Rewriter& rewriter);

/// What the session knows.
ParsedPointer current_user_id(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer control_backend(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer is_member_of(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer current_user(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer session_user(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer current_database(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer db_collation(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer current_namespace(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer current_schema(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer current_schemas(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer current_setting(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer backend_pid(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer version(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer last_query_id(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer last_copy_count(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer last_copy_id(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer last_unload_count(::duckdb::FunctionExpression& call, Rewriter& rewriter);
ParsedPointer last_unload_id(::duckdb::FunctionExpression& call, Rewriter& rewriter);

}  // namespace slipher::engine::build
