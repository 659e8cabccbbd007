#include "engine/duckdb/plan/comparison_functions.h"

#include <algorithm>
#include <utility>

#include "duckdb.hpp"
#include "duckdb/function/scalar_function.hpp"
#include "duckdb/planner/expression/list.hpp"
#include "engine/duckdb/functions/super_key.h"
#include "engine/duckdb/functions/support.h"

namespace slipher::engine {
namespace {

using ::duckdb::Expression;
using ::duckdb::LogicalType;
using ::duckdb::string_t;
using ::duckdb::unique_ptr;

constexpr const char* kCutBlanks = "rs_cut_blanks";
constexpr const char* kSuperKey = "rs_super_key";
constexpr const char* kNumberKey = "rs_number_key";

bool ends_in_blank(const string_t& text) {
  const auto size = text.GetSize();
  return size > 0 && text.GetData()[size - 1] == ' ';
}

bool any_ends_in_blank(::duckdb::Vector& texts, ::duckdb::idx_t count) {
  ::duckdb::UnifiedVectorFormat format;
  texts.ToUnifiedFormat(count, format);
  const auto* values = ::duckdb::UnifiedVectorFormat::GetData<string_t>(format);
  for (::duckdb::idx_t i = 0; i < count; i++) {
    const auto row = format.sel->get_index(i);
    if (format.validity.RowIsValid(row) && ends_in_blank(values[row])) return true;
  }
  return false;
}

/// Nearly no value ends in a blank: then they are passed on as they are.
void compute_cut(::duckdb::DataChunk& arguments, ::duckdb::ExpressionState&, ::duckdb::Vector& result) {
  auto& texts = arguments.data[0];
  if (!any_ends_in_blank(texts, arguments.size())) return result.Reference(texts);
  ::duckdb::UnaryExecutor::Execute<string_t, string_t>(texts, result, arguments.size(), [](string_t text) {
    if (!ends_in_blank(text)) return text;
    const auto* bytes = text.GetData();
    return string_t(bytes, static_cast<std::uint32_t>(size_without_blanks(bytes, text.GetSize())));
  });
  ::duckdb::StringVector::AddHeapReference(result, texts);
}

/// SUPER values meet by what they are, not by their JSON text: 1 is 1.0, 2 is less than 10.
void compute_super_keys(::duckdb::DataChunk& arguments, ::duckdb::ExpressionState&, ::duckdb::Vector& result) {
  ::duckdb::UnaryExecutor::ExecuteWithNulls<string_t, string_t>(
      arguments.data[0], result, arguments.size(),
      [&](string_t json, ::duckdb::ValidityMask& mask, ::duckdb::idx_t row) {
        const auto key = functions::super_key({json.GetData(), json.GetSize()});
        if (key) return ::duckdb::StringVector::AddStringOrBlob(result, key->data(), key->size());
        mask.SetInvalid(row);
        return string_t();
      });
}

/// A text is no longer without its blanks. What is known of the least one may not hold any more: a tab comes before a
/// blank.
unique_ptr<::duckdb::BaseStatistics> cut_statistics(::duckdb::ClientContext&,
                                                    ::duckdb::FunctionStatisticsInput& input) {
  auto& text = input.child_stats[0];
  auto stats = ::duckdb::StringStats::CreateUnknown(input.expr.return_type);
  // Of texts of one byte DuckDB groups by what it knows of the least and the greatest: at least 2, so that it does not.
  if (text.GetStatsType() == ::duckdb::StatisticsType::STRING_STATS && ::duckdb::StringStats::HasMaxStringLength(text))
    ::duckdb::StringStats::SetMaxStringLength(stats, std::max(::duckdb::StringStats::MaxStringLength(text), 2U));
  stats.CopyValidity(text);
  return stats.ToUnique();
}

/// The key of a number in a SUPER value; NULL for every other value.
void compute_number_keys(::duckdb::DataChunk& arguments, ::duckdb::ExpressionState&, ::duckdb::Vector& result) {
  ::duckdb::UnaryExecutor::ExecuteWithNulls<string_t, string_t>(
      arguments.data[0], result, arguments.size(),
      [&](string_t json, ::duckdb::ValidityMask& mask, ::duckdb::idx_t row) {
        const std::string_view text(json.GetData(), json.GetSize());
        const bool is_number = !text.empty() && (text[0] == '-' || (text[0] >= '0' && text[0] <= '9'));
        const auto key = is_number ? functions::super_key(text) : std::nullopt;
        if (key) return ::duckdb::StringVector::AddStringOrBlob(result, key->data(), key->size());
        mask.SetInvalid(row);
        return string_t();
      });
}

void call(unique_ptr<Expression>& value, const char* name, const LogicalType& result, ::duckdb::scalar_function_t body,
          ::duckdb::function_statistics_t statistics = nullptr) {
  auto alias = value->GetAlias();
  ::duckdb::ScalarFunction function(name, {value->return_type}, result, std::move(body), nullptr, nullptr, statistics);
  ::duckdb::vector<unique_ptr<Expression>> arguments;
  arguments.push_back(std::move(value));
  value = ::duckdb::make_uniq<::duckdb::BoundFunctionExpression>(result, std::move(function), std::move(arguments),
                                                                 nullptr);
  value->SetAlias(std::move(alias));
}

}  // namespace

std::size_t size_without_blanks(const char* text, std::size_t size) {
  while (size > 0 && text[size - 1] == ' ') size--;
  return size;
}

void cut_blanks(unique_ptr<Expression>& text) {
  const auto type = text->return_type;
  call(text, kCutBlanks, type, compute_cut, cut_statistics);
}

bool is_cut(const Expression& text) {
  return text.GetExpressionClass() == ::duckdb::ExpressionClass::BOUND_FUNCTION &&
         text.Cast<::duckdb::BoundFunctionExpression>().function.name == kCutBlanks;
}

void make_super_key(unique_ptr<Expression>& value) { call(value, kSuperKey, LogicalType::VARCHAR, compute_super_keys); }

void make_number_key(unique_ptr<Expression>& value) {
  call(value, kNumberKey, LogicalType::VARCHAR, compute_number_keys);
}

void register_comparison_functions(::duckdb::DatabaseInstance& database) {
  functions::Registry registry;
  const auto add = [&](const char* name, ::duckdb::scalar_function_t body) {
    auto& function = registry.add(name, {LogicalType::VARCHAR}, LogicalType::VARCHAR, std::move(body));
    function.errors = ::duckdb::FunctionErrors::CANNOT_ERROR;
  };
  add(kCutBlanks, compute_cut);
  add(kSuperKey, compute_super_keys);
  add(kNumberKey, compute_number_keys);
  registry.commit(database);
}

}  // namespace slipher::engine
