#include "statements/running_set.h"

#include <vector>

namespace slipher::statements {

void RunningSet::add(const std::shared_ptr<LiveStatement>& statement, const std::shared_ptr<Journal>& journal) {
  std::lock_guard lock(mutex_);
  const auto deadline = longest_ > seconds(0) ? clock_.now() + longest_ : Timestamp::max();
  running_[statement.get()] = {statement, journal, deadline};
  if (is_ticking_) return;
  is_ticking_ = true;
  schedule();
}

void RunningSet::remove(const LiveStatement& statement) {
  std::lock_guard lock(mutex_);
  running_.erase(&statement);
}

void RunningSet::store_now(const LiveStatement& statement) {
  std::shared_ptr<Journal> journal;
  {
    std::lock_guard lock(mutex_);
    const auto found = running_.find(&statement);
    if (found == running_.end()) return;
    journal = found->second.journal;
  }
  journal->write_behind();
}

void RunningSet::schedule() {
  timers_.schedule(clock_.now() + kTick, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->tick();
  });
}

void RunningSet::tick() {
  std::vector<Entry> entries;
  {
    std::lock_guard lock(mutex_);
    if (running_.empty()) {
      is_ticking_ = false;
      return;
    }
    entries.reserve(running_.size());
    for (const auto& [statement, entry] : running_) entries.push_back(entry);
  }
  const auto now = clock_.now();
  for (const auto& entry : entries) {
    if (now >= entry.deadline) entry.statement->ask_to_stop(StopReason::kTimeout);
    entry.statement->repeat_interrupt();
    entry.journal->write_behind();
  }
  std::lock_guard lock(mutex_);
  schedule();
}

}  // namespace slipher::statements
