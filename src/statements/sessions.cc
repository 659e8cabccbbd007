#include "statements/sessions.h"

#include <algorithm>
#include <utility>

#include "statements/messages.h"

namespace slipher::statements {

Result<SessionPointer> Sessions::create(store::SessionRecord record, const std::string& statement_id) {
  auto session = std::make_shared<Session>();
  session->id = record.id;
  session->warehouse = record.warehouse;
  session->created_at = record.created_at;
  session->is_busy = true;
  session->statement_id = statement_id;
  session->record = std::move(record);
  std::lock_guard lock(mutex_);
  if (stopped_) return server_is_stopping();
  auto& count = counts_[session->warehouse];
  if (count >= limits_.sessions) return too_many_sessions(limits_.sessions);
  ++count;
  open_.emplace(session->id, session);
  schedule_end(session, Timestamp::max());
  return session;
}

/// One timer a session: its idle end while it is free, the hard cap always.
void Sessions::schedule_end(const SessionPointer& session, Timestamp idle_end) {
  timers_.cancel(session->timer);
  session->ends_at = std::min(idle_end, cap_of(*session));
  session->timer = timers_.schedule(session->ends_at, [weak = weak_from_this(), weak_session = std::weak_ptr(session)] {
    const auto self = weak.lock();
    const auto alive = weak_session.lock();
    if (self && alive) self->end_of_life(alive);
  });
}

void Sessions::end_of_life(const SessionPointer& session) {
  std::string running;
  {
    std::lock_guard lock(mutex_);
    if (session->is_closed || clock_.now() < session->ends_at) return;  // a statement took it just before
    if (session->is_busy) {
      session->reached_cap = true;
      running = session->statement_id;
    } else {
      forget(session);
    }
  }
  if (running.empty()) {
    hooks_.closed(session);
  } else {
    hooks_.interrupt(running);
  }
}

/// Under the lock: the session is no longer one.
void Sessions::forget(const SessionPointer& session) {
  session->is_closed = true;
  timers_.cancel(session->timer);
  open_.erase(session->id);
  const auto count = counts_.find(session->warehouse);
  if (--count->second == 0) counts_.erase(count);
}

std::optional<std::string> Sessions::owner_of(const std::string& id) const {
  std::lock_guard lock(mutex_);
  const auto found = open_.find(id);
  if (found == open_.end()) return std::nullopt;
  return found->second->record.owner;
}

void Sessions::acquire(const std::string& id, Answer answer) {
  SessionPointer session;
  {
    std::lock_guard lock(mutex_);
    const auto found = open_.find(id);
    if (found != open_.end() && !stopped_ && !found->second->reached_cap) {
      session = found->second;
      if (session->is_busy && session->parked.size() >= limits_.waiting_requests) {
        session = nullptr;
      } else if (session->is_busy) {
        const auto number = next_parked_++;
        const auto timer = timers_.schedule(clock_.now() + limits_.session_busy_wait,
                                            [weak = weak_from_this(), weak_session = std::weak_ptr(session), number] {
                                              const auto self = weak.lock();
                                              const auto alive = weak_session.lock();
                                              if (self && alive) self->give_up(alive, number);
                                            });
        session->parked.push_back({number, std::move(answer), timer});
        return;
      } else {
        session->is_busy = true;
        schedule_end(session, Timestamp::max());
      }
    }
  }
  if (session) {
    answer(std::move(session));
  } else {
    answer(session_is_not_available());
  }
}

void Sessions::give_up(const SessionPointer& session, std::uint64_t number) {
  Answer answer;
  {
    std::lock_guard lock(mutex_);
    const auto found = std::find_if(session->parked.begin(), session->parked.end(),
                                    [&](const auto& parked) { return parked.number == number; });
    if (found == session->parked.end()) return;
    answer = std::move(found->answer);
    session->parked.erase(found);
  }
  answer(session_is_not_available());
}

void Sessions::set_statement(const SessionPointer& session, const std::string& statement_id) {
  std::lock_guard lock(mutex_);
  session->statement_id = statement_id;
}

bool Sessions::release(const SessionPointer& session, bool keep) {
  std::deque<Session::Parked> answers;
  bool closed = false;
  {
    std::lock_guard lock(mutex_);
    session->statement_id.clear();
    if (!keep || session->reached_cap || stopped_ || clock_.now() >= cap_of(*session)) {
      forget(session);
      answers.swap(session->parked);
      closed = true;
    } else if (!session->parked.empty()) {
      answers.push_back(std::move(session->parked.front()));
      session->parked.pop_front();
    } else {
      session->is_busy = false;
      schedule_end(session, clock_.now() + seconds(session->record.keep_alive_seconds));
    }
  }
  for (auto& parked : answers) {
    timers_.cancel(parked.timer);
    if (closed) {
      parked.answer(session_is_not_available());
    } else {
      parked.answer(session);
    }
  }
  return closed;
}

std::optional<Sessions::State> Sessions::state_of(const std::string& id) const {
  std::lock_guard lock(mutex_);
  const auto found = open_.find(id);
  if (found == open_.end()) return std::nullopt;
  return State{found->second->is_busy, found->second->statement_id};
}

std::size_t Sessions::count() const {
  std::lock_guard lock(mutex_);
  return open_.size();
}

void Sessions::close_all() {
  std::vector<SessionPointer> closed;
  std::vector<Session::Parked> refused;
  {
    std::lock_guard lock(mutex_);
    stopped_ = true;
    for (const auto& [id, session] : open_) {
      for (auto& parked : session->parked) refused.push_back(std::move(parked));
      session->parked.clear();
      if (!session->is_busy) closed.push_back(session);
    }
    for (const auto& session : closed) forget(session);
  }
  for (auto& parked : refused) {
    timers_.cancel(parked.timer);
    parked.answer(session_is_not_available());
  }
  for (const auto& session : closed) hooks_.closed(session);
}

}  // namespace slipher::statements
