#pragma once
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "identity/identity.h"
#include "statements/service.h"
#include "store/store.h"

namespace slipher::api {

/// The secrets of Secrets Manager: an index in memory over the durable records, values sealed under the master key.
/// Safe to call from any thread. Reads never wait; changes happen one after the other and show once they are durable.
/// Must outlive the store's writer thread.
class Secrets {
 public:
  struct Dependencies {
    const Clock& clock;
    store::Store& store;
    const identity::Vault& vault;
  };
  using Record = std::shared_ptr<const store::SecretRecord>;

  /// Reads every secret from the store.
  static Result<std::unique_ptr<Secrets>> load(Dependencies dependencies);

  /// By name, ARN, or ARN without its random suffix; also one that is scheduled for deletion. kResourceNotFound
  /// "Secrets Manager can't find the specified secret." for an unknown or foreign one.
  Result<Record> find(const statements::Requester& requester, std::string_view id) const;
  /// Whoever owns it; nullptr when there is none.
  Record find_by_name(std::string_view name) const;
  /// What the requester may see, by name.
  std::vector<Record> list(const statements::Requester& requester) const;

  /// The text or bytes of a version.
  Result<std::string> open(const store::SecretRecord& secret, const store::SecretVersionRecord& version) const;
  std::string seal(std::string_view arn, std::string_view version_id, std::string_view value) const;
  /// The value that carries AWSCURRENT; what a statement's SecretArn means. Fails for a secret that is to be deleted.
  Result<std::string> current_value(const statements::Requester& requester, std::string_view id) const;

  /// What one change does.
  struct Change {
    std::optional<store::SecretRecord> put;
    std::optional<std::string> erase;  // an ARN
  };
  /// Runs `make` (on some thread, while no other change runs), makes its result durable, then calls `done` with the
  /// record that was put (nullptr after a mere erase). kThrottling when too many changes wait.
  void change(std::function<Result<Change>()> make, std::function<void(Result<Record>)> done);

  /// Notes that a value was read; kept to the day.
  void touch(const store::SecretRecord& secret);

 private:
  /// Changes that may wait.
  static constexpr std::size_t kMaxPending = 1000;

  struct Pending {
    std::function<Result<Change>()> make;
    std::function<void(Result<Record>)> done;
  };

  explicit Secrets(Dependencies dependencies) : dependencies_(dependencies) {}
  void run(Pending pending);
  void run_next();
  void apply(const Change& change, const Record& record);
  bool is_gone(const store::SecretRecord& record) const;
  Record find_locked(std::string_view id) const;

  const Dependencies dependencies_;
  mutable std::mutex mutex_;
  std::map<std::string, Record, std::less<>> by_name_;
  std::map<std::string, Record, std::less<>> by_arn_;
  std::deque<Pending> pending_;
  bool is_changing_ = false;
};

/// The version that carries a staging label, or nullptr.
const store::SecretVersionRecord* find_stage(const store::SecretRecord& secret, std::string_view stage);

}  // namespace slipher::api
