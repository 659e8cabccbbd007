#include "engine/duckdb/procedures/values.h"

#include <optional>

#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/procedures/one_value.h"
#include "engine/duckdb/rewrite/tree.h"
#include "sql/plpgsql/tree.h"

namespace slipher::engine {
namespace {

using ::duckdb::LogicalType;
using ::duckdb::LogicalTypeId;
using ::duckdb::Value;

const std::vector<sql::Parameter> kNoParameters;

std::optional<LogicalType> plain_type(const sql::ColumnType& declared) {
  const std::pair<std::string_view, LogicalType> kTypes[] = {
      {"smallint", LogicalType::SMALLINT},
      {"integer", LogicalType::INTEGER},
      {"bigint", LogicalType::BIGINT},
      {"real", LogicalType::FLOAT},
      {"double precision", LogicalType::DOUBLE},
      {"boolean", LogicalType::BOOLEAN},
      {"date", LogicalType::DATE},
      {"time", LogicalType::TIME},
      {"timetz", LogicalType::TIME_TZ},
      {"timestamp", LogicalType::TIMESTAMP},
      {"timestamptz", LogicalType::TIMESTAMP_TZ},
      {"interval", LogicalType::INTERVAL},
      {"interval day to second", LogicalType::INTERVAL},
      {"interval year to month", interval_year_to_month_type()},
      {"super", super_type()},
      {"name", name_type()},
      {"oid", oid_type()},
      {"geometry", geometry_type()},
      {"geography", geometry_type()},
      {"hllsketch", hllsketch_type()},
  };
  for (const auto& [name, type] : kTypes) {
    if (declared.name == name) return type;
  }
  return std::nullopt;
}

bool is_text(const LogicalType& type) {
  if (type.id() != LogicalTypeId::VARCHAR) return false;
  const auto kind = declared_type(type).kind;
  return kind == DeclaredKind::kNone || kind == DeclaredKind::kVarchar || kind == DeclaredKind::kChar ||
         kind == DeclaredKind::kName;
}

Result<Value> checked_text(std::string text, const VariableType& type) {
  const bool is_char = type.declared.name == "char";
  if (is_char) text.resize(text.find_last_not_of(' ') + 1);
  const auto limit = static_cast<std::size_t>(type.max_bytes);
  if (limit > 0 && text.size() > limit) {
    if (text.find_first_not_of(' ', limit) != std::string::npos)
      return sql_failure("value too long for type " + sql::display_spelling(type.declared));
    text.resize(limit);
  }
  return Value(std::move(text));
}

// NUMERIC without digits keeps those of its value.
LogicalType numeric_for(const Value& value) {
  const auto id = value.type().id();
  if (id == LogicalTypeId::DECIMAL) return value.type();
  if (value.type().IsIntegral()) return LogicalType::DECIMAL(38, 0);
  const auto text = value.ToString();
  const auto point = text.find('.');
  const auto digits = point == std::string::npos || text.find('e') != std::string::npos ? 0 : text.size() - point - 1;
  return LogicalType::DECIMAL(38, static_cast<std::uint8_t>(std::min<std::size_t>(digits, 18)));
}

}  // namespace

VariableScope::VariableScope(Session& session, const NamedValues* variables)
    : session_(session),
      outer_variables_(std::exchange(session.context().variables, variables)),
      outer_parameters_(session.exchange_parameters(&kNoParameters)) {}

VariableScope::~VariableScope() {
  session_.context().variables = outer_variables_;
  session_.exchange_parameters(outer_parameters_);
}

Result<VariableType> variable_type(Session&, const sql::ColumnType& declared) {
  VariableType type{declared, LogicalType::VARCHAR, LogicalType::VARCHAR, 0};
  if (declared.name == "varchar" || declared.name == "char") {
    if (declared.modifiers.empty()) return type;
    type.max_bytes = declared.modifiers[0];
    type.column = declared.name == "char" ? char_type(type.max_bytes) : varchar_type(type.max_bytes);
    return type;
  }
  if (declared.name == "refcursor") return type;
  if (declared.name == "varbyte") {
    const int bytes = declared.modifiers.empty() ? kVarbyteMaxBytes : declared.modifiers[0];
    type.type = type.column = varbyte_type(bytes);
    return type;
  }
  if (declared.name == "numeric") {
    const auto digits = declared.modifiers;
    type.type = type.column = digits.empty() ? LogicalType::DECIMAL(38, 0)
                                             : LogicalType::DECIMAL(static_cast<std::uint8_t>(digits[0]),
                                                                    static_cast<std::uint8_t>(digits.at(1)));
    return type;
  }
  const auto plain = plain_type(declared);
  if (!plain) return sql_failure("type \"" + declared.name + "\" does not exist");
  type.type = type.column = *plain;
  return type;
}

VariableType field_type(const LogicalType& column) {
  VariableType type;
  type.type = is_text(column) ? LogicalType(LogicalType::VARCHAR) : column;
  type.column = column;
  return type;
}

Result<Value> convert(Session& session, const Value& value, const VariableType& type) {
  if (value.IsNull()) return Value(type.type);
  const bool to_text = is_text(type.type);
  if (to_text) {
    auto text = text_of(session, value);
    if (!text) return text.error();
    return checked_text(*std::move(text), type);
  }
  const bool any_numeric = type.declared.name == "numeric" && type.declared.modifiers.empty();
  const auto target = any_numeric ? numeric_for(value) : type.type;
  if (value.type() == target) return value;
  if (value.type().IsNumeric() && target.IsNumeric()) {
    return guarded([&]() -> Result<Value> { return value.CastAs(*session.connection().context, target); });
  }
  if (any_numeric) {
    return evaluate_with(
        session, "CAST($1 AS numeric(38," + std::to_string(::duckdb::DecimalType::GetScale(target)) + "))", value);
  }
  return evaluate_with(session, "CAST($1 AS " + sql::display_spelling(type.declared) + ")", value);
}

Result<std::string> text_of(Session& session, const Value& value) {
  if (is_text(value.type())) return ::duckdb::StringValue::Get(value);
  switch (value.type().id()) {
    case LogicalTypeId::BOOLEAN:
      return std::string(::duckdb::BooleanValue::Get(value) ? "t" : "f");
    case LogicalTypeId::SMALLINT:
    case LogicalTypeId::INTEGER:
    case LogicalTypeId::BIGINT:
    case LogicalTypeId::DECIMAL:
    case LogicalTypeId::DATE:
    case LogicalTypeId::TIMESTAMP:
      return value.ToString();
    case LogicalTypeId::VARCHAR:  // SUPER and its like
      return ::duckdb::StringValue::Get(value);
    default:
      break;
  }
  auto text = evaluate_with(session, "CAST($1 AS varchar)", value);
  if (!text) return text.error();
  return text->ToString();
}

::duckdb::unique_ptr<::duckdb::ParsedExpression> expression_of(const Value& value) {
  if (value.IsNull())
    return tree::cast(tree::constant(Value()),
                      is_text(value.type()) ? LogicalType(LogicalType::VARCHAR) : value.type());
  if (is_text(value.type())) return tree::text(::duckdb::StringValue::Get(value));
  if (declared_type(value.type()).kind == DeclaredKind::kSuper)
    return tree::call("rs_json_parse", tree::text(::duckdb::StringValue::Get(value)));
  return tree::constant(value);
}

}  // namespace slipher::engine
