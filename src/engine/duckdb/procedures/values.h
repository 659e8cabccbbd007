#pragma once
#include <string>
#include <string_view>

#include "duckdb.hpp"
#include "engine/duckdb/named_values.h"
#include "engine/duckdb/session.h"
#include "sql/column_type.h"

namespace slipher::engine {

/// What a variable of a procedure holds.
struct VariableType {
  sql::ColumnType declared;
  ::duckdb::LogicalType type;    // of its values; every text is plain VARCHAR
  ::duckdb::LogicalType column;  // of a result column with them
  int max_bytes = 0;             // of a text; 0 = no limit was declared
};

/// Fails with `type "x" does not exist`.
Result<VariableType> variable_type(Session& session, const sql::ColumnType& declared);
/// The type of a record's field, from a query's column.
VariableType field_type(const ::duckdb::LogicalType& column);

/// As an assignment does it: `value too long for type character varying(n)`, `invalid input syntax for integer` ...
Result<::duckdb::Value> convert(Session& session, const ::duckdb::Value& value, const VariableType& type);
/// The text of a value that is not NULL, as Redshift writes it.
Result<std::string> text_of(Session& session, const ::duckdb::Value& value);

/// A value inside of a statement.
::duckdb::unique_ptr<::duckdb::ParsedExpression> expression_of(const ::duckdb::Value& value);

/// Lets the statements that run while it lives see these variables (nullptr: none) and no parameters of the request.
class VariableScope {
 public:
  VariableScope(Session& session, const NamedValues* variables);
  ~VariableScope();
  VariableScope(const VariableScope&) = delete;
  VariableScope& operator=(const VariableScope&) = delete;

 private:
  Session& session_;
  const NamedValues* outer_variables_;
  const std::vector<sql::Parameter>* outer_parameters_;
};

}  // namespace slipher::engine
