#pragma once
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/timer_queue.h"
#include "identity/identity.h"
#include "store/store.h"

namespace slipher::app {

/// Makes a key for a user and writes it to the store, its secret sealed. The secret is shown this once.
Result<identity::AccessKey> create_access_key(store::Store& store, const identity::Vault& vault, const Clock& clock,
                                              const std::string& user_name, bool is_administrator);

/// Marks a key as revoked. kResourceNotFound for an unknown one.
Result<void> revoke_access_key(store::Store& store, const std::string& access_key_id);

/// Keeps the keys in force equal to those of the store, which the `slipher keys` command writes from a process of its
/// own: looks once a second, so that a change holds within that time.
class AccessKeyWatch {
 public:
  /// Everything outlives the watch; the root key is added by the caller.
  AccessKeyWatch(store::Store& store, const identity::Vault& vault, identity::Identity& identity, const Clock& clock,
                 TimerQueue& timers);
  /// Reads the keys once; call before start().
  Result<void> load();
  void start();

 private:
  void schedule();

  store::Store& store_;
  const identity::Vault& vault_;
  identity::Identity& identity_;
  const Clock& clock_;
  TimerQueue& timers_;
  std::unordered_set<std::string> in_force_;
};

}  // namespace slipher::app
