#pragma once
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sql/column_type.h"
#include "sql/token_cursor.h"

/// The body of a stored procedure as a syntax tree. SQL inside of it is kept as text.
namespace slipher::sql::plpgsql {

struct Statement;
using Statements = std::vector<Statement>;

/// Variables and fields of records that take the columns of one row.
using Targets = std::vector<QualifiedName>;

/// target := expression;
struct Assignment {
  QualifiedName target;
  Span value;
};
/// Any SQL statement; SELECT ... INTO targets ...
struct SqlStatement {
  std::string verb;  // first word, in lower case
  Span text;         // whole
  Targets into;      // empty = no INTO
  std::string text_without_into;
};
/// PERFORM expression;
struct Perform {
  Span query;  // without SELECT
};
/// EXECUTE expression [INTO targets];
struct Execute {
  Span text;
  Targets into;
};
struct If {
  struct Branch {
    Span condition;
    Statements body;
  };
  std::vector<Branch> branches;
  Statements otherwise;
};
/// CASE [operand] WHEN ...; without an operand the values are conditions.
struct Case {
  struct Branch {
    std::vector<Span> values;
    Statements body;
  };
  Span operand;
  std::vector<Branch> branches;
  std::optional<Statements> otherwise;
};
struct Loop {
  std::string label;
  Statements body;
};
struct While {
  std::string label;
  Span condition;
  Statements body;
};
/// FOR variable IN [REVERSE] from .. to [BY step] LOOP
struct ForRange {
  std::string label;
  std::string variable;
  bool reverse = false;
  Span from, to, step;  // step may be empty
  Statements body;
};
/// FOR targets IN query | EXECUTE expression LOOP
struct ForQuery {
  std::string label;
  Targets targets;
  Span query;
  bool dynamic = false;  // EXECUTE
  Statements body;
};
/// EXIT | CONTINUE [label] [WHEN condition];
struct Exit {
  bool goes_on = false;  // CONTINUE
  std::string label;
  Span condition;
};
struct Return {};
/// RAISE level 'format' [, expression ...]; or RAISE; in a handler.
struct Raise {
  /// Numbers as in svl_stored_proc_messages.
  enum class Level { kLog = 20, kInfo = 30, kNotice = 40, kWarning = 50, kException = 60 };
  Level level = Level::kException;
  std::string format;
  std::vector<Span> arguments;
  bool again = false;
};
/// OPEN cursor [(arguments)] | OPEN cursor FOR query | OPEN cursor FOR EXECUTE expression;
struct Open {
  std::string cursor;
  Span query;
  bool dynamic = false;
  std::vector<Span> arguments;
};
/// FETCH cursor INTO targets; MOVE cursor;
struct Fetch {
  std::string cursor;
  Targets into;
  bool moves_only = false;
};
struct Close {
  std::string cursor;
};
struct Transaction {
  enum class Kind { kCommit, kRollback, kStart };
  Kind kind = Kind::kCommit;
};
/// GET DIAGNOSTICS target := item, ...;
struct GetDiagnostics {
  std::vector<std::pair<QualifiedName, std::string>> items;
};
struct Nothing {};

struct Declaration {
  enum class Kind { kScalar, kRecord, kRefcursor, kCursor, kAlias };
  std::string name;
  Kind kind = Kind::kScalar;
  int line = 0;
  ColumnType type;
  QualifiedName type_of;  // table.column%TYPE, variable%TYPE; kRecord: table%ROWTYPE
  bool constant = false;
  bool not_null = false;
  Span value;                // DEFAULT; may be empty. kCursor: its query
  std::size_t alias_of = 0;  // kAlias: $n
  std::string alias_name;    // kAlias: another variable
  std::vector<std::pair<std::string, ColumnType>> cursor_arguments;
};

/// [<<label>>] [DECLARE ...] BEGIN ... [EXCEPTION WHEN OTHERS THEN ...] END
struct Block {
  std::string label;
  std::vector<Declaration> declarations;
  Statements body;
  std::optional<Statements> handler;
  bool handler_continues = false;  // CONTINUE_HANDLER: goes on behind the statement that failed
};

struct Statement {
  int line = 0;  // of the body; the first is 1
  std::variant<Assignment, SqlStatement, Perform, Execute, If, Case, Loop, While, ForRange, ForQuery, Exit, Return,
               Raise, Open, Fetch, Close, Transaction, GetDiagnostics, Nothing, Block>
      node;
};

}  // namespace slipher::sql::plpgsql
