#pragma once
#include <optional>
#include <string>
#include <vector>

#include "duckdb.hpp"
#include "engine/duckdb/named_values.h"
#include "engine/duckdb/procedures/values.h"
#include "sql/plpgsql/tree.h"

namespace slipher::engine {

/// One variable of a running procedure.
struct Variable {
  enum class Kind { kScalar, kRecord, kCursor, kAlias };
  std::string name;
  Kind kind = Kind::kScalar;
  VariableType type;
  ::duckdb::Value value;  // kCursor: the open cursor's name, or NULL
  bool constant = false;
  bool not_null = false;
  /// kRecord: the columns of the row that it holds; none before the first assignment.
  std::vector<std::string> field_names;
  std::vector<::duckdb::Value> fields;
  bool is_assigned = false;
  const sql::plpgsql::Declaration* cursor = nullptr;  // kCursor: name CURSOR FOR query
  std::size_t alias_of = 0;                           // kAlias: index
};

/// The variables that are in scope, innermost last. Statements see their values as constants.
class Variables final : public NamedValues {
 public:
  /// Where a value lies: a variable, or a field of a record.
  struct Place {
    std::size_t variable = 0;
    std::optional<std::size_t> field;
    std::string field_name;  // a record may get other columns meanwhile
  };

  void enter(std::string label) { scopes_.push_back({std::move(label), list_.size()}); }
  void leave();
  std::size_t add(Variable variable);
  Variable& at(std::size_t index) { return list_[index]; }
  const Variable& at(std::size_t index) const { return list_[index]; }
  /// The argument $n is the variable with this index.
  void add_positional(std::size_t index) { positional_.push_back(index); }
  std::optional<std::size_t> positional(std::size_t number) const;

  std::optional<std::size_t> find(const std::string& name) const;
  /// name, label.name, record.field; nothing when there is no such variable, or it is a record as a whole. `used` is
  /// how many of the names that takes. Throws Refusal for a field that a record does not have.
  std::optional<Place> place(const std::vector<std::string>& names, std::size_t& used) const;
  const ::duckdb::Value& value(const Place& place) const;
  /// The record still has that field in that place.
  bool holds(const Place& place) const;

  ::duckdb::unique_ptr<::duckdb::ParsedExpression> find(const std::vector<std::string>& names,
                                                        std::size_t& used) const override;
  ::duckdb::unique_ptr<::duckdb::ParsedExpression> find_positional(std::size_t number) const override;

 private:
  struct Scope {
    std::string label;
    std::size_t begin;
  };
  std::optional<std::size_t> find_in(const std::string& name, std::size_t begin, std::size_t end) const;

  std::vector<Variable> list_;
  std::vector<Scope> scopes_;
  std::vector<std::size_t> positional_;
};

/// $number, of this type.
::duckdb::unique_ptr<::duckdb::ParsedExpression> parameter_of(const ::duckdb::LogicalType& type, std::size_t number);

/// The same variables as parameters of a statement that is prepared once and run with other values.
class VariableParameters final : public NamedValues {
 public:
  explicit VariableParameters(const Variables& variables) : variables_(variables) {}

  ::duckdb::unique_ptr<::duckdb::ParsedExpression> find(const std::vector<std::string>& names,
                                                        std::size_t& used) const override;
  ::duckdb::unique_ptr<::duckdb::ParsedExpression> find_positional(std::size_t number) const override;
  /// $1 ... in order.
  const std::vector<Variables::Place>& places() const { return places_; }

 private:
  ::duckdb::unique_ptr<::duckdb::ParsedExpression> parameter(const Variables::Place& place) const;

  const Variables& variables_;
  mutable std::vector<Variables::Place> places_;
};

}  // namespace slipher::engine
