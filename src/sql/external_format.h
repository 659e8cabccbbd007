#pragma once
#include <optional>

#include "sql/parsers.h"

namespace slipher::sql {

/// Whether array<...>, map<...> or struct<...> comes next, types that only external tables have.
bool at_nested_type(const TokenCursor& cursor);
/// Such a type as text, without blanks.
std::string nested_type_text(TokenCursor& cursor);

// How the files of an external table are written down. Each gives back what it refuses, if anything.

/// Behind ROW FORMAT.
std::optional<Tree> parse_row_format(TokenCursor& cursor, ExternalFormat& format);
/// Behind STORED AS or FILE FORMAT.
std::optional<Tree> parse_stored_as(TokenCursor& cursor, ExternalFormat& format);
/// ('name'='value', ...)
Properties parse_properties(TokenCursor& cursor);

}  // namespace slipher::sql
