#include "statements/janitor.h"

#include <algorithm>
#include <functional>
#include <sys/stat.h>

#include "base/log.h"

namespace slipher::statements {
namespace {

constexpr seconds kExpiryEvery{30};
constexpr seconds kMarkersEvery{10};
constexpr std::size_t kBatch = 200;
/// Without the record of a forgotten statement nobody knows how many subs it had; more than a batch may have.
constexpr std::size_t kMostSubs = 40;

Result<bool> expire_results(Core& core) {
  auto& store = core.dependencies.store;
  auto expired = store.expired_results(core.now(), kBatch);
  if (!expired) return expired.error();
  if (expired->empty()) return false;
  auto transaction = store.begin();
  for (auto& record : *expired) {
    record.result_expired = true;
    for (auto& sub : record.subs) sub.result.clear();
    transaction->update(record);
  }
  // First the mark, then the files: a crash in between leaves files without a use, not results without a file.
  if (auto stored = store.commit_and_wait(std::move(transaction)); !stored) return stored.error();
  for (const auto& record : *expired) {
    core.registry.invalidate(record.id);
    core.results.remove(record.id, record.is_batch, record.subs.size());
  }
  return expired->size() == kBatch;
}

Result<bool> forget_statements(Core& core) {
  const auto& limits = core.limits;
  if (limits.statement_retention == seconds(0) || limits.result_retention == seconds(0)) return false;
  const auto retention = std::max(limits.statement_retention, limits.result_retention);
  auto forgotten = core.dependencies.store.forget_before(core.now() - retention, kBatch);
  if (!forgotten) return forgotten.error();
  for (const auto& id : *forgotten) {
    core.registry.invalidate(id);
    core.results.remove(id, false, 1);
    core.results.remove(id, true, kMostSubs);
  }
  return forgotten->size() == kBatch;
}

Result<bool> forget_tokens(Core& core) {
  const auto forgotten = core.dependencies.store.forget_tokens(core.now(), kBatch);
  if (!forgotten) return forgotten.error();
  return *forgotten == kBatch;
}

void repeat(Core& core, const char* what, Result<bool> (*step)(Core&)) {
  while (!core.is_stopping) {
    const auto more = step(core);
    if (!more) spdlog::warn("{}: {}", what, more.error().message);
    if (!more || !*more) return;
  }
}

void clean_markers(Core& core) { core.markers.clean(core.dependencies.warehouses); }

/// Runs `task` on a background thread, now and then, as long as the service lives.
void schedule(const std::shared_ptr<Core>& core, seconds every, void (*task)(Core&)) {
  core->dependencies.timers.schedule(core->now() + every, [weak = std::weak_ptr(core), every, task] {
    const auto alive = weak.lock();
    if (!alive || alive->is_stopping) return;
    schedule(alive, every, task);
    alive->background.post([weak, task] {
      const auto core = weak.lock();
      if (core && !core->is_stopping) task(*core);
    });
  });
}

}  // namespace

void expire(Core& core) {
  repeat(core, "expiry of results", expire_results);
  repeat(core, "expiry of statements", forget_statements);
  repeat(core, "expiry of tokens", forget_tokens);
}

void remove_orphans(Core& core, Timestamp until) {
  std::size_t removed = 0;
  for (const auto& [path, id] : core.results.files()) {
    if (core.is_stopping) return;
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) continue;
    if (Timestamp(seconds(status.st_mtim.tv_sec)) >= std::chrono::floor<seconds>(until)) continue;
    if (core.registry.find_live(id)) continue;  // it runs again and will write the file anew
    const auto record = core.dependencies.store.find_statement(id);
    if (!record) return;
    bool is_used = false;
    if (*record && is_terminal((*record)->state)) {
      for (std::size_t sub = 0; sub < (*record)->subs.size(); ++sub) {
        is_used = is_used ||
                  (!(*record)->subs[sub].result.empty() && core.results.path(id, (*record)->is_batch, sub) == path);
      }
    }
    if (is_used) continue;
    core.results.remove_file(path);
    ++removed;
  }
  if (removed > 0) spdlog::info("removed {} result files that belonged to nothing", removed);
}

void start_janitor(const std::shared_ptr<Core>& core) {
  schedule(core, kExpiryEvery, expire);
  schedule(core, kMarkersEvery, clean_markers);
  core->background.post([weak = std::weak_ptr(core), until = core->now()] {
    if (const auto alive = weak.lock()) remove_orphans(*alive, until);
  });
}

}  // namespace slipher::statements
