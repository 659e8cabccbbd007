#include "engine/duckdb/plan/length_check.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "duckdb/catalog/catalog_entry/table_catalog_entry.hpp"
#include "duckdb/planner/binder.hpp"
#include "duckdb/planner/expression/bound_columnref_expression.hpp"
#include "duckdb/planner/expression/bound_default_expression.hpp"
#include "duckdb/planner/expression/bound_function_expression.hpp"
#include "duckdb/planner/operator/logical_insert.hpp"
#include "duckdb/planner/operator/logical_merge_into.hpp"
#include "duckdb/planner/operator/logical_projection.hpp"
#include "duckdb/planner/operator/logical_update.hpp"
#include "engine/duckdb/declared_types.h"

namespace slipher::engine {
namespace {

using ::duckdb::Expression;
using ::duckdb::LogicalOperatorType;
using ::duckdb::LogicalType;
using ::duckdb::string_t;

struct LengthData : ::duckdb::FunctionData {
  explicit LengthData(DeclaredType declared_in) : declared(declared_in) {}
  ::duckdb::unique_ptr<::duckdb::FunctionData> Copy() const override {
    return ::duckdb::make_uniq<LengthData>(declared);
  }
  bool Equals(const ::duckdb::FunctionData& other_data) const override {
    const auto& other = other_data.Cast<LengthData>();
    return declared.kind == other.declared.kind && declared.bytes == other.declared.bytes;
  }
  DeclaredType declared;
};

[[noreturn]] void too_long(const char* type, std::size_t bytes) {
  throw ::duckdb::InvalidInputException("value too long for type %s(%llu)", std::string(type), bytes);
}

bool is_ascii(std::string_view text) {
  unsigned char bits = 0;
  for (const char c : text) bits |= static_cast<unsigned char>(c);
  return bits < 0x80;
}

// A CHAR that is stored as it is: single bytes, and no blank at the end to cut off.
bool is_plain(std::string_view text) { return text.empty() || (text.back() != ' ' && is_ascii(text)); }

// The stored form of a value; a prefix of it.
std::size_t stored_size(const string_t& value, const DeclaredType& declared) {
  const auto limit = static_cast<std::size_t>(declared.bytes);
  const std::string_view text(value.GetData(), value.GetSize());
  if (declared.kind == DeclaredKind::kVarbyte) {
    if (text.size() > limit) too_long("binary varying", limit);
    return text.size();
  }
  const auto last = text.find_last_not_of(' ');
  const auto trimmed = last == std::string_view::npos ? 0 : last + 1;
  if (declared.kind == DeclaredKind::kChar) {
    if (trimmed > limit) too_long("character", limit);
    if (!is_ascii(text)) throw ::duckdb::InvalidInputException("CHAR string contains invalid ASCII character");
    return trimmed;
  }
  if (text.size() <= limit) return text.size();
  if (trimmed > limit) too_long("character varying", limit);
  return limit;
}

void check_lengths(::duckdb::DataChunk& arguments, ::duckdb::ExpressionState& state, ::duckdb::Vector& result) {
  const auto& call = state.expr.Cast<::duckdb::BoundFunctionExpression>();
  const auto declared = call.bind_info->Cast<LengthData>().declared;
  ::duckdb::UnaryExecutor::Execute<string_t, string_t>(
      arguments.data[0], result, arguments.size(), [&](string_t value) {
        // Nearly every value.
        if (value.GetSize() <= static_cast<std::size_t>(declared.bytes) &&
            (declared.kind != DeclaredKind::kChar || is_plain({value.GetData(), value.GetSize()})))
          return value;
        const auto size = stored_size(value, declared);
        return size == value.GetSize() ? value : ::duckdb::StringVector::AddString(result, value.GetData(), size);
      });
  ::duckdb::StringVector::AddHeapReference(result, arguments.data[0]);
}

bool has_length(const LogicalType& type) { return declared_type(type).bytes > 0; }

::duckdb::unique_ptr<Expression> checked(::duckdb::unique_ptr<Expression> value, const LogicalType& type) {
  ::duckdb::ScalarFunction function("rs_check_length", {type}, type, check_lengths);
  function.errors = ::duckdb::FunctionErrors::CAN_THROW_RUNTIME_ERROR;
  ::duckdb::vector<::duckdb::unique_ptr<Expression>> arguments;
  arguments.push_back(std::move(value));
  return ::duckdb::make_uniq<::duckdb::BoundFunctionExpression>(type, std::move(function), std::move(arguments),
                                                                ::duckdb::make_uniq<LengthData>(declared_type(type)));
}

// Puts a projection between the rows and what stores them.
void check_insert(::duckdb::Binder& binder, ::duckdb::LogicalInsert& insert) {
  if (insert.children.empty()) return;
  auto& child = insert.children[0];
  child->ResolveOperatorTypes();
  if (std::none_of(child->types.begin(), child->types.end(), has_length)) return;
  const auto bindings = child->GetColumnBindings();
  ::duckdb::vector<::duckdb::unique_ptr<Expression>> columns;
  for (std::size_t i = 0; i < bindings.size(); ++i) {
    const auto& type = child->types[i];
    ::duckdb::unique_ptr<Expression> column =
        ::duckdb::make_uniq<::duckdb::BoundColumnRefExpression>(type, bindings[i]);
    columns.push_back(has_length(type) ? checked(std::move(column), type) : std::move(column));
  }
  auto projection = ::duckdb::make_uniq<::duckdb::LogicalProjection>(binder.GenerateTableIndex(), std::move(columns));
  projection->children.push_back(std::move(child));
  projection->ResolveOperatorTypes();
  insert.children[0] = std::move(projection);
}

// The projection that makes the column `binding`, at or below `op`.
::duckdb::LogicalOperator* find_projection(::duckdb::LogicalOperator& op, std::size_t table_index) {
  if (op.type == LogicalOperatorType::LOGICAL_PROJECTION &&
      op.Cast<::duckdb::LogicalProjection>().table_index == table_index)
    return &op;
  for (auto& child : op.children) {
    if (auto* found = find_projection(*child, table_index)) return found;
  }
  return nullptr;
}

// What UPDATE and MERGE store are columns of a projection below them, one per SET, and must stay columns: the check
// goes into the projection.
void check_value(::duckdb::LogicalOperator& op, ::duckdb::unique_ptr<Expression>& value, const LogicalType& type) {
  if (!has_length(type) || value->GetExpressionClass() == ::duckdb::ExpressionClass::BOUND_DEFAULT) return;
  if (value->GetExpressionClass() != ::duckdb::ExpressionClass::BOUND_COLUMN_REF) {
    value = checked(std::move(value), type);
    return;
  }
  const auto binding = value->Cast<::duckdb::BoundColumnRefExpression>().binding;
  auto* projection = find_projection(*op.children[0], binding.table_index);
  if (!projection) {
    value = checked(std::move(value), type);
    return;
  }
  auto& stored = projection->expressions[binding.column_index];
  stored = checked(std::move(stored), type);
}

void check_update(::duckdb::LogicalUpdate& update) {
  for (std::size_t i = 0; i < update.columns.size(); ++i)
    check_value(update, update.expressions[i], update.table.GetColumns().GetColumn(update.columns[i]).Type());
}

void check_merge(::duckdb::LogicalMergeInto& merge) {
  for (auto& [condition, actions] : merge.actions) {
    for (auto& action : actions) {
      for (auto& value : action->expressions) {
        const LogicalType type = value->return_type;
        check_value(merge, value, type);
      }
    }
  }
}

}  // namespace

void add_length_checks(::duckdb::Binder& binder, ::duckdb::LogicalOperator& plan) {
  switch (plan.type) {
    case LogicalOperatorType::LOGICAL_INSERT:
      check_insert(binder, plan.Cast<::duckdb::LogicalInsert>());
      break;
    case LogicalOperatorType::LOGICAL_UPDATE:
      check_update(plan.Cast<::duckdb::LogicalUpdate>());
      break;
    case LogicalOperatorType::LOGICAL_MERGE_INTO:
      check_merge(plan.Cast<::duckdb::LogicalMergeInto>());
      break;
    case LogicalOperatorType::LOGICAL_EXPLAIN:
      for (auto& child : plan.children) add_length_checks(binder, *child);
      break;
    default:
      break;  // writes are at the root
  }
}

}  // namespace slipher::engine
