#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/utf8.h"
#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/functions/json_text.h"
#include "engine/duckdb/functions/session_values.h"
#include "engine/duckdb/functions/support.h"

/// JSON_PARSE, as the session's parameters have it, and CAN_JSON_PARSE.
namespace slipher::engine::functions {
namespace {

struct ParseOptions : FunctionData {
  /// Of attributes of one name the last, instead of an error.
  bool keeps_last = false;
  /// Long strings are cut, instead of an error.
  bool cuts_strings = false;
  bool errors_are_null = false;

  ::duckdb::unique_ptr<FunctionData> Copy() const override { return ::duckdb::make_uniq<ParseOptions>(*this); }
  bool Equals(const FunctionData& other_data) const override {
    const auto& other = other_data.Cast<ParseOptions>();
    return keeps_last == other.keeps_last && cuts_strings == other.cuts_strings &&
           errors_are_null == other.errors_are_null;
  }
};

::duckdb::unique_ptr<FunctionData> bind_options(ClientContext& context, ScalarFunction&, BoundArguments&) {
  auto options = ::duckdb::make_uniq<ParseOptions>();
  options->keeps_last = session_parameter(context, "json_parse_dedup_attributes") == "on";
  options->cuts_strings = session_parameter(context, "json_parse_truncate_strings") == "on";
  options->errors_are_null = session_parameter(context, "parse_super_null_on_error") == "on";
  return options;
}

/// A value with the last only of attributes of one name, and with long strings cut.
std::string without_excess(std::string_view value) {
  const auto type = json::type_of(value);
  if (type == "string" && value.size() > json::kStringMaxBytes + 2)
    return json::quoted(utf8_prefix(json::plain_text(value), json::kStringMaxBytes));
  if (type != "array" && type != "object") return std::string(value);
  const bool object = type == "object";
  const auto parts = json::children(value);
  std::unordered_map<std::string_view, std::size_t> last;
  for (std::size_t i = 0; object && i < parts.size(); i += 2) last[parts[i]] = i;
  std::string result(1, object ? '{' : '[');
  for (std::size_t i = 0; i < parts.size(); i++) {
    if (object && last[parts[i]] != i) {
      i++;
      continue;
    }
    if (result.size() > 1) result += ',';
    if (object) result.append(parts[i]).append(":");
    result += without_excess(parts[object ? ++i : i]);
  }
  return result += object ? '}' : ']';
}

/// What is wrong with a text; "" = nothing.
std::string fault(bool is_json, const json::Excess& excess, const ParseOptions& options) {
  if (!is_json) return "JSON parsing error";
  if (excess.repeated_name && !options.keeps_last)
    return "JSON parsing error: an object has two attributes of the same name";
  if (excess.long_string && !options.cuts_strings)
    return "JSON parsing error: a string is longer than " + std::to_string(json::kStringMaxBytes) + " bytes";
  return {};
}

/// Of a text, or of bytes that may be none.
template <bool kBytes>
std::optional<std::string> parse(const Row& row, const FunctionData* info) {
  const auto& options = info->Cast<ParseOptions>();
  json::Excess excess;
  auto parsed = !kBytes || is_utf8(row.text(0)) ? json::compact(row.text(0), &excess) : std::nullopt;
  const auto error = fault(parsed.has_value(), excess, options);
  if (!error.empty() && !options.errors_are_null) throw InvalidInputException(error);
  if (!error.empty()) return std::nullopt;
  return excess.repeated_name || excess.long_string ? without_excess(*parsed) : std::move(parsed);
}

template <bool kBytes>
bool can_parse(const Row& row, const FunctionData* info) {
  json::Excess excess;
  const bool is_json = (!kBytes || is_utf8(row.text(0))) && json::document(row.text(0), &excess);
  return fault(is_json, excess, info->Cast<ParseOptions>()).empty();
}

}  // namespace

void register_json_parse(Registry& registry) {
  const auto add = [&](const LogicalType& type, auto parse, auto can_parse) {
    registry.add("rs_json_parse", {type}, super_type(), rowwise(parse), bind_options);
    registry.add("rs_can_json_parse", {type}, LogicalType::BOOLEAN, rowwise(can_parse), bind_options);
  };
  add(LogicalType::VARCHAR, parse<false>, can_parse<false>);
  add(LogicalType::BLOB, parse<true>, can_parse<true>);
}

}  // namespace slipher::engine::functions
