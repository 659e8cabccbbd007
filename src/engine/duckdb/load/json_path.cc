#include "engine/duckdb/load/json_path.h"

#include <charconv>

#include "engine/duckdb/load/json_cursor.h"

namespace slipher::engine {
namespace {

Error path_error(std::string_view path) {
  return {ErrorCode::kSql, "ERROR: Invalid JSONPath format: '" + std::string(path) +
                               "' is not supported; expected a form like $.a.b, $['a']['b'] or $[0]"};
}

/// What stands between the brackets at the front of `text`; empty on failure.
std::string_view bracket_body(std::string_view text) {
  if (text.size() > 2 && (text[1] == '\'' || text[1] == '"')) {
    const auto close = text.find(text[1], 2);
    if (close == std::string_view::npos || close + 1 >= text.size() || text[close + 1] != ']') return {};
    return text.substr(1, close);
  }
  const auto close = text.find(']');
  return close == std::string_view::npos ? std::string_view() : text.substr(1, close - 1);
}

std::string_view member(std::string_view json, const std::string& name) {
  JsonCursor cursor(json);
  std::string_view found;
  if (!cursor.accept('{')) return found;
  while (cursor.peek() == '"') {
    const auto key = cursor.string();
    cursor.accept(':');
    const auto value = cursor.value();
    if (cursor.failed()) return found;
    const bool same = json_has_escapes(key) ? json_unescape(key) == name : key.substr(1, key.size() - 2) == name;
    if (same) found = value;  // the last one of a name counts
    if (!cursor.accept(',')) break;
  }
  return found;
}

std::string_view element(std::string_view json, std::size_t index) {
  JsonCursor cursor(json);
  if (!cursor.accept('[') || cursor.peek() == ']') return {};
  for (std::size_t i = 0;; ++i) {
    const auto value = cursor.value();
    if (i == index || cursor.failed()) return value;
    if (!cursor.accept(',')) return {};
  }
}

}  // namespace

Result<JsonPath> parse_json_path(std::string_view text) {
  JsonPath path;
  if (text.empty() || text[0] != '$') return path_error(text);
  for (auto left = text.substr(1); !left.empty();) {
    if (left[0] == '.') {
      const auto end = left.find_first_of(".[", 1);
      const auto name = left.substr(1, end == std::string_view::npos ? end : end - 1);
      if (name.empty() || name == "*") return path_error(text);
      path.steps.emplace_back(std::string(name));
      left.remove_prefix(name.size() + 1);
      continue;
    }
    const auto body = left[0] == '[' ? bracket_body(left) : std::string_view();
    if (body.empty()) return path_error(text);
    left.remove_prefix(body.size() + 2);
    if (body[0] == '\'' || body[0] == '"') {
      path.steps.emplace_back(std::string(body.substr(1, body.size() - 2)));
      continue;
    }
    std::size_t index = 0;
    const auto [end, problem] = std::from_chars(body.data(), body.data() + body.size(), index);
    if (problem != std::errc() || end != body.data() + body.size()) return path_error(text);
    path.steps.emplace_back(index);
  }
  return path;
}

Result<std::vector<JsonPath>> parse_json_paths_file(std::string_view text) {
  const auto fail = [] {
    return Error(ErrorCode::kSql, "ERROR: Invalid JSONPaths file: expected {\"jsonpaths\": [\"$.a\", ...]}");
  };
  JsonCursor whole(text);
  const auto object = whole.value();
  if (whole.failed() || !whole.at_end()) return fail();
  const auto list = member(object, "jsonpaths");
  JsonCursor cursor(list);
  if (list.empty() || !cursor.accept('[')) return fail();
  std::vector<JsonPath> paths;
  while (cursor.peek() == '"') {
    auto path = parse_json_path(json_unescape(cursor.string()));
    if (!path) return path.error();
    paths.push_back(*std::move(path));
    if (!cursor.accept(',')) break;
  }
  if (!cursor.accept(']') || paths.empty()) return fail();
  return paths;
}

std::string_view follow(const JsonPath& path, std::string_view json) {
  for (const auto& step : path.steps) {
    if (json.empty()) break;
    json = std::holds_alternative<std::string>(step) ? member(json, std::get<std::string>(step))
                                                     : element(json, std::get<std::size_t>(step));
  }
  return json;
}

}  // namespace slipher::engine
