#pragma once
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace slipher::engine {

/// One JSONPath expression as COPY knows them: $.a.b, $['a']['b'], $[0], $.a[2]. Steps are member names and indexes.
struct JsonPath {
  std::vector<std::variant<std::string, std::size_t>> steps;
};

/// Fails with kSql for anything else.
Result<JsonPath> parse_json_path(std::string_view text);

/// The expressions of a JSONPaths file: {"jsonpaths": ["$.id", ...]}.
Result<std::vector<JsonPath>> parse_json_paths_file(std::string_view text);

/// The value that the path leads to in a valid JSON text; empty = there is none.
std::string_view follow(const JsonPath& path, std::string_view json);

}  // namespace slipher::engine
