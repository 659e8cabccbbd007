#include "engine/duckdb/procedures/variables.h"

#include <algorithm>

#include "duckdb/common/string_util.hpp"
#include "duckdb/parser/expression/parameter_expression.hpp"
#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/rewrite/tree.h"

namespace slipher::engine {

void Variables::leave() {
  list_.erase(list_.begin() + static_cast<std::ptrdiff_t>(scopes_.back().begin), list_.end());
  scopes_.pop_back();
}

std::size_t Variables::add(Variable variable) {
  list_.push_back(std::move(variable));
  return list_.size() - 1;
}

std::optional<std::size_t> Variables::find_in(const std::string& name, std::size_t begin, std::size_t end) const {
  for (std::size_t i = end; i > begin; --i) {
    if (!::duckdb::StringUtil::CIEquals(list_[i - 1].name, name)) continue;
    return list_[i - 1].kind == Variable::Kind::kAlias ? list_[i - 1].alias_of : i - 1;
  }
  return std::nullopt;
}

std::optional<std::size_t> Variables::find(const std::string& name) const { return find_in(name, 0, list_.size()); }

std::optional<std::size_t> Variables::positional(std::size_t number) const {
  if (number == 0 || number > positional_.size()) return std::nullopt;
  return positional_[number - 1];
}

std::optional<Variables::Place> Variables::place(const std::vector<std::string>& names, std::size_t& used) const {
  std::size_t first = 0;
  auto found = find(names[0]);
  if (!found && names.size() > 1) {
    for (std::size_t i = scopes_.size(); i > 0 && !found; --i) {
      if (scopes_[i - 1].label.empty() || scopes_[i - 1].label != names[0]) continue;
      found = find_in(names[1], scopes_[i - 1].begin, i < scopes_.size() ? scopes_[i].begin : list_.size());
      first = 1;
    }
  }
  if (!found) return std::nullopt;
  const auto& variable = list_[*found];
  used = first + 1;
  if (variable.kind != Variable::Kind::kRecord) {
    const bool is_super = declared_type(variable.type.type).kind == DeclaredKind::kSuper;
    if (used < names.size() && !is_super) return std::nullopt;
    return Place{*found, std::nullopt, {}};
  }
  if (used >= names.size()) return std::nullopt;
  if (!variable.is_assigned) throw Refusal{"record \"" + variable.name + "\" is not assigned yet"};
  const auto& fields = variable.field_names;
  const auto field = std::find_if(fields.begin(), fields.end(), [&](const std::string& each) {
    return ::duckdb::StringUtil::CIEquals(each, names[used]);
  });
  if (field == fields.end()) throw Refusal{"record \"" + variable.name + "\" has no field \"" + names[used] + "\""};
  ++used;
  return Place{*found, static_cast<std::size_t>(field - fields.begin()), *field};
}

bool Variables::holds(const Place& place) const {
  if (!place.field) return true;
  const auto& names = list_[place.variable].field_names;
  return *place.field < names.size() && names[*place.field] == place.field_name;
}

const ::duckdb::Value& Variables::value(const Place& place) const {
  const auto& variable = list_[place.variable];
  return place.field ? variable.fields[*place.field] : variable.value;
}

ParsedPointer Variables::find(const std::vector<std::string>& names, std::size_t& used) const {
  const auto found = place(names, used);
  return found ? expression_of(value(*found)) : nullptr;
}

ParsedPointer Variables::find_positional(std::size_t number) const {
  const auto index = positional(number);
  return index ? expression_of(list_[*index].value) : nullptr;
}

ParsedPointer parameter_of(const ::duckdb::LogicalType& type, std::size_t number) {
  auto expression = ::duckdb::make_uniq<::duckdb::ParameterExpression>();
  expression->identifier = std::to_string(number);
  return tree::cast(std::move(expression), type);
}

ParsedPointer VariableParameters::parameter(const Variables::Place& place) const {
  places_.push_back(place);
  return parameter_of(variables_.value(place).type(), places_.size());
}

ParsedPointer VariableParameters::find(const std::vector<std::string>& names, std::size_t& used) const {
  const auto found = variables_.place(names, used);
  return found ? parameter(*found) : nullptr;
}

ParsedPointer VariableParameters::find_positional(std::size_t number) const {
  const auto index = variables_.positional(number);
  return index ? parameter({*index, std::nullopt, {}}) : nullptr;
}

}  // namespace slipher::engine
