#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace slipher::engine {

// Wordings of DuckDB's messages that a pattern cannot give: they name types, or what the user's text has at the place.

/// "+(INTEGER, VARCHAR)" as PostgreSQL says that there is none: operator or function, argument types in its names.
std::string no_such_function(std::string_view signature);

/// "Unimplemented type for cast (A -> B)", at that byte of the user's text: a comparison casts one of its sides, and
/// what stands before the right one tells that from a cast that was written. Nothing for other messages.
std::optional<std::string> no_cast(std::string_view message, std::string_view original,
                                   std::optional<std::size_t> offset);

/// "GROUP BY term out of range - should be between 1 and n": which one it is, DuckDB does not say. Nothing for other
/// messages.
std::optional<std::string> no_position(std::string_view message, std::string_view original);

/// `column "x" does not exist` with the tables of its FROM clause, as Redshift names them; a name before a point should
/// have been a table's. Other messages come out unchanged. The places are bytes of the two texts.
std::string with_tables(std::string message, std::string_view original, std::size_t offset,
                        const std::string& engine_text, std::size_t engine_offset);

}  // namespace slipher::engine
