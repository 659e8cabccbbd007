#include "statements/unit.h"

#include <fmt/format.h>

#include "base/failpoint.h"
#include "base/log.h"
#include "statements/messages.h"

namespace slipher::statements {

using engine::TransactionState;
using sql::Effect;

UnitPlan plan_unit(const std::vector<std::string_view>& texts, bool transaction) {
  UnitPlan plan;
  plan.transaction = transaction;
  for (const auto text : texts) {
    auto& pieces = plan.texts.emplace_back();
    for (const auto& piece : sql::split(text)) {
      const auto kind = sql::classify(piece.text);
      plan.writes = plan.writes || kind.effect == Effect::kWrite;
      plan.commits = plan.commits || kind.effect == Effect::kCommit;
      pieces.push_back({piece.text, kind});
    }
    plan.pieces += pieces.size();
  }
  return plan;
}

Error Unit::stopped() const { return Error(ErrorCode::kCanceled, "ERROR: Query cancelled"); }

Result<TextOutcome> Unit::run(std::size_t text) {
  TextOutcome outcome;
  for (const auto& piece : settings_.plan.texts[text]) {
    ++done_;
    if (auto ran = run_piece(piece, text, outcome); !ran) return ran.error();
  }
  rows_ += outcome.rows;
  has_result_set_ = has_result_set_ || outcome.result;
  return outcome;
}

Result<void> Unit::run_piece(const PlannedPiece& piece, std::size_t text, TextOutcome& outcome) {
  switch (piece.kind.effect) {
    case Effect::kBegin:
      return run_begin(piece);
    case Effect::kCommit:
      return run_commit(&outcome);
    case Effect::kRollback:
      return run_rollback();
    default:
      return piece.kind.outside_transaction ? run_outside(piece, text, outcome) : run_inside(piece, text, outcome);
  }
}

Result<void> Unit::run_begin(const PlannedPiece& piece) {
  auto& connection = settings_.connection;
  if (connection.transaction_state() == TransactionState::kOpen) {
    implicit_ = false;  // inside an explicit block BEGIN is but a warning
    return {};
  }
  TextOutcome ignored;
  return execute(piece, 0, ignored);  // an aborted block refuses it
}

Result<void> Unit::run_commit(const TextOutcome* partial) {
  switch (settings_.connection.transaction_state()) {
    case TransactionState::kIdle:
      return {};
    case TransactionState::kAborted:
      return run_rollback();
    case TransactionState::kOpen:
      break;
  }
  return commit(partial, false);
}

Result<void> Unit::run_rollback() {
  implicit_ = false;
  if (settings_.connection.transaction_state() == TransactionState::kIdle) return {};
  return settings_.connection.rollback();
}

bool Unit::needs_transaction(const PlannedPiece& piece) const {
  // One statement that only reads, or changes the session, needs no block of its own.
  return settings_.plan.transaction || settings_.plan.pieces > 1 || piece.kind.effect == Effect::kWrite;
}

Result<void> Unit::run_inside(const PlannedPiece& piece, std::size_t text, TextOutcome& outcome) {
  auto& connection = settings_.connection;
  if (connection.transaction_state() == TransactionState::kIdle && needs_transaction(piece)) {
    if (auto begun = connection.begin(); !begun) return begun;
    implicit_ = true;
  }
  if (auto ran = execute(piece, text, outcome); !ran) return ran;
  // An UNLOAD changes nothing in the database, but must not run twice either.
  if (piece.kind.command == "UNLOAD") marker_always_ = true;
  // TRUNCATE commits the transaction in which it runs (Amazon Redshift Database Developer Guide, TRUNCATE).
  if (piece.kind.command == "TRUNCATE") return commit(&outcome, false);
  return {};
}

Result<void> Unit::run_outside(const PlannedPiece& piece, std::size_t text, TextOutcome& outcome) {
  auto& connection = settings_.connection;
  if (connection.transaction_state() == TransactionState::kAborted) return execute(piece, text, outcome);
  if (settings_.plan.transaction || settings_.plan.pieces > 1 ||
      connection.transaction_state() == TransactionState::kOpen) {
    return Error(ErrorCode::kSql, cannot_run_in_transaction(piece.kind.command));
  }
  engine::CommitMarker marker;
  marker.statement_id = settings_.marker_id;
  const bool writes = piece.kind.effect == Effect::kWrite;
  auto is_marked = execute(piece, text, outcome, writes ? &marker : nullptr);
  if (!is_marked) return is_marked.error();
  if (!writes || *is_marked) return {};
  // The command committed by itself; the marker follows it at once.
  if (auto begun = connection.begin(); !begun) return begun;
  implicit_ = true;
  return commit(&outcome, true);
}

Result<void> Unit::execute(const PlannedPiece& piece, std::size_t text, TextOutcome& outcome) {
  auto done = execute(piece, text, outcome, nullptr);
  if (!done) return done.error();
  return {};
}

Result<bool> Unit::execute(const PlannedPiece& piece, std::size_t text, TextOutcome& outcome,
                           const engine::CommitMarker* marker) {
  auto& connection = settings_.connection;
  if (!settings_.statement.arm(connection)) return stopped();
  engine::Command command{piece.text, &settings_.parameters, settings_.statement.id(), &settings_.next_query_id, marker};
  // A procedure may commit on its way; in a TRANSACTION batch, which is all or nothing, it must not.
  engine::CommitMarker part;
  part.statement_id = settings_.marker_id;
  part.final = false;
  const bool calls = piece.kind.command == "CALL";
  if (calls && !settings_.plan.transaction) command.part_marker = &part;
  auto ran = connection.execute(command);
  Result<void> taken;
  const bool had_rows = ran && ran->stream;
  if (had_rows) {
    taken = take_result(*ran->stream, text, outcome);
    ran->stream.reset();
  }
  settings_.statement.disarm();
  if (!ran) return ran.error();
  if (!taken) return taken.error();
  if (!had_rows && !outcome.result && ran->rows > 0) outcome.rows += ran->rows;
  // Where a part carries a marker, the whole must: else only the part would be known after a crash.
  if (calls && ran->is_marked) marker_always_ = true;
  return ran->is_marked;
}

Result<void> Unit::take_result(engine::ResultStream& stream, std::size_t text, TextOutcome& outcome) {
  if (outcome.result) {
    // Only the first result set can be fetched; a later one still runs to its end.
    engine::Chunk chunk;
    while (true) {
      auto more = stream.next(chunk);
      if (!more) return more.error();
      if (!*more) return {};
    }
  }
  auto stored = settings_.store_result(text, stream);
  if (!stored) return stored.error();
  outcome.rows = static_cast<std::int64_t>(stored->rows);
  outcome.result = *std::move(stored);
  return {};
}

Result<void> Unit::commit(const TextOutcome* partial, bool always) {
  // From here on nothing interrupts: the outcome is the engine's alone.
  if (!settings_.statement.disarm()) return stopped();
  implicit_ = false;
  const bool final = done_ == settings_.plan.pieces;
  engine::CommitMarker marker;
  marker.statement_id = settings_.marker_id;
  marker.rows = partial ? partial->rows : rows_;
  marker.has_result_set = has_result_set_ || (partial && partial->result);
  marker.final = final;
  const bool marked = settings_.plan.writes || settings_.plan.commits;
  if (marked && final) {
    if (auto ready = settings_.before_commit(partial); !ready) return undo(ready.error());
  }
  failpoint("statements.before_engine_commit");
  auto committed = settings_.connection.commit(marked ? &marker : nullptr, marked && (always || marker_always_));
  failpoint("statements.after_engine_commit");
  return committed;
}

Result<void> Unit::finish() {
  auto& connection = settings_.connection;
  if (implicit_) return commit(nullptr, false);
  if (!settings_.keeps_open_transaction && connection.transaction_state() != TransactionState::kIdle)
    return connection.rollback();
  return {};
}

Error Unit::undo(Error cause) {
  if (auto undone = settings_.connection.rollback(); !undone) {
    cause.message += fmt::format(" (and the rollback failed: {})", undone.error().message);
  }
  return cause;
}

void Unit::roll_back() {
  if (!implicit_ && settings_.keeps_open_transaction) return;
  implicit_ = false;
  if (settings_.connection.transaction_state() == TransactionState::kIdle) return;
  if (auto undone = settings_.connection.rollback(); !undone) {
    // The engine undoes the transaction at the latest when the connection closes.
    spdlog::error("statement {}: rollback failed: {}", settings_.statement.id(), undone.error().message);
  }
}

}  // namespace slipher::statements
