#pragma once
#include <string>
#include <string_view>

namespace slipher::sql {

/// Words that a bare name or alias cannot be in Redshift at that place, because the grammar goes on with them: FROM,
/// AND, JOIN ... `word` is in lower case.
bool is_structural(std::string_view word);

/// Names in Redshift that DuckDB's parser takes for keywords wherever they stand without quotes.
bool clashes_with_engine(std::string_view word);

/// Structural words that Redshift does not reserve: SELECT a start FROM t. DELETE is none, for WITH ... DELETE FROM t.
bool can_be_bare_alias(std::string_view word);

/// Words that name nothing without quotes (Redshift, "Reserved words"); `word` is in lower case.
bool is_reserved(std::string_view word);

/// `name` with quotes around it.
std::string quoted_name(std::string_view name);
/// `text` as a string literal without escapes.
std::string quoted_literal(std::string_view text);

}  // namespace slipher::sql
