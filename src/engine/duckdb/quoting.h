#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace slipher::engine {

/// `name` as a quoted identifier of DuckDB's SQL.
std::string quote_name(std::string_view name);
/// "a"."b"."c"
std::string quote_names(const std::vector<std::string>& parts);
/// `text` as a string literal of DuckDB's SQL.
std::string quote_text(std::string_view text);
/// NULL, or the literal of a text that is not empty.
std::string quote_text_or_null(std::string_view text);
/// ['a', 'b']: a list of literals.
std::string quote_list(const std::vector<std::string>& texts);

}  // namespace slipher::engine
