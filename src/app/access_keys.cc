#include "app/access_keys.h"

#include <algorithm>

#include "base/log.h"

namespace slipher::app {

namespace {

constexpr seconds kLookEvery{1};

std::string seal_context(const std::string& access_key_id) { return "access-key:" + access_key_id; }

Result<void> write(store::Store& store, const store::AccessKeyRecord& record) {
  auto transaction = store.begin();
  transaction->put(record);
  return store.commit_and_wait(std::move(transaction));
}

}  // namespace

Result<identity::AccessKey> create_access_key(store::Store& store, const identity::Vault& vault, const Clock& clock,
                                              const std::string& user_name, bool is_administrator) {
  auto key = identity::make_access_key(user_name, is_administrator);
  store::AccessKeyRecord record;
  record.access_key_id = key.access_key_id;
  record.sealed_secret = vault.seal(key.secret_access_key, seal_context(key.access_key_id));
  record.user_name = user_name;
  record.is_administrator = is_administrator;
  record.created_at = clock.now();
  if (auto written = write(store, record); !written) return written.error();
  return key;
}

Result<void> revoke_access_key(store::Store& store, const std::string& access_key_id) {
  auto records = store.access_keys();
  if (!records) return records.error();
  const auto found = std::find_if(records->begin(), records->end(),
                                  [&](const auto& record) { return record.access_key_id == access_key_id; });
  if (found == records->end()) {
    return Error(ErrorCode::kResourceNotFound, "there is no access key " + access_key_id, access_key_id);
  }
  found->is_revoked = true;
  return write(store, *found);
}

AccessKeyWatch::AccessKeyWatch(store::Store& store, const identity::Vault& vault, identity::Identity& identity,
                               const Clock& clock, TimerQueue& timers)
    : store_(store), vault_(vault), identity_(identity), clock_(clock), timers_(timers) {}

Result<void> AccessKeyWatch::load() {
  const auto records = store_.access_keys();
  if (!records) return records.error();
  for (const auto& record : *records) {
    const bool known = in_force_.contains(record.access_key_id);
    if (record.is_revoked == !known) continue;
    if (record.is_revoked) {
      identity_.revoke(record.access_key_id);
      in_force_.erase(record.access_key_id);
      continue;
    }
    auto secret = vault_.open(record.sealed_secret, seal_context(record.access_key_id));
    if (!secret) {
      return Error(ErrorCode::kInternal, "access key " + record.access_key_id + " does not open under master.key");
    }
    identity_.add({record.access_key_id, *std::move(secret), record.user_name, record.is_administrator});
    in_force_.insert(record.access_key_id);
  }
  return {};
}

void AccessKeyWatch::start() { schedule(); }

void AccessKeyWatch::schedule() {
  timers_.schedule(clock_.now() + kLookEvery, [this] {
    if (auto loaded = load(); !loaded) spdlog::error("cannot read the access keys: {}", loaded.error().message);
    schedule();
  });
}

}  // namespace slipher::app
