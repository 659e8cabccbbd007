#include <string>
#include <string_view>
#include <vector>

#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/functions/json_text.h"
#include "engine/duckdb/functions/support.h"
#include "engine/duckdb/functions/utf8.h"

/// SUPER objects as wholes: their attributes' number and names, and OBJECT_TRANSFORM.
namespace slipher::engine::functions {
namespace {

using Text = std::optional<std::string>;
using Path = std::vector<std::string>;

std::string in_case(std::string_view text, bool upper) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const auto character = character_at(text, at);
    at += character.size();
    append_in_case(result, character, upper);
  }
  return result;
}

/// The value with the names of all attributes, however deep, in one case.
std::string with_names(std::string_view value, bool upper) {
  const auto type = json::type_of(value);
  if (type != "array" && type != "object") return std::string(value);
  const bool object = type == "object";
  std::string result(1, object ? '{' : '[');
  const auto parts = json::children(value);
  for (std::size_t i = 0; i < parts.size(); i++) {
    const bool key = object && i % 2 == 0;
    if (i > 0) result += object && !key ? ':' : ',';
    result += key ? json::quoted(in_case(json::plain_text(parts[i]), upper)) : with_names(parts[i], upper);
  }
  return result += object ? '}' : ']';
}

/// '"a"."b"' as the names in it.
Path path_of(std::string_view text) {
  Path path;
  for (std::size_t at = 0;;) {
    if (at >= text.size() || text[at] != '"') break;
    std::string name;
    for (at++; at < text.size() && text[at] != '"'; at++) {
      if (text[at] == '\\' && at + 1 < text.size()) at++;
      name += text[at];
    }
    if (at >= text.size()) break;
    path.push_back(std::move(name));
    if (++at == text.size()) return path;
    if (text[at] != '.') break;
    at++;
  }
  throw InvalidInputException("invalid path \"%s\" of OBJECT_TRANSFORM: names in double quotes, with dots between",
                              std::string(text));
}

/// Attributes that are put together one by one.
struct Object {
  struct Attribute {
    std::string name;
    std::string json;
    std::vector<Object> object;  // one, when paths go on below
  };
  std::vector<Attribute> attributes;

  Attribute& at(const std::string& name) {
    for (auto& each : attributes) {
      if (each.name == name) return each;
    }
    return attributes.emplace_back(Attribute{name, "", {}});
  }

  void set(const Path& path, std::size_t depth, std::string json) {
    auto& attribute = at(path[depth]);
    if (depth + 1 == path.size()) {
      attribute.json = std::move(json);
      attribute.object.clear();
      return;
    }
    if (attribute.object.empty()) {
      attribute.object.emplace_back();
      attribute.object[0].fill(attribute.json);
    }
    attribute.object[0].set(path, depth + 1, std::move(json));
  }

  void fill(std::string_view json) {
    if (json.empty() || json::type_of(json) != "object") return;
    const auto parts = json::children(json);
    for (std::size_t i = 0; i + 1 < parts.size(); i += 2) at(json::plain_text(parts[i])).json = parts[i + 1];
  }

  std::string text() const {
    std::string result = "{";
    for (const auto& each : attributes) {
      if (result.size() > 1) result += ',';
      result += json::quoted(each.name) + ":" + (each.object.empty() ? each.json : each.object[0].text());
    }
    return result + "}";
  }
};

/// OBJECT_TRANSFORM(input, number of paths to keep or 0 for all, those paths, then paths and values to set, each value
/// the only element of an array).
Text transform(const Row& row) {
  if (row.is_null(0)) return std::nullopt;
  const auto input = row.text(0);
  if (json::type_of(input) != "object") return std::string(input);
  const auto keep = row.integer(1);
  Object result;
  if (keep == 0) result.fill(input);
  std::size_t next = 2;
  for (std::int64_t i = 0; i < keep; i++, next++) {
    const auto path = path_of(row.text(next));
    std::optional<std::string_view> value = input;
    for (const auto& name : path) value = value ? json::member(*value, name) : std::nullopt;
    if (value) result.set(path, 0, std::string(*value));
  }
  for (; next + 1 < row.size(); next += 2)
    result.set(path_of(row.text(next)), 0, std::string(json::children(row.text(next + 1)).at(0)));
  return result.text();
}

::duckdb::unique_ptr<FunctionData> bind_transform(ClientContext&, ScalarFunction& function, BoundArguments& arguments) {
  function.arguments = {super_type(), LogicalType::BIGINT};
  for (std::size_t i = 2; i < arguments.size(); i++)
    function.arguments.push_back(is_super(arguments[i]->return_type) ? super_type() : LogicalType::VARCHAR);
  function.varargs = LogicalType::INVALID;
  function.function = per_row(transform, true);
  return nullptr;
}

}  // namespace

void register_super_objects(Registry& registry) {
  const auto super = super_type();
  registry.add("rs_lower_attribute_names", {super}, super,
               per_row([](const Row& row) { return with_names(row.text(0), false); }));
  registry.add("rs_upper_attribute_names", {super}, super,
               per_row([](const Row& row) { return with_names(row.text(0), true); }));
  registry.add("rs_get_number_attributes", {super}, LogicalType::INTEGER,
               per_row([](const Row& row) -> std::optional<std::int32_t> {
                 if (json::type_of(row.text(0)) != "object") return std::nullopt;
                 return static_cast<std::int32_t>(json::children(row.text(0)).size() / 2);
               }));
  auto& change = registry.add("rs_object_transform", {super, LogicalType::BIGINT}, super, nullptr, bind_transform);
  change.varargs = LogicalType::ANY;
  change.null_handling = ::duckdb::FunctionNullHandling::SPECIAL_HANDLING;
}

}  // namespace slipher::engine::functions
