#include "store/writer.h"

#include <utility>

#include "base/failpoint.h"
#include "base/log.h"

namespace slipher::store {

Writer::Writer(std::unique_ptr<Database> database, WriterLimits limits)
    : database_(std::move(database)), limits_(limits), thread_([this] { loop(); }) {}

Writer::~Writer() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
  database_->checkpoint();
}

void Writer::commit(std::unique_ptr<Changes> changes, Done done) {
  bool refused = false;
  {
    std::lock_guard lock(mutex_);
    refused = stopping_ || queue_.size() >= limits_.queued_commits;
    if (!refused) queue_.push_back({std::move(changes), std::move(done)});
  }
  if (!refused) {
    wake_.notify_one();
  } else if (done) {
    done(Error(ErrorCode::kServiceUnavailable, "The server has too much to write. Try again."));
  }
}

void Writer::loop() {
  Group group;
  while (true) {
    group.clear();
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      group.swap(queue_);
    }
    write(group);
    if (database_->log_pages() >= limits_.log_pages) database_->checkpoint();
  }
}

// Failures are rare, so the group is tried whole; one that fails is taken apart, so that a commit that cannot succeed
// does not take its neighbours down.
void Writer::write(const Group& group) {
  const Result<void> together = write_together(group, 0, group.size());
  for (std::size_t i = 0; i < group.size(); ++i) {
    const bool alone = !together && group.size() > 1;
    const Result<void> result = alone ? write_together(group, i, 1) : together;
    if (!result) spdlog::error("{}", result.error().message);
    if (group[i].done) group[i].done(result);
  }
}

Result<void> Writer::write_together(const Group& group, std::size_t first, std::size_t count) {
  Result<void> result = database_->run("BEGIN IMMEDIATE");
  for (std::size_t i = first; i < first + count && result; ++i) result = group[i].changes->apply(*database_);
  failpoint("store.before_commit");
  if (result && failpoint("store.commit_fails")) {
    result = Error(ErrorCode::kInternal, "store " + database_->file() + ": failpoint store.commit_fails");
  }
  if (result) result = database_->run("COMMIT");
  // Some failures (disk full, I/O) have rolled back already.
  if (!result && database_->in_transaction()) (void)database_->run("ROLLBACK");
  failpoint("store.after_commit");
  return result;
}

}  // namespace slipher::store
