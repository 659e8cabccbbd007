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
/// Whether texts of a type are compared as texts: its own VARCHAR, VARCHAR(n) and CHAR(n).
bool is_comparable_text(const ::duckdb::LogicalType& type);
/// Whether a text may end in blanks: not that of a CHAR column.
bool may_end_in_blanks(const ::duckdb::Expression& expression);
/// Whether an expression is a column of texts of a declared type that are sorted by their bytes.
bool can_be_plain(const ::duckdb::Expression& expression);
/// A text as DuckDB's own VARCHAR, with what is known of its lengths.
void plain_text(::duckdb::unique_ptr<::duckdb::Expression>& text);
/// Whether an expression is of plain_text().
bool is_plain_text(const ::duckdb::Expression& text);
/// Whether a text is equal to a constant that does not end in blanks, but for blanks at its end.
::duckdb::unique_ptr<::duckdb::Expression> equals_text(::duckdb::unique_ptr<::duckdb::Expression> text,
                                                       ::duckdb::unique_ptr<::duckdb::Expression> constant);
/// An aggregate: how many blanks at least each text of the group ends in.
::duckdb::unique_ptr<::duckdb::Expression> fewest_blanks(::duckdb::unique_ptr<::duckdb::Expression> text);
/// A text with so many blanks appended.
::duckdb::unique_ptr<::duckdb::Expression> with_blanks(::duckdb::unique_ptr<::duckdb::Expression> text,
                                                       ::duckdb::unique_ptr<::duckdb::Expression> blanks);
/// A SUPER value as a text in whose order SUPER values stand (functions/super_key.h).
void make_super_key(::duckdb::unique_ptr<::duckdb::Expression>& value);
/// The same, but NULL where `other`, a SUPER value too, is of another dynamic type: they have no order.
void make_super_key(::duckdb::unique_ptr<::duckdb::Expression>& value, const ::duckdb::Expression& other);
/// The same for a number in a SUPER value; NULL for every other value.
void make_number_key(::duckdb::unique_ptr<::duckdb::Expression>& value);

/// Makes the functions behind these known by name: DuckDB looks them up when it copies a plan, as it does with a common
/// table expression that is used several times.
void register_comparison_functions(::duckdb::DatabaseInstance& database);

}  // namespace slipher::engine
