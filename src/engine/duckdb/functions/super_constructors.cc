#include <string>
#include <vector>

#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/functions/json_text.h"
#include "engine/duckdb/functions/support.h"
#include "engine/duckdb/type_mapping.h"

/// ARRAY and OBJECT.
namespace slipher::engine::functions {
namespace {

/// A value of any type as JSON text; SUPER stays, texts and dates are quoted.
std::string json_value(const Row& row, const LogicalType& type, std::size_t column) {
  if (row.is_null(column)) return "null";
  if (declared_type(type).kind == DeclaredKind::kSuper) return std::string(row.text(column));
  if (type.id() == LogicalTypeId::BOOLEAN) return row.get<bool>(column) ? "true" : "false";
  if (type.id() == LogicalTypeId::BIGINT) return std::to_string(row.integer(column));
  return {};
}

/// Arguments of ARRAY and OBJECT: numbers as their texts, with a mark whether to quote.
LogicalType carrier(const LogicalType& type) {
  if (declared_type(type).kind == DeclaredKind::kSuper) return type;
  if (type.id() == LogicalTypeId::BOOLEAN) return type;
  return is_integer(type) ? LogicalType::BIGINT : LogicalType::VARCHAR;
}

bool is_quoted(const LogicalType& type) { return !type.IsNumeric(); }

[[noreturn]] void null_key() { throw InvalidInputException("OBJECT keys must not be NULL"); }

/// SUPER has no dates, times and intervals; the keys of an object are texts.
void check_constructed(const LogicalType& type, bool object, bool key) {
  const char* name = object ? "OBJECT" : "ARRAY";
  if (is_moment(type) || type.id() == LogicalTypeId::TIME || type.id() == LogicalTypeId::TIME_TZ ||
      type.id() == LogicalTypeId::INTERVAL)
    throw ::duckdb::BinderException("%s could not convert type %s to super", name, format_type(type));
  if (key && type.id() == LogicalTypeId::SQLNULL) null_key();
  if (key && !is_text(type))
    throw ::duckdb::BinderException("%s keys must be of type character varying, not %s", name, format_type(type));
}

/// Settles the argument types of ARRAY and OBJECT and makes their body.
::duckdb::unique_ptr<FunctionData> bind_constructor(ScalarFunction& function, BoundArguments& arguments, bool object) {
  std::vector<LogicalType> given;
  function.arguments.clear();
  for (const auto& argument : arguments) {
    const auto& type = argument->return_type;
    const bool key = object && given.size() % 2 == 0;
    check_constructed(type, object, key);
    given.push_back(key ? LogicalType(LogicalType::VARCHAR) : type);
    function.arguments.push_back(carrier(given.back()));
  }
  if (object && given.size() % 2 != 0)
    throw ::duckdb::BinderException("function object needs pairs of a key and a value");
  function.varargs = LogicalType::INVALID;
  auto one = [given](const Row& row, std::size_t i) {
    const auto type = carrier(given[i]);
    auto text = json_value(row, type, i);
    if (!text.empty()) return text;
    return is_quoted(given[i]) ? json::quoted(row.text(i)) : std::string(row.text(i));
  };
  function.function = per_row(
      [one, object](const Row& row) {
        std::string result = object ? "{" : "[";
        for (std::size_t i = 0; i < row.size(); i++) {
          if (i > 0) result += object && i % 2 == 1 ? ':' : ',';
          if (object && i % 2 == 0 && row.is_null(i)) null_key();
          result += one(row, i);
        }
        return result + (object ? "}" : "]");
      },
      true);
  return nullptr;
}

::duckdb::unique_ptr<FunctionData> bind_array(ClientContext&, ScalarFunction& function, BoundArguments& arguments) {
  return bind_constructor(function, arguments, false);
}
::duckdb::unique_ptr<FunctionData> bind_object(ClientContext&, ScalarFunction& function, BoundArguments& arguments) {
  return bind_constructor(function, arguments, true);
}

void add_constructor(Registry& registry, const std::string& name, ::duckdb::bind_scalar_function_t bind) {
  auto& function = registry.add(name, {}, super_type(), nullptr, bind);
  function.varargs = LogicalType::ANY;
  function.null_handling = ::duckdb::FunctionNullHandling::SPECIAL_HANDLING;
}

}  // namespace

void register_super_constructors(Registry& registry) {
  add_constructor(registry, "rs_array", bind_array);
  add_constructor(registry, "rs_object", bind_object);
}

}  // namespace slipher::engine::functions
