#pragma once
#include <cstddef>
#include <deque>
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
#include "statements/limits.h"
#include "store/records.h"

namespace slipher::statements {

/// One running session. Whoever acquired it (a statement from its acceptance to its durable end) owns `connection` and
/// `record`; everything else is behind the lock of Sessions.
struct Session {
  store::SessionRecord record;
  std::unique_ptr<engine::Connection> connection;  // opened by the first runner

 private:
  friend class Sessions;
  struct Parked {
    std::uint64_t number;
    std::function<void(Result<std::shared_ptr<Session>>)> answer;
    TimerQueue::TimerId timer;
  };
  std::string id;
  std::string warehouse;
  Timestamp created_at{};
  Timestamp ends_at{};  // what the timer waits for
  bool is_busy = false;
  bool is_closed = false;
  bool reached_cap = false;
  std::string statement_id;  // while busy
  std::deque<Parked> parked;
  TimerQueue::TimerId timer = 0;
};
using SessionPointer = std::shared_ptr<Session>;

/// The sessions that are open: who has them, who waits for them, when they end. An idle one is a parked connection, a
/// record and one timer. Safe to use from any thread.
class Sessions : public std::enable_shared_from_this<Sessions> {
 public:
  using Answer = std::function<void(Result<SessionPointer>)>;
  /// What leaves this class, called without its lock.
  struct Hooks {
    /// The session ended while free: make that durable, destroy the connection somewhere else than on this thread.
    std::function<void(SessionPointer)> closed;
    /// The session's life is over while this statement runs in it.
    std::function<void(const std::string& statement_id)> interrupt;
  };

  Sessions(const Clock& clock, TimerQueue& timers, const Limits& limits, Hooks hooks)
      : clock_(clock), timers_(timers), limits_(limits), hooks_(std::move(hooks)) {}

  /// A new session, busy with `statement_id`; fails with too_many_sessions().
  Result<SessionPointer> create(store::SessionRecord record, const std::string& statement_id);
  /// Whether a session of that id is open, and whose it is.
  std::optional<std::string> owner_of(const std::string& id) const;
  /// Gives the free session to the caller at once, or when its turn comes; refuses with session_is_not_available() when
  /// it is closed, too many wait, or Limits::session_busy_wait runs out. No thread waits.
  void acquire(const std::string& id, Answer answer);
  /// Names the statement for which the session was acquired.
  void set_statement(const SessionPointer& session, const std::string& statement_id);
  /// The statement has ended, or was not accepted: the next in line gets the session, or its idle time begins. Closes
  /// it when its life is over or `keep` is false. True when it is closed now; the caller then owns connection and
  /// record.
  bool release(const SessionPointer& session, bool keep);

  struct State {
    bool is_busy;
    std::string statement_id;
  };
  /// Nothing when no open session has that id.
  std::optional<State> state_of(const std::string& id) const;
  std::size_t count() const;
  /// Closes the free ones, refuses the parked, and lets no session be acquired any more: shutdown.
  void close_all();

 private:
  void schedule_end(const SessionPointer& session, Timestamp idle_end);
  void end_of_life(const SessionPointer& session);
  void give_up(const std::shared_ptr<Session>& session, std::uint64_t number);
  void forget(const SessionPointer& session);
  Timestamp cap_of(const Session& session) const { return session.created_at + limits_.session_hard_cap; }

  const Clock& clock_;
  TimerQueue& timers_;
  const Limits& limits_;
  const Hooks hooks_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, SessionPointer> open_;
  std::unordered_map<std::string, std::size_t> counts_;  // by warehouse
  std::uint64_t next_parked_ = 1;
  bool stopped_ = false;
};

}  // namespace slipher::statements
