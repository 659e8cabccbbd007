#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>

#include "engine/duckdb/access/principals.h"

namespace slipher::engine {

/// What a warehouse knows of its principals without asking the databases; safe to use from any thread. A transaction
/// that changed principals invalidates it right after its commit, before its client hears of it; every statement
/// compares the epoch, so that the next one of any session sees the change.
class PrincipalCache {
 public:
  std::uint64_t epoch() const { return epoch_; }
  void invalidate() { ++epoch_; }

  /// The snapshot of this epoch, or nullptr.
  std::shared_ptr<const Principals> get(std::uint64_t epoch) const {
    std::lock_guard lock(mutex_);
    return epoch == snapshot_epoch_ ? snapshot_ : nullptr;
  }
  /// `epoch` was read before the snapshot was.
  void set(std::uint64_t epoch, std::shared_ptr<const Principals> snapshot) {
    std::lock_guard lock(mutex_);
    snapshot_epoch_ = epoch;
    snapshot_ = std::move(snapshot);
  }

  /// Numbers that no other call gets, above what the databases hold.
  std::int64_t next_id(std::int64_t highest) { return next(last_id_, highest); }
  std::int64_t next_version(std::int64_t highest) { return next(last_version_, highest); }

 private:
  static std::int64_t next(std::atomic<std::int64_t>& last, std::int64_t highest) {
    std::int64_t seen = last;
    std::int64_t mine = 0;
    do mine = (seen > highest ? seen : highest) + 1;
    while (!last.compare_exchange_weak(seen, mine));
    return mine;
  }

  std::atomic<std::uint64_t> epoch_{1};
  std::atomic<std::int64_t> last_id_{kFirstPrincipalId - 1};
  std::atomic<std::int64_t> last_version_{0};
  mutable std::mutex mutex_;
  std::uint64_t snapshot_epoch_ = 0;
  std::shared_ptr<const Principals> snapshot_;
};

}  // namespace slipher::engine
