#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/warehouse.h"
#include "sql/statement.h"
#include "statements/live_statement.h"
#include "statements/result_info.h"

namespace slipher::statements {

struct PlannedPiece {
  std::string_view text;
  sql::StatementClass kind;
};

/// What one unit of work is made of, known before anything runs. The texts outlive the plan.
struct UnitPlan {
  std::vector<std::vector<PlannedPiece>> texts;
  std::size_t pieces = 0;
  bool writes = false;       // some piece changes data
  bool commits = false;      // some piece is a COMMIT
  bool transaction = false;  // a TRANSACTION batch: a transaction block even when it has one piece
};
UnitPlan plan_unit(const std::vector<std::string_view>& texts, bool transaction);

/// What one text did.
struct TextOutcome {
  std::optional<ResultInfo> result;  // of its first result set
  std::int64_t rows = 0;             // of that result set, else changed by all of its pieces
};

/// What a unit needs from its surroundings.
struct UnitSettings {
  engine::Connection& connection;
  LiveStatement& statement;
  const UnitPlan& plan;
  const std::vector<sql::Parameter>& parameters;
  std::string marker_id;
  /// An explicit transaction may stay open behind the unit: in a session, and between the subs of an AUTO_COMMIT batch.
  bool keeps_open_transaction = false;
  /// Stores the first result set of text `text` while it streams.
  std::function<Result<ResultInfo>(std::size_t text, engine::ResultStream& stream)> store_result;
  /// Called right before the unit's last engine commit, when nothing can stop the statement any more: makes durable
  /// what recovery needs beside the marker. `partial` is the outcome so far of a text whose COMMIT this is.
  std::function<Result<void>(const TextOutcome* partial)> before_commit;
  /// engine::Command::next_query_id of all commands.
  std::function<std::int64_t()> next_query_id;
};

/// One engine transaction's worth of work, with the semantics of PostgreSQL's simple query protocol (chapter "Message
/// Flow", "Multiple Statements in a Simple Query"): an implicit transaction block around it all, which BEGIN makes
/// explicit and COMMIT or ROLLBACK ends, whereupon the next statement starts a new one. Used by one runner.
class Unit {
 public:
  explicit Unit(UnitSettings settings) : settings_(std::move(settings)) {}

  /// Runs the pieces of text `text`. Fails with kSql, kCanceled, or what the environment did; then call roll_back().
  Result<TextOutcome> run(std::size_t text);
  /// Commits the implicit block that is open, if any. Where none may stay open an explicit one is rolled back, as a
  /// closed connection would.
  Result<void> finish();
  /// After a failure: undoes the implicit block. An explicit one that may stay open stays, aborted, until its ROLLBACK.
  void roll_back();

 private:
  Result<void> run_piece(const PlannedPiece& piece, std::size_t text, TextOutcome& outcome);
  Result<void> run_begin(const PlannedPiece& piece);
  Result<void> run_commit(const TextOutcome* partial);
  Result<void> run_rollback();
  Result<void> run_outside(const PlannedPiece& piece, std::size_t text, TextOutcome& outcome);
  Result<void> run_inside(const PlannedPiece& piece, std::size_t text, TextOutcome& outcome);
  Result<void> execute(const PlannedPiece& piece, std::size_t text, TextOutcome& outcome);
  /// `marker` is the command's own; true when the engine has recorded it.
  Result<bool> execute(const PlannedPiece& piece, std::size_t text, TextOutcome& outcome,
                       const engine::CommitMarker* marker);
  Result<void> take_result(engine::ResultStream& stream, std::size_t text, TextOutcome& outcome);
  Result<void> commit(const TextOutcome* partial, bool always);
  /// Rolls back and gives `cause` back.
  Error undo(Error cause);
  Error stopped() const;
  bool needs_transaction(const PlannedPiece& piece) const;

  UnitSettings settings_;
  bool implicit_ = false;  // a transaction that this unit began and nobody made explicit
  bool marker_always_ = false;
  std::size_t done_ = 0;  // pieces
  std::int64_t rows_ = 0;
  bool has_result_set_ = false;
};

}  // namespace slipher::statements
