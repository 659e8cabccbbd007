#include "engine/duckdb/procedures/interpreter.h"
#include "engine/duckdb/rewrite/rewriter.h"
#include "sql/token_cursor.h"

namespace slipher::engine {

using namespace sql::plpgsql;  // the syntax tree
using Kind = Variable::Kind;
using DeclaredAs = Declaration::Kind;

namespace {

std::string dotted(const sql::QualifiedName& name) {
  std::string out;
  for (const auto& part : name) out += (out.empty() ? "\"" : ".\"") + part + "\"";
  return out;
}

}  // namespace

// variable%TYPE, table.column%TYPE
Result<VariableType> Interpreter::type_of(const Declaration& declaration) {
  if (declaration.type_of.empty()) {
    if (declaration.kind == DeclaredAs::kRefcursor) return variable_type(session_, {"refcursor", {}});
    return variable_type(session_, declaration.type);
  }
  const auto& name = declaration.type_of;
  std::size_t used = 0;
  if (const auto found = variables_.place(name, used); found && used == name.size() && !found->field)
    return variables_.at(found->variable).type;
  if (name.size() < 2) return sql_failure("variable \"" + name[0] + "\" does not exist");
  const sql::QualifiedName table(name.begin(), name.end() - 1);
  auto rows = query("SELECT " + dotted({name.back()}) + " FROM " + dotted(table) + " LIMIT 0", false);
  if (!rows) return rows.error();
  const auto column = field_type((*rows)->types()[0]);
  const auto& described = (*rows)->columns()[0];
  VariableType type = column;
  if (described.type == Type::kVarchar || described.type == Type::kBpchar) {
    type.declared = {described.type == Type::kVarchar ? "varchar" : "char", {}};
    if (described.precision > 0) return variable_type(session_, {type.declared.name, {described.precision}});
  } else if (described.type == Type::kNumeric) {
    return variable_type(session_, {"numeric", {described.precision, described.scale}});
  }
  return type;
}

Result<void> Interpreter::declare(const Declaration& declaration) {
  Variable variable;
  variable.name = declaration.name;
  try {
    if (declaration.kind == DeclaredAs::kAlias) {
      variable.kind = Kind::kAlias;
      const auto other = declaration.alias_of > 0 ? variables_.positional(declaration.alias_of)
                                                  : variables_.find(declaration.alias_name);
      if (!other) {
        return sql_failure(declaration.alias_of > 0 ? "there is no parameter $" + std::to_string(declaration.alias_of)
                                                    : "variable \"" + declaration.alias_name + "\" does not exist");
      }
      variable.alias_of = *other;
      variables_.add(std::move(variable));
      return {};
    }
    if (declaration.kind == DeclaredAs::kCursor) {
      variable.kind = Kind::kCursor;
      variable.type = field_type(::duckdb::LogicalType::VARCHAR);
      variable.value = Value(declaration.name);
      variable.cursor = &declaration;
      variables_.add(std::move(variable));
      return {};
    }
    if (declaration.kind == DeclaredAs::kRecord) {
      variable.kind = Kind::kRecord;
      variables_.add(std::move(variable));
      if (declaration.type_of.empty()) return {};
      auto rows = query("SELECT * FROM " + dotted(declaration.type_of) + " LIMIT 0", false);
      if (!rows) return rows.error();
      return assign_row({{declaration.name}}, (*rows)->columns(), (*rows)->types(), nullptr);
    }
    auto type = type_of(declaration);
    if (!type) return type.error();
    variable.type = *std::move(type);
  } catch (const Refusal& refusal) {
    return sql_failure(refusal.message);
  }
  if (declaration.kind == DeclaredAs::kRefcursor) variable.kind = Kind::kCursor;
  variable.value = Value(variable.type.type);
  variable.not_null = declaration.not_null;
  if (!declaration.value.empty()) {
    auto value = evaluator_.evaluate(declaration.value);
    if (!value) return value.error();
    if (auto stored = store(variable, *value); !stored) return stored;
  }
  variable.constant = declaration.constant;
  variables_.add(std::move(variable));
  return {};
}

}  // namespace slipher::engine
