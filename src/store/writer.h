#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "store/changes.h"
#include "store/database.h"

namespace slipher::store {

/// Bounds of what waits for the writer; above it commits are refused with kServiceUnavailable.
struct WriterLimits {
  std::size_t queued_commits = 20'000;
  /// Pages in the write-ahead log after which they are moved into the database file.
  int log_pages = 4'000;
};

/// The one thread that writes. It takes everything that waits, writes it in one SQLite transaction, flushes once, and
/// then calls back in the order of the commits.
class Writer {
 public:
  using Done = std::function<void(Result<void>)>;

  Writer(std::unique_ptr<Database> database, WriterLimits limits);
  /// Writes what still waits, then stops.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void commit(std::unique_ptr<Changes> changes, Done done);
  /// For tests: the connection, to be touched on the writer thread only.
  Database& database() { return *database_; }

 private:
  struct Commit {
    std::unique_ptr<Changes> changes;
    Done done;
  };
  using Group = std::vector<Commit>;

  void loop();
  void write(const Group& group);
  Result<void> write_together(const Group& group, std::size_t first, std::size_t count);

  const std::unique_ptr<Database> database_;
  const WriterLimits limits_;
  std::mutex mutex_;
  std::condition_variable wake_;
  Group queue_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace slipher::store
