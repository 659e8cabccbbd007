#include <string>

#include "duckdb/planner/expression/bound_constant_expression.hpp"
#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/functions/json_text.h"
#include "engine/duckdb/functions/support.h"
#include "engine/duckdb/vector_type.h"

/// JSON in text (JSON_EXTRACT_PATH_TEXT ...) and parts of SUPER values.
namespace slipher::engine::functions {
namespace {

using Text = std::optional<std::string>;

/// The argument's JSON; nothing when it is not valid and `null_if_invalid`, else an error.
std::optional<std::string_view> checked_json(std::string_view text, bool null_if_invalid) {
  const auto document = json::document(text);
  if (!document && !null_if_invalid) throw InvalidInputException("JSON parsing error");
  return document;
}

bool is_json_of(char kind, std::string_view text) {
  const auto document = json::document(text);
  return document && document->starts_with(kind);
}

/// What the extracting functions answer for a value: JSON null is NULL.
Text extracted(std::string_view value) {
  if (value.starts_with('n')) return std::nullopt;
  if (value.starts_with('{') || value.starts_with('[')) return json::compact(value);
  return json::plain_text(value);
}

/// JSON_EXTRACT_PATH_TEXT(json, key ... [, null_if_invalid]). A number also takes an element of an array.
Text path_text(const Row& row, std::size_t keys, bool null_if_invalid) {
  const auto document = checked_json(row.text(0), null_if_invalid);
  if (!document) return std::nullopt;
  std::string_view at = *document;
  for (std::size_t i = 1; i <= keys; i++) {
    const auto next = json::member(at, row.text(i));
    if (!next) return std::nullopt;
    at = *next;
  }
  return extracted(at);
}

/// JSON is given as a text or as a SUPER value, which is not made a text of.
::duckdb::unique_ptr<FunctionData> keep_super(ClientContext&, ScalarFunction& function, BoundArguments& arguments) {
  if (is_super(arguments[0]->return_type)) function.arguments[0] = super_type();
  return nullptr;
}

::duckdb::unique_ptr<FunctionData> bind_path_text(ClientContext& context, ScalarFunction& function,
                                                  BoundArguments& arguments) {
  const bool flagged = arguments.size() > 1 && arguments.back()->return_type.id() == LogicalTypeId::BOOLEAN;
  const auto keys = arguments.size() - 1 - flagged;
  function.arguments = Types(arguments.size(), LogicalType::VARCHAR);
  keep_super(context, function, arguments);
  if (flagged) function.arguments.back() = LogicalType::BOOLEAN;
  function.varargs = LogicalType::INVALID;
  function.function =
      per_row([keys, flagged](const Row& row) { return path_text(row, keys, flagged && row.get<bool>(keys + 1)); });
  return nullptr;
}

/// The array's elements; nothing for another kind of value.
std::optional<std::vector<std::string_view>> elements(std::string_view value) {
  if (!value.starts_with('[')) return std::nullopt;
  return json::children(value);
}

Text array_element(const Row& row, bool null_if_invalid) {
  const auto document = checked_json(row.text(0), null_if_invalid);
  if (!document) return std::nullopt;
  const auto list = elements(*document);
  if (!list) {
    if (null_if_invalid) return std::nullopt;
    throw InvalidInputException("JSON parsing error: not an array");
  }
  const auto index = row.integer(1);
  if (index < 0 || static_cast<std::size_t>(index) >= list->size()) return std::nullopt;
  return extracted((*list)[static_cast<std::size_t>(index)]);
}

std::optional<std::int32_t> array_length(const Row& row, bool null_if_invalid) {
  const auto document = checked_json(row.text(0), null_if_invalid);
  if (!document) return std::nullopt;
  const auto list = elements(*document);
  if (list) return static_cast<std::int32_t>(list->size());
  if (null_if_invalid) return std::nullopt;
  throw InvalidInputException("JSON parsing error: not an array");
}

std::string array_concat(const Row& row) {
  auto all = json::elements(row.text(0));
  for (const auto& each : json::elements(row.text(1))) all.push_back(each);
  return json::array_text(all);
}

std::string array_flatten(const Row& row) {
  std::vector<std::string_view> all;
  for (const auto& each : json::elements(row.text(0))) {
    if (json::type_of(each) != "array") {
      all.push_back(each);
      continue;
    }
    for (const auto& inner : json::children(each)) all.push_back(inner);
  }
  return json::array_text(all);
}

/// SUBARRAY(array, start from 0, length); a negative start counts from the end.
std::string subarray(const Row& row) {
  const auto all = json::elements(row.text(0));
  const auto size = static_cast<std::int64_t>(all.size());
  auto start = row.integer(1);
  if (start < 0) start += size;
  const auto from = std::min(std::max<std::int64_t>(start, 0), size);
  const auto count = std::min(std::max<std::int64_t>(row.integer(2), 0), size - from);
  return json::array_text({all.begin() + from, all.begin() + from + count});
}

std::string split_to_array(std::string_view text, std::string_view delimiter) {
  std::string result = "[";
  for (;;) {
    const auto found = delimiter.empty() ? std::string_view::npos : text.find(delimiter);
    result += json::quoted(text.substr(0, found));
    if (found == std::string_view::npos) return result + "]";
    result += ',';
    text.remove_prefix(found + delimiter.size());
  }
}

/// value[i]: lax, what is not there is NULL.
BoundPointer expand_element(::duckdb::FunctionBindExpressionInput& input) {
  auto& children = input.children;
  // Arrays of the system catalog count from 1, its vectors from 0, as in PostgreSQL.
  if (children[0]->return_type.id() == LogicalTypeId::LIST) {
    children[1] = bound_cast(input.context, std::move(children[1]), LogicalType::BIGINT);
    if (is_vector(children[0]->return_type)) {
      BoundArguments sum;
      sum.push_back(std::move(children[1]));
      sum.push_back(::duckdb::make_uniq<::duckdb::BoundConstantExpression>(Value::BIGINT(1)));
      children[1] = bound_call(input.context, "+", std::move(sum));
    }
    return bound_call(input.context, "list_extract", std::move(children));
  }
  if (!is_super(children[0]->return_type)) throw ::duckdb::BinderException("cannot subscript a value that is no SUPER");
  const bool by_name = is_text(children[1]->return_type);
  if (!by_name) children[1] = bound_cast(input.context, std::move(children[1]), LogicalType::BIGINT);
  return bound_call(input.context, by_name ? "rs_super_field" : "rs_super_element", std::move(children));
}

/// value.field
BoundPointer expand_field(::duckdb::FunctionBindExpressionInput& input) {
  auto& children = input.children;
  if (is_super(children[0]->return_type)) return bound_call(input.context, "rs_super_field", std::move(children));
  throw ::duckdb::BinderException("a field can only be taken of a SUPER value");
}

std::optional<std::string_view> super_field(const Row& row) { return json::member(row.text(0), row.text(1)); }

std::optional<std::string_view> super_element(const Row& row) {
  const auto all = json::elements(row.text(0));
  const auto index = row.integer(1);
  if (index < 0 || static_cast<std::size_t>(index) >= all.size()) return std::nullopt;
  return all[static_cast<std::size_t>(index)];
}

void add_extractors(Registry& registry) {
  const auto text = LogicalType::VARCHAR;
  const auto flag = LogicalType::BOOLEAN;
  const auto whole = LogicalType::INTEGER;
  registry.add("rs_json_path_text", {text}, text, nullptr, bind_path_text).varargs = LogicalType::ANY;
  const auto add = [&](const char* name, Types arguments, const LogicalType& result, ::duckdb::scalar_function_t body) {
    registry.add(name, std::move(arguments), result, std::move(body), keep_super);
  };
  add("rs_json_array_element", {text, LogicalType::BIGINT}, text,
      per_row([](const Row& row) { return array_element(row, false); }));
  add("rs_json_array_element", {text, LogicalType::BIGINT, flag}, text,
      per_row([](const Row& row) { return array_element(row, row.get<bool>(2)); }));
  add("rs_json_array_length", {text}, whole, per_row([](const Row& row) { return array_length(row, false); }));
  add("rs_json_array_length", {text, flag}, whole,
      per_row([](const Row& row) { return array_length(row, row.get<bool>(1)); }));
  add("rs_is_valid_json", {text}, flag, per_row([](const Row& row) { return is_json_of('{', row.text(0)); }));
  add("rs_is_valid_json_array", {text}, flag, per_row([](const Row& row) { return is_json_of('[', row.text(0)); }));
}

}  // namespace

void register_json(Registry& registry) {
  const auto text = LogicalType::VARCHAR;
  const auto super = super_type();
  const auto number = LogicalType::BIGINT;
  add_extractors(registry);
  registry.add_macro("rs_element", 2, expand_element);
  registry.add_macro("rs_field", 2, expand_field);
  registry.add("rs_super_element", {super, number}, super, per_row(super_element));
  registry.add("rs_super_field", {super, text}, super, per_row(super_field));
  registry.add("rs_json_serialize", {super}, text, per_row([](const Row& row) { return row.text(0); }));
  registry.add("rs_json_serialize_to_varbyte", {super}, varbyte_type(0),
               per_row([](const Row& row) { return row.text(0); }));
  registry.add("rs_json_typeof", {super}, text, per_row([](const Row& row) { return json::type_of(row.text(0)); }));
  registry.add("rs_json_size", {super}, LogicalType::INTEGER,
               per_row([](const Row& row) { return static_cast<std::int32_t>(row.text(0).size()); }));
  registry.add("rs_get_array_length", {super}, LogicalType::INTEGER,
               per_row([](const Row& row) -> std::optional<std::int32_t> {
                 if (json::type_of(row.text(0)) != "array") return std::nullopt;
                 return static_cast<std::int32_t>(json::children(row.text(0)).size());
               }));
  registry.add("rs_array_concat", {super, super}, super, per_row(array_concat));
  registry.add("rs_array_flatten", {super}, super, per_row(array_flatten));
  registry.add("rs_subarray", {super, number, number}, super, per_row(subarray));
  registry.add("rs_split_to_array", {text, text}, super,
               per_row([](const Row& row) { return split_to_array(row.text(0), row.text(1)); }));
  registry.add("rs_split_to_array", {text}, super,
               per_row([](const Row& row) { return split_to_array(row.text(0), ","); }));
}

}  // namespace slipher::engine::functions
