#pragma once
#include <atomic>
#include <compare>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace slipher::engine {

/// Which tables of a warehouse LOCK holds, and which ones open transactions have written to. DuckDB has no such locks:
/// its writers only find out afterwards that they changed the same rows. Safe to use from any thread.
class TableLocks {
 public:
  struct Table {
    std::string database;
    std::string schema;
    std::string name;

    auto operator<=>(const Table&) const = default;
  };

  /// LOCK by the transaction of `owner`, a process id. False while another one has locked the table or written to it.
  bool lock(const Table& table, std::int64_t owner);
  /// False while another one has locked it. With `writes` the table is the transaction's until its end, in the sense
  /// that LOCK waits for it.
  bool use(const Table& table, std::int64_t owner, bool writes);
  /// The transaction of `owner` has ended.
  void release(std::int64_t owner);
  /// There is a lock at all: without one, reading needs no look at names.
  bool any() const { return locks_ > 0; }

  /// Who holds what, for the system views.
  struct Held {
    Table table;
    std::int64_t owner = 0;
    bool is_lock = false;  // by LOCK; otherwise it was written to
  };
  std::vector<Held> held() const;

 private:
  struct State {
    std::int64_t locker = 0;  // 0 = nobody
    std::set<std::int64_t> writers;
  };

  mutable std::mutex mutex_;
  std::map<Table, State> tables_;
  std::atomic<int> locks_{0};
};

}  // namespace slipher::engine
