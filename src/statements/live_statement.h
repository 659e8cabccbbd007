#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/timer_queue.h"
#include "engine/warehouse.h"
#include "store/records.h"
#include "store/store.h"

namespace slipher::statements {

using RecordPointer = std::shared_ptr<const store::StatementRecord>;

/// Why a statement is asked to stop; the first reason stays.
enum class StopReason { kNone, kUser, kTimeout, kSessionEnd, kShutdown };

/// A statement of this process that has not ended: what clients see of it, who waits for it, and the wish to stop it.
/// Made at acceptance, left to the recently ended ones when its terminal state is durable. Safe to use from any thread.
class LiveStatement {
 public:
  /// `token`, if any, is stored with the statement's first record.
  explicit LiveStatement(std::string id, std::optional<store::TokenRecord> token = std::nullopt)
      : id_(std::move(id)), token_(std::move(token)) {}

  const std::string& id() const { return id_; }

  /// The last durable record; nothing before the first one is, and then the store has none of it either.
  RecordPointer visible() const;
  /// Adds a record to a transaction: as the first one, or in place of the one that the store has.
  void write(store::Transaction& transaction, const store::StatementRecord& record) const;
  /// Shows a record that is durable now and answers the waits that it ends.
  void publish(RecordPointer record, TimerQueue& timers);

  /// What a parked request waits for: the first durable record, or the end of the statement or of one of its
  /// sub-statements.
  struct Until {
    bool is_stored = false;
    std::optional<std::size_t> sub;
  };
  /// Calls `answer` once: when that has come, or at `deadline`, with the record of the moment (empty while none is
  /// durable). `limit` bounds the parked requests; 0 = no bound.
  static Result<void> park(const std::shared_ptr<LiveStatement>& statement, Until until, Timestamp deadline,
                           TimerQueue& timers, std::size_t limit, std::function<void(RecordPointer)> answer);
  /// Its first record cannot be stored: answers everyone who waits with nothing, and keeps the reason for them.
  void refuse(Error error, TimerQueue& timers);
  std::optional<Error> refusal() const;
  /// Answers everyone who waits, with the state of the moment: shutdown.
  void release_waiters(TimerQueue& timers);

  /// Records the wish to stop and interrupts what runs.
  void ask_to_stop(StopReason reason);
  StopReason stop_reason() const;
  /// Interrupts again if somebody asked to stop: engines may lose an interrupt.
  void repeat_interrupt();
  /// The runner: from now on `connection` runs this statement. False when somebody asked to stop before.
  bool arm(engine::Connection& connection);
  /// The runner: no interrupt reaches the connection any more. False when somebody asked to stop.
  bool disarm();

 private:
  struct Wait {
    Until until;
    std::function<void(RecordPointer)> answer;
    TimerQueue::TimerId timer = 0;
  };
  void time_out(std::uint64_t wait);
  static bool has_come(const Until& until, const store::StatementRecord& record);

  const std::string id_;
  const std::optional<store::TokenRecord> token_;

  mutable std::mutex mutex_;
  RecordPointer visible_;
  std::optional<Error> refusal_;
  std::unordered_map<std::uint64_t, Wait> waits_;
  std::uint64_t next_wait_ = 1;

  /// Says which statement runs on the connection: interrupt() is called under it, so that it never hits the next one.
  mutable std::mutex run_mutex_;
  engine::Connection* connection_ = nullptr;
  StopReason stop_reason_ = StopReason::kNone;
};

}  // namespace slipher::statements
