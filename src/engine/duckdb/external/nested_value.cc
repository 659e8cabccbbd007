#include "engine/duckdb/external/nested_value.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "engine/duckdb/external/nested_type.h"
#include "engine/duckdb/load/json_cursor.h"

namespace slipher::engine {
namespace {

using ::duckdb::string_t;

bool is_quoted(std::string_view key_type) {
  constexpr std::string_view kTexts[] = {"string", "varchar", "char", "date", "timestamp"};
  return std::any_of(std::begin(kTexts), std::end(kTexts), [&](auto text) { return key_type.starts_with(text); });
}

/// Redshift's limit for nested types; what is nested deeper stays as it is.
constexpr int kDepthMax = 100;

void append(JsonCursor& json, std::string_view type, int depth, std::string& out);

void append_member(JsonCursor& json, std::string_view type, int depth, std::string& out) {
  const auto name = json.string();
  json.accept(':');
  const auto entry = split_types(inside_type(type, "map"));
  if (entry.size() == 2) {
    out += "{\"key\":" + (is_quoted(entry[0]) ? std::string(name) : json_unescape(name)) + ",\"value\":";
    append(json, entry[1], depth, out);
    out += '}';
    return;
  }
  out += std::string(name) + ":";
  append(json, name.size() < 2 ? std::string_view() : member_type(type, name.substr(1, name.size() - 2)), depth, out);
}

/// Appends the next value in its new form.
void append(JsonCursor& json, std::string_view type, int depth, std::string& out) {
  const auto element = inside_type(type, "array");
  const bool is_map = !inside_type(type, "map").empty();
  const bool is_array = !element.empty() && json.peek() == '[';
  const bool is_object = (is_map || !inside_type(type, "struct").empty()) && json.peek() == '{';
  if ((!is_array && !is_object) || depth > kDepthMax) {
    out += json.value();
    return;
  }
  json.accept(is_array ? '[' : '{');
  out += is_array || is_map ? '[' : '{';
  for (bool first = true; !json.accept(is_array ? ']' : '}') && !json.failed() && !json.at_end(); first = false) {
    if (!first && json.accept(',')) out += ',';
    if (is_array)
      append(json, element, depth + 1, out);
    else
      append_member(json, type, depth + 1, out);
  }
  out += is_array || is_map ? ']' : '}';
}

void run(::duckdb::DataChunk& arguments, ::duckdb::ExpressionState&, ::duckdb::Vector& result) {
  ::duckdb::BinaryExecutor::Execute<string_t, string_t, string_t>(
      arguments.data[0], arguments.data[1], result, arguments.size(), [&](string_t json, string_t type_text) {
        const std::string_view text(json.GetData(), json.GetSize());
        const std::string_view type(type_text.GetData(), type_text.GetSize());
        std::string out;
        JsonCursor cursor(text);
        // Other types stay as they are.
        if (type.find("map<") == std::string_view::npos) return ::duckdb::StringVector::AddString(result, json);
        append(cursor, type, 0, out);
        return ::duckdb::StringVector::AddString(result, out);
      });
}

}  // namespace

::duckdb::ScalarFunction nested_value_function() {
  const ::duckdb::LogicalType text = ::duckdb::LogicalType::VARCHAR;
  return {kNestedValue, {text, text}, text, run};
}

}  // namespace slipher::engine
