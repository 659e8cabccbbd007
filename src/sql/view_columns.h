#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace slipher::sql {

/// A view's query with the names that the view gives its first columns, so that it says alone what the view is: `SELECT
/// a AS x FROM t`.
std::string with_column_names(std::string_view query, const std::vector<std::string>& names);

}  // namespace slipher::sql
