#pragma once
#include <string>
#include <utility>
#include <vector>

#include "sql/column_type.h"
#include "sql/token_cursor.h"

namespace slipher::sql {

/// "The maximum size of the source code for a procedure is 2 MB", "32 for input arguments and 32 for output arguments"
/// (Amazon Redshift, "Stored procedure limitations").
inline constexpr std::size_t kProcedureMaxBytes = 2 * 1024 * 1024;
inline constexpr std::size_t kProcedureMaxArguments = 32;

struct ProcedureArgument {
  enum class Mode { kIn, kOut, kInOut };
  std::string name;  // "" = none
  Mode mode = Mode::kIn;
  ColumnType type;

  bool is_input() const { return mode != Mode::kOut; }
  bool is_output() const { return mode != Mode::kIn; }
};

/// CREATE [OR REPLACE] PROCEDURE.
struct CreateProcedure {
  QualifiedName name;
  bool or_replace = false;
  std::vector<ProcedureArgument> arguments;
  bool nonatomic = false;
  bool security_definer = false;
  /// SET parameter TO value, in force while the procedure runs.
  std::vector<std::pair<std::string, std::string>> settings;
  /// PL/pgSQL, its grammar checked.
  std::string body;
};

/// A procedure as DROP, ALTER and SHOW name it. Output arguments may be listed and do not tell overloads apart.
struct ProcedureReference {
  QualifiedName name;
  std::vector<ProcedureArgument> arguments;
  bool has_arguments = false;  // false = no parentheses: the only one of that name
};

/// DROP PROCEDURE [IF EXISTS] name ( ... ) [, ...].
struct DropProcedure {
  std::vector<ProcedureReference> procedures;
  bool if_exists = false;
};

/// ALTER PROCEDURE name ( ... ) RENAME TO name | OWNER TO user.
struct AlterProcedure {
  enum class Kind { kRename, kOwner };
  ProcedureReference procedure;
  Kind kind = Kind::kRename;
  std::string value;  // also "current_user", "session_user"
};

struct ShowProcedure {
  ProcedureReference procedure;
};

/// CALL name ( [name =>] value, ... ).
struct Call {
  struct Argument {
    std::string name;  // "" = by position
    Span value;
  };
  QualifiedName name;
  std::vector<Argument> arguments;
};

/// The arguments as SHOW PROCEDURE writes them: "f1 integer, INOUT f2 character varying(20)".
std::string display_arguments(const std::vector<ProcedureArgument>& arguments);

}  // namespace slipher::sql
