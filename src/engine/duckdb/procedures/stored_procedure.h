#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/duckdb/access/privileges.h"
#include "engine/duckdb/session.h"
#include "sql/procedure.h"

namespace slipher::engine {

/// A procedure as it is kept in slipher_internal.procedures of its database.
struct StoredProcedure {
  Session::ObjectName name;
  std::string owner;
  std::vector<sql::ProcedureArgument> arguments;
  bool nonatomic = false;
  bool security_definer = false;
  std::vector<std::pair<std::string, std::string>> settings;
  std::string source;

  std::vector<const sql::ProcedureArgument*> inputs() const;
  /// name(integer, character varying): how errors name it.
  std::string signature() const;
};

/// "integer, character varying": types without lengths, of the input arguments.
std::string input_types(const std::vector<sql::ProcedureArgument>& arguments);

/// How GRANT and its like name it.
ObjectKey procedure_key(const StoredProcedure& procedure);

/// Overloads of a name, in the first schema of the search path that has any (or in the one named).
Result<std::vector<StoredProcedure>> find_procedures(Session& session, const sql::QualifiedName& name);
/// The one that DROP, ALTER or SHOW means; fails with `procedure x(integer) does not exist`.
Result<StoredProcedure> find_procedure(Session& session, const sql::ProcedureReference& reference);

}  // namespace slipher::engine
