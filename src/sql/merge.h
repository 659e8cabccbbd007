#pragma once
#include <string>
#include <vector>

#include "sql/token_cursor.h"

namespace slipher::sql {

/// WHEN [NOT] MATCHED THEN ...
struct MergeClause {
  enum class Kind { kUpdate, kDelete, kInsert };
  Kind kind = Kind::kUpdate;
  bool matched = true;
  Span condition;                    // WHEN MATCHED AND condition; usually empty
  std::vector<std::string> columns;  // of SET or INSERT; empty for INSERT VALUES (...)
  std::vector<Span> values;          // in the columns' order
};

/// MERGE INTO target USING source ON condition clauses | REMOVE DUPLICATES.
struct Merge {
  QualifiedName target;
  std::string target_alias;
  Span source;  // a table or a query in parentheses
  std::string source_alias;
  Span condition;
  std::vector<MergeClause> clauses;
  bool remove_duplicates = false;
};

}  // namespace slipher::sql
