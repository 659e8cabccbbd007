#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/duckdb/procedures/procedure_host.h"
#include "engine/duckdb/procedures/procedure_log.h"
#include "engine/duckdb/procedures/stored_procedure.h"
#include "engine/duckdb/procedures/variables.h"
#include "sql/procedure.h"

namespace slipher::engine {

/// "The maximum number of levels for nested calls is 16."
inline constexpr int kMaxCallDepth = 16;

/// What a top-level CALL and the ones inside of it share.
struct CallChain {
  ProcedureHost& host;
  std::string session_user;
  int depth = 0;
  /// A procedure in the chain has SET options: transactions cannot end.
  int with_settings = 0;
  /// Whether all of the chain is NONATOMIC.
  bool nonatomic = false;
  /// START TRANSACTION in a NONATOMIC procedure.
  bool in_explicit_transaction = false;
  std::shared_ptr<ProcedureCall> log;

  /// Whether each statement commits by itself.
  bool commits_each() const { return nonatomic && !in_explicit_transaction && !host.in_transaction_block(); }
};

/// Values of the arguments with OUT or INOUT, in order, and the procedure that had them.
struct CallResult {
  StoredProcedure procedure;
  std::vector<::duckdb::Value> outputs;
};

/// CALL inside of a procedure: resolves it, evaluates its arguments and runs it. `text` is the statement; arguments see
/// what session.context().variables names.
Result<CallResult> run_call(CallChain& chain, const sql::Call& call, std::string_view text);

/// CALL as a statement of its own: one row when the procedure has output arguments.
Result<Outcome> call_procedure(ProcedureHost& host, const sql::Call& call, std::string_view text);

}  // namespace slipher::engine
