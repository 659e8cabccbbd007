#pragma once
#include <cstddef>

#include "duckdb.hpp"

namespace slipher::engine {

// What the passes put around values so that a plain comparison says what Redshift's does.

/// The size of a text without the blanks at its end.
std::size_t size_without_blanks(const char* text, std::size_t size);

/// A text without the blanks at its end; copies no bytes.
void cut_blanks(::duckdb::unique_ptr<::duckdb::Expression>& text);
/// Whether an expression is of cut_blanks().
bool is_cut(const ::duckdb::Expression& text);
/// A SUPER value as a text in whose order SUPER values stand (functions/super_key.h).
void make_super_key(::duckdb::unique_ptr<::duckdb::Expression>& value);
/// The same for a number in a SUPER value; NULL for every other value.
void make_number_key(::duckdb::unique_ptr<::duckdb::Expression>& value);

/// Makes the functions behind these known by name: DuckDB looks them up when it copies a plan, as it does with a common
/// table expression that is used several times.
void register_comparison_functions(::duckdb::DatabaseInstance& database);

}  // namespace slipher::engine
