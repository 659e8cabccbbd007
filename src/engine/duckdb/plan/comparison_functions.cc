#include "engine/duckdb/plan/comparison_functions.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

#include "duckdb.hpp"
#include "duckdb/function/aggregate_function.hpp"
#include "duckdb/function/scalar_function.hpp"
#include "duckdb/planner/expression/list.hpp"
#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/functions/json_text.h"
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
constexpr const char* kSuperKeyBeside = "rs_super_key_beside";
constexpr const char* kNumberKey = "rs_number_key";
constexpr const char* kPlainText = "rs_plain_text";
constexpr const char* kEqualsText = "rs_equals_text";
constexpr const char* kFewestBlanks = "rs_fewest_blanks";
constexpr const char* kWithBlanks = "rs_with_blanks";

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

void compute_super_keys_beside(::duckdb::DataChunk& arguments, ::duckdb::ExpressionState&, ::duckdb::Vector& result) {
  ::duckdb::BinaryExecutor::ExecuteWithNulls<string_t, string_t, string_t>(
      arguments.data[0], arguments.data[1], result, arguments.size(),
      [&](string_t value, string_t other, ::duckdb::ValidityMask& mask, ::duckdb::idx_t row) {
        const auto json = functions::view(value);
        const bool same = functions::json::type_of(json) == functions::json::type_of(functions::view(other));
        const auto key = same ? functions::super_key(json) : std::nullopt;
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

void compute_plain_text(::duckdb::DataChunk& arguments, ::duckdb::ExpressionState&, ::duckdb::Vector& result) {
  result.Reinterpret(arguments.data[0]);
}

void compute_equals_text(::duckdb::DataChunk& arguments, ::duckdb::ExpressionState&, ::duckdb::Vector& result) {
  const auto wanted = ::duckdb::ConstantVector::GetData<string_t>(arguments.data[1])[0];
  const auto size = wanted.GetSize();
  ::duckdb::UnaryExecutor::Execute<string_t, bool>(arguments.data[0], result, arguments.size(), [&](string_t text) {
    if (text.GetSize() <= size) return text == wanted;
    return ends_in_blank(text) && std::memcmp(text.GetData(), wanted.GetData(), size) == 0 &&
           size_without_blanks(text.GetData(), text.GetSize()) == size;
  });
}

void compute_with_blanks(::duckdb::DataChunk& arguments, ::duckdb::ExpressionState&, ::duckdb::Vector& result) {
  auto& texts = arguments.data[0];
  ::duckdb::UnifiedVectorFormat blanks;
  arguments.data[1].ToUnifiedFormat(arguments.size(), blanks);
  const auto* counts = ::duckdb::UnifiedVectorFormat::GetData<std::int32_t>(blanks);
  bool any = false;
  for (::duckdb::idx_t i = 0; i < arguments.size() && !any; i++) any = counts[blanks.sel->get_index(i)] > 0;
  if (!any) return result.Reference(texts);
  ::duckdb::BinaryExecutor::Execute<string_t, std::int32_t, string_t>(
      texts, arguments.data[1], result, arguments.size(), [&](string_t text, std::int32_t count) {
        const auto size = text.GetSize();
        auto longer = ::duckdb::StringVector::EmptyString(result, size + static_cast<std::size_t>(count));
        std::memcpy(longer.GetDataWriteable(), text.GetData(), size);
        std::memset(longer.GetDataWriteable() + size, ' ', static_cast<std::size_t>(count));
        longer.Finalize();
        return longer;
      });
}

struct FewestBlanks {
  static constexpr std::int32_t kNoText = std::numeric_limits<std::int32_t>::max();
  template <class State>
  static void Initialize(State& state) {
    state = kNoText;
  }
  static bool IgnoreNull() { return true; }
  template <class Input, class State, class Aggregate>
  static void Operation(State& state, const Input& text, ::duckdb::AggregateUnaryInput&) {
    const auto size = text.GetSize();
    state = std::min(state, static_cast<State>(size - size_without_blanks(text.GetData(), size)));
  }
  template <class Input, class State, class Aggregate>
  static void ConstantOperation(State& state, const Input& text, ::duckdb::AggregateUnaryInput& unary,
                                ::duckdb::idx_t) {
    Operation<Input, State, Aggregate>(state, text, unary);
  }
  template <class State, class Aggregate>
  static void Combine(const State& source, State& target, ::duckdb::AggregateInputData&) {
    target = std::min(target, source);
  }
  template <class Result, class State>
  static void Finalize(State& state, Result& target, ::duckdb::AggregateFinalizeData&) {
    target = state == kNoText ? 0 : state;
  }
};

::duckdb::AggregateFunction fewest_blanks_function() {
  auto function = ::duckdb::AggregateFunction::UnaryAggregate<std::int32_t, string_t, std::int32_t, FewestBlanks>(
      LogicalType::VARCHAR, LogicalType::INTEGER);
  function.name = kFewestBlanks;
  function.order_dependent = ::duckdb::AggregateOrderDependent::NOT_ORDER_DEPENDENT;
  return function;
}

unique_ptr<Expression> binary_call(const char* name, const LogicalType& result, ::duckdb::scalar_function_t body,
                                   unique_ptr<Expression> left, unique_ptr<Expression> right) {
  ::duckdb::ScalarFunction function(name, {left->return_type, right->return_type}, result, std::move(body));
  auto arguments = functions::bound_arguments(std::move(left), std::move(right));
  return ::duckdb::make_uniq<::duckdb::BoundFunctionExpression>(result, std::move(function), std::move(arguments),
                                                                nullptr);
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

bool is_call_of(const Expression& expression, const char* name) {
  return expression.GetExpressionClass() == ::duckdb::ExpressionClass::BOUND_FUNCTION &&
         expression.Cast<::duckdb::BoundFunctionExpression>().function.name == name;
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

bool is_cut(const Expression& text) { return is_call_of(text, kCutBlanks); }

bool can_be_plain(const Expression& expression) {
  if (expression.GetExpressionClass() != ::duckdb::ExpressionClass::BOUND_COLUMN_REF ||
      !is_comparable_text(expression.return_type))
    return false;
  const auto type = declared_type(expression.return_type);
  return type.kind != DeclaredKind::kNone && !type.ignores_case;
}

void plain_text(unique_ptr<Expression>& text) {
  call(text, kPlainText, LogicalType::VARCHAR, compute_plain_text, cut_statistics);
}

bool is_plain_text(const Expression& text) { return is_call_of(text, kPlainText); }

bool is_comparable_text(const LogicalType& type) {
  if (type.id() != ::duckdb::LogicalTypeId::VARCHAR || type.IsJSONType()) return false;
  const auto kind = declared_type(type).kind;
  return kind == DeclaredKind::kNone || kind == DeclaredKind::kVarchar || kind == DeclaredKind::kChar;
}

bool may_end_in_blanks(const Expression& expression) {
  if (!is_comparable_text(expression.return_type)) return false;
  return expression.GetExpressionClass() != ::duckdb::ExpressionClass::BOUND_COLUMN_REF ||
         declared_type(expression.return_type).kind != DeclaredKind::kChar;
}

unique_ptr<Expression> equals_text(unique_ptr<Expression> text, unique_ptr<Expression> constant) {
  return binary_call(kEqualsText, LogicalType::BOOLEAN, compute_equals_text, std::move(text), std::move(constant));
}

unique_ptr<Expression> fewest_blanks(unique_ptr<Expression> text) {
  return ::duckdb::make_uniq<::duckdb::BoundAggregateExpression>(fewest_blanks_function(),
                                                                 functions::bound_arguments(std::move(text)), nullptr,
                                                                 nullptr, ::duckdb::AggregateType::NON_DISTINCT);
}

unique_ptr<Expression> with_blanks(unique_ptr<Expression> text, unique_ptr<Expression> blanks) {
  auto alias = text->GetAlias();
  const auto type = text->return_type;
  auto call = binary_call(kWithBlanks, type, compute_with_blanks, std::move(text), std::move(blanks));
  call->SetAlias(std::move(alias));
  return call;
}

void make_super_key(unique_ptr<Expression>& value) { call(value, kSuperKey, LogicalType::VARCHAR, compute_super_keys); }

void make_super_key(unique_ptr<Expression>& value, const Expression& other) {
  value = binary_call(kSuperKeyBeside, LogicalType::VARCHAR, compute_super_keys_beside, std::move(value), other.Copy());
}

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
  add(kPlainText, compute_plain_text);
  add(kSuperKey, compute_super_keys);
  add(kNumberKey, compute_number_keys);
  const auto text = LogicalType::VARCHAR;
  registry.add(kSuperKeyBeside, {text, text}, text, compute_super_keys_beside);
  registry.add(kEqualsText, {text, text}, LogicalType::BOOLEAN, compute_equals_text);
  registry.add(kWithBlanks, {text, LogicalType::INTEGER}, text, compute_with_blanks);
  registry.add_aggregate(kFewestBlanks, fewest_blanks_function());
  registry.commit(database);
}

}  // namespace slipher::engine
