#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "sql/column_type.h"
#include "sql/token_cursor.h"

namespace slipher::sql {

/// CREATE [OR REPLACE] FUNCTION name (types) RETURNS type volatility AS $$ body $$ LANGUAGE language.
struct CreateFunction {
  QualifiedName name;
  bool or_replace = false;
  std::vector<ColumnType> arguments;  // names of arguments mean nothing to LANGUAGE sql
  ColumnType returns;
  std::string volatility;  // "volatile", "stable", "immutable"
  std::string body;        // unquoted
  std::string language;    // lower case
};

/// A function by its name and argument types.
struct FunctionSignature {
  QualifiedName name;
  std::vector<ColumnType> arguments;
};

/// DROP FUNCTION [IF EXISTS] name (types) [CASCADE | RESTRICT].
struct DropFunction {
  FunctionSignature function;
  bool if_exists = false;
  bool cascade = false;
};

/// ALTER FUNCTION name (types) RENAME TO x | OWNER TO x.
struct AlterFunction {
  enum class Kind { kRename, kOwner };
  FunctionSignature function;
  Kind kind = Kind::kRename;
  std::string value;
};

/// The body with each $n written as a cast of the column `argument_<n>` to the n-th type, as an engine stores it that
/// gives arguments names. Fails for a number that no argument has.
Result<std::string> with_named_arguments(const CreateFunction& function);
/// The name of the n-th argument in that text; from 1.
std::string argument_name(std::size_t number);

}  // namespace slipher::sql
