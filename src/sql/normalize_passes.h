#pragma once
#include <string_view>

#include "base/result.h"
#include "sql/token_list.h"

namespace slipher::sql {

// The steps of normalize() behind read_tokens(), in their order. Each looks at the whole list once.

/// Refuses what the engine's parser takes beyond Redshift's syntax. Functions and operators that it would read as others
/// get names that mean nothing to it: if(...) -> rs_word_if(...), a // b -> a //// b, a == b -> a ==== b.
Result<void> refuse_extras(TokenList& list, std::string_view original);
/// SELECT TOP n ... -> SELECT ... LIMIT n, in parentheses where a set operation or ORDER BY follows a UNION's branch.
void rewrite_top(TokenList& list);
/// LISTAGG(...) WITHIN GROUP (ORDER BY ...) -> listagg(... ORDER BY ...); IGNORE NULLS behind a call goes inside;
/// APPROXIMATE COUNT(DISTINCT x) -> approx_count_distinct(x); OBJECT_TRANSFORM(x KEEP a SET b, 1) ->
/// object_transform(x, 1, a, b, 1).
void rewrite_calls(TokenList& list);
/// x SIMILAR TO p ESCAPE e -> rs_similar(x, p, e); a # b -> rs_xor(a, b); x LIKE ANY (ARRAY[a, b]) ->
/// rs_like_any('like_escape', x, a, b); ARRAY[a, b] -> rs_list(a, b).
Result<void> rewrite_operators(TokenList& list, std::string_view original);
/// FROM t.items[0] AS item, t.items AS item AT i, UNPIVOT t.object AS value AT key -> rs_unnest(...) AS item(item, i),
/// rs_unpivot(...) AS value(value, key). UNNEST(x) WITH OFFSET AS u(value, i) -> rs_unnest(x) AS u(value, i). A plain
/// path t.items is left for the parsed tree, which knows the tables.
void rewrite_unnest(TokenList& list);
/// Conditions with (+) -> LEFT JOIN, in FROM lists of plain tables and WHERE clauses joined by AND; others are refused.
Result<void> rewrite_outer_joins(TokenList& list, std::string_view original);
/// SELECT ... FROM t START WITH a CONNECT BY PRIOR b = c -> FROM (WITH RECURSIVE ...) AS t with a column LEVEL.
Result<void> rewrite_hierarchies(TokenList& list, std::string_view original);
/// DELETE t -> DELETE FROM t; UPDATE ... SET t.c = -> SET c =; *, c EXCLUDE a, b -> * EXCLUDE (a, b), c;
/// FROM (t) -> FROM t; s.t.* -> t.*.
void rewrite_statements(TokenList& list);
/// FROM pg_get_cols(...) cols(a name, b int) -> cols(a, b): the engine knows the types of such functions.
void rewrite_column_definitions(TokenList& list);
/// Aliases get AS and quotes, because DuckDB reserves more words than Redshift.
void rewrite_aliases(TokenList& list);

}  // namespace slipher::sql
