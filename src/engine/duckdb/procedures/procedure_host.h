#pragma once
#include <optional>
#include <string_view>

#include "engine/duckdb/session.h"
#include "engine/warehouse.h"
#include "sql/tree.h"

namespace slipher::engine {

/// What a running procedure needs of its connection. A transaction is open whenever procedure code runs.
class ProcedureHost {
 public:
  virtual ~ProcedureHost() = default;

  virtual Session& session() = 0;
  /// Runs one statement of the procedure, which sql::parse() made `tree` of; no CALL and no transaction control.
  virtual Result<Outcome> run_inner(std::string_view text, const std::optional<sql::Tree>& tree) = 0;
  /// Commits, or undoes, what was done since the last such call or the transaction's begin, and begins a new
  /// transaction. What a commit makes durable carries the request's marker.
  virtual Result<void> commit_part() = 0;
  virtual Result<void> roll_back_part() = 0;
  /// The request came inside of a transaction block: BEGIN, or a batch that is all or nothing.
  virtual bool in_transaction_block() const = 0;
};

}  // namespace slipher::engine
