#include "engine/duckdb/rewrite/column_names.h"

#include <string_view>

#include "duckdb/common/string_util.hpp"
#include "duckdb/parser/expression/list.hpp"
#include "engine/duckdb/rewrite/function_table.h"
#include "sql/name_case.h"

namespace slipher::engine {
namespace {

using ::duckdb::ExpressionClass;
using ::duckdb::ExpressionType;
using ::duckdb::LogicalTypeId;

/// How sure a name is, as in PostgreSQL's FigureColname: a cast or CASE prefers its operand's name only when that is
/// one of a column or function.
enum class Strength { kNone, kType, kName };

struct Guess {
  Strength strength = Strength::kNone;
  std::string name = "?column?";
};

std::string type_column_name(const ::duckdb::LogicalType& type) {
  switch (type.id()) {
    case LogicalTypeId::BOOLEAN:
      return "bool";
    case LogicalTypeId::SMALLINT:
      return "int2";
    case LogicalTypeId::INTEGER:
      return "int4";
    case LogicalTypeId::BIGINT:
      return "int8";
    case LogicalTypeId::FLOAT:
      return "float4";
    case LogicalTypeId::DOUBLE:
      return "float8";
    case LogicalTypeId::DECIMAL:
      return "numeric";
    case LogicalTypeId::VARCHAR:
      return "varchar";
    case LogicalTypeId::TIMESTAMP_TZ:
      return "timestamptz";
    case LogicalTypeId::TIME_TZ:
      return "timetz";
    case LogicalTypeId::BLOB:
      return "varbyte";
    case LogicalTypeId::USER: {
      const auto name = ::duckdb::StringUtil::Lower(::duckdb::UserType::GetTypeName(type));
      if (name == "rs_char") return "bpchar";
      if (name.starts_with("rs_interval")) return "interval";
      return name.starts_with("rs_") ? name.substr(3) : name;
    }
    default:
      return ::duckdb::StringUtil::Lower(type.ToString());
  }
}

std::string function_column_name(const ::duckdb::FunctionExpression& function, const Rewriter& rewriter) {
  const auto name = ::duckdb::StringUtil::Lower(function.function_name);
  if (name == "date_part") {
    const auto written = rewriter.text_at(function).substr(0, 7);
    return ::duckdb::StringUtil::Lower(std::string(written)) == "extract" ? "date_part" : "pgdate_part";
  }
  const auto* rule = find_function(name);
  return rule && !rule->column.empty() ? std::string(rule->column) : name;
}

/// Capitals of a field that only enable_case_sensitive_super_attribute kept are none of the result's.
std::string field_column_name(const std::string& field) {
  return sql::name_case().quoted ? field : ::duckdb::StringUtil::Lower(field);
}

bool is_operator_call(const ::duckdb::FunctionExpression& function) {
  return function.is_operator || function.function_name == "regexp_full_match" ||
         function.function_name == "like_escape" || function.function_name == "ilike_escape" ||
         function.function_name == "not_like_escape" || function.function_name == "not_ilike_escape";
}

Guess guess(const ::duckdb::ParsedExpression& expression, const Rewriter& rewriter) {
  switch (expression.GetExpressionClass()) {
    case ExpressionClass::COLUMN_REF:
      return {Strength::kName, expression.Cast<::duckdb::ColumnRefExpression>().GetColumnName()};
    case ExpressionClass::CAST: {
      const auto& cast = expression.Cast<::duckdb::CastExpression>();
      // DuckDB's parser makes this of DATE(x); what is written as a cast has a place in the text.
      if (cast.cast_type.id() == LogicalTypeId::DATE && !cast.GetQueryLocation().IsValid())
        return {Strength::kName, "date"};
      if (auto inner = guess(*cast.child, rewriter); inner.strength == Strength::kName) return inner;
      return {Strength::kType, type_column_name(cast.cast_type)};
    }
    case ExpressionClass::FUNCTION: {
      const auto& function = expression.Cast<::duckdb::FunctionExpression>();
      if (is_operator_call(function)) return {};
      return {Strength::kName, function_column_name(function, rewriter)};
    }
    case ExpressionClass::WINDOW: {
      const auto& window = expression.Cast<::duckdb::WindowExpression>();
      const auto name = ::duckdb::StringUtil::Lower(window.function_name);
      return {Strength::kName, name == "count_star" ? "count" : name};
    }
    case ExpressionClass::CASE: {
      const auto& cases = expression.Cast<::duckdb::CaseExpression>();
      if (cases.else_expr) {
        if (auto inner = guess(*cases.else_expr, rewriter); inner.strength == Strength::kName) return inner;
      }
      return {Strength::kType, "case"};
    }
    case ExpressionClass::OPERATOR:
      switch (expression.GetExpressionType()) {
        case ExpressionType::OPERATOR_COALESCE:
          return {Strength::kName, "coalesce"};
        case ExpressionType::GROUPING_FUNCTION:
          return {Strength::kName, "grouping"};
        case ExpressionType::ARRAY_CONSTRUCTOR:
          return {Strength::kName, "array"};
        case ExpressionType::ARRAY_EXTRACT:
          return guess(*expression.Cast<::duckdb::OperatorExpression>().children[0], rewriter);
        case ExpressionType::STRUCT_EXTRACT: {
          const auto& key = *expression.Cast<::duckdb::OperatorExpression>().children[1];
          if (key.GetExpressionClass() == ExpressionClass::CONSTANT)
            return {Strength::kName, field_column_name(key.Cast<::duckdb::ConstantExpression>().value.ToString())};
          return {};
        }
        default:
          return {};
      }
    case ExpressionClass::COLLATE:
      return guess(*expression.Cast<::duckdb::CollateExpression>().child, rewriter);
    default:
      return {};
  }
}

}  // namespace

void name_column(::duckdb::ParsedExpression& item, const Rewriter& rewriter) {
  if (!item.GetAlias().empty() || item.GetExpressionClass() == ExpressionClass::STAR) return;
  // A plain column names itself, save the words that are values: they are replaced later.
  if (item.GetExpressionClass() == ExpressionClass::COLUMN_REF) {
    const auto& column = item.Cast<::duckdb::ColumnRefExpression>();
    const bool plain = column.IsQualified() || rewriter.text_at(column).starts_with('"');
    const auto* rule = plain ? nullptr : find_keyword_value(column.GetColumnName());
    if (rule) item.SetAlias(std::string(rule->column.empty() ? rule->name : rule->column));
    return;
  }
  item.SetAlias(guess(item, rewriter).name);
}

}  // namespace slipher::engine
