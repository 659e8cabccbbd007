#include "engine/duckdb/federated/remote_filter.h"

#include <mutex>
#include <string_view>

#include "duckdb.hpp"
#include "duckdb/planner/filter/list.hpp"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

using ::duckdb::ExpressionType;
using ::duckdb::TableFilter;
using ::duckdb::TableFilterType;
using ::duckdb::Value;
using Condition = std::optional<std::string>;

/// More would be a longer text than the rows that it saves.
constexpr std::size_t kLongestList = 1000;
constexpr std::int64_t kUuidOid = 2950;

bool is_text(const RemoteColumn& column) {
  return column.type.form == RemoteForm::kText || column.type.form == RemoteForm::kPadded ||
         column.type.form == RemoteForm::kAsText;
}

/// "0044-03-15 (BC)" -> "0044-03-15 BC".
std::string era_without_brackets(std::string text) {
  const auto at = text.find("(BC)");
  if (at != std::string::npos) text.replace(at, 4, "BC");
  return text;
}

/// A literal without a type of its own: it takes the column's.
Condition literal(const RemoteColumn& column, const Value& value) {
  if (value.IsNull()) return std::nullopt;
  if (is_text(column) != (value.type().id() == ::duckdb::LogicalTypeId::VARCHAR)) return std::nullopt;
  auto text = is_text(column) ? ::duckdb::StringValue::Get(value) : value.ToString();
  if (text.find('\0') != std::string::npos) return std::nullopt;  // PostgreSQL has no such text
  if (column.type.form == RemoteForm::kDate || column.type.form == RemoteForm::kTimestamp)
    text = era_without_brackets(std::move(text));
  return quote_text(text);
}

const char* operator_of(ExpressionType type) {
  switch (type) {
    case ExpressionType::COMPARE_EQUAL:
      return " = ";
    case ExpressionType::COMPARE_NOTEQUAL:
      return " <> ";
    case ExpressionType::COMPARE_LESSTHAN:
      return " < ";
    case ExpressionType::COMPARE_GREATERTHAN:
      return " > ";
    case ExpressionType::COMPARE_LESSTHANOREQUALTO:
      return " <= ";
    case ExpressionType::COMPARE_GREATERTHANOREQUALTO:
      return " >= ";
    default:
      return nullptr;
  }
}

/// Texts are in the order of their bytes here, whatever the column's collation there. Equal is equal in every one.
std::string compared(const RemoteColumn& column, bool for_order) {
  return remote_value(column) + (for_order && is_text(column) ? " COLLATE \"C\"" : "");
}

Condition comparison(const RemoteColumn& column, ExpressionType type, const Value& value) {
  const auto* sign = operator_of(type);
  const auto constant = literal(column, value);
  if (!sign || !constant) return std::nullopt;
  return compared(column, type != ExpressionType::COMPARE_EQUAL) + sign + *constant;
}

Condition in_list(const RemoteColumn& column, const ::duckdb::vector<Value>& values) {
  if (values.empty() || values.size() > kLongestList) return std::nullopt;
  std::string list;
  for (const auto& value : values) {
    const auto constant = literal(column, value);
    if (!constant) return std::nullopt;
    list += (list.empty() ? "" : ", ") + *constant;
  }
  return compared(column, false) + " IN (" + list + ")";
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (is_hyphen ? text[i] != '-' : std::string_view("0123456789abcdef").find(text[i]) == std::string_view::npos)
      return false;
  }
  return true;
}

/// column = 'text' comes as a range from 'text' to 'text!' (plan/blank_comparison.cc). Of UUIDs only one is in it, and
/// an index of the server's finds it.
Condition uuid_equality(const RemoteColumn& column,
                        const ::duckdb::vector<::duckdb::unique_ptr<TableFilter>>& filters) {
  if (column.type_oid != kUuidOid) return std::nullopt;
  std::string from, below;
  for (const auto& filter : filters) {
    if (filter->filter_type != TableFilterType::CONSTANT_COMPARISON) continue;
    const auto& bound = filter->Cast<::duckdb::ConstantFilter>();
    if (bound.comparison_type == ExpressionType::COMPARE_GREATERTHANOREQUALTO) from = bound.constant.ToString();
    if (bound.comparison_type == ExpressionType::COMPARE_LESSTHAN) below = bound.constant.ToString();
  }
  if (!is_uuid(from) || below != from + "!") return std::nullopt;
  return quote_name(column.name) + " = " + quote_text(from);
}

/// Of AND, what cannot be told is left out; of OR, nothing may be.
Condition joined(const RemoteColumn& column, const ::duckdb::vector<::duckdb::unique_ptr<TableFilter>>& filters,
                 bool is_and) {
  if (is_and) {
    if (auto equality = uuid_equality(column, filters)) return equality;
  }
  std::string text;
  for (const auto& filter : filters) {
    const auto condition = remote_condition(column, *filter);
    if (!condition && !is_and) return std::nullopt;
    if (condition) text += (text.empty() ? "(" : is_and ? " AND " : " OR ") + *condition;
  }
  return text.empty() ? std::nullopt : Condition(text + ")");
}

/// A bound that a join or a LIMIT finds while it runs.
Condition dynamic(const RemoteColumn& column, const ::duckdb::DynamicFilter& filter) {
  if (!filter.filter_data) return std::nullopt;
  std::lock_guard lock(filter.filter_data->lock);
  if (!filter.filter_data->initialized || !filter.filter_data->filter) return std::nullopt;
  return remote_condition(column, *filter.filter_data->filter);
}

}  // namespace

std::string remote_value(const RemoteColumn& column) {
  const auto name = quote_name(column.name);
  return column.type.form == RemoteForm::kAsText ? "(" + name + ")::text" : name;
}

std::optional<std::string> remote_condition(const RemoteColumn& column, const TableFilter& filter) {
  switch (filter.filter_type) {
    case TableFilterType::CONSTANT_COMPARISON: {
      const auto& constant = filter.Cast<::duckdb::ConstantFilter>();
      return comparison(column, constant.comparison_type, constant.constant);
    }
    case TableFilterType::IS_NULL:
      return quote_name(column.name) + " IS NULL";
    case TableFilterType::IS_NOT_NULL:
      return quote_name(column.name) + " IS NOT NULL";
    case TableFilterType::CONJUNCTION_AND:
      return joined(column, filter.Cast<::duckdb::ConjunctionAndFilter>().child_filters, true);
    case TableFilterType::CONJUNCTION_OR:
      return joined(column, filter.Cast<::duckdb::ConjunctionOrFilter>().child_filters, false);
    case TableFilterType::IN_FILTER:
      return in_list(column, filter.Cast<::duckdb::InFilter>().values);
    case TableFilterType::OPTIONAL_FILTER: {
      const auto& child = filter.Cast<::duckdb::OptionalFilter>().child_filter;
      return child ? remote_condition(column, *child) : std::nullopt;
    }
    case TableFilterType::DYNAMIC_FILTER:
      return dynamic(column, filter.Cast<::duckdb::DynamicFilter>());
    default:
      return std::nullopt;
  }
}

}  // namespace slipher::engine
