#include "statements/shutdown.h"

#include "base/log.h"

namespace slipher::statements {

void shut_down(const std::shared_ptr<Core>& core, seconds grace) {
  if (core->is_stopping.exchange(true)) return;
  core->scheduler.pause();
  core->sessions->close_all();
  if (!core->scheduler.wait_idle(grace)) {
    for (const auto& statement : core->registry.all_live()) statement->ask_to_stop(StopReason::kShutdown);
    // The engine may lose an interrupt: repeat it, and say so when that does not help.
    constexpr int kRoundsToWarn = 200;
    for (int round = 1; !core->scheduler.wait_idle(milliseconds(25)); ++round) {
      for (const auto& statement : core->registry.all_live()) statement->repeat_interrupt();
      if (round % kRoundsToWarn == 0) spdlog::warn("{} statements ignore the interrupt", core->scheduler.running());
    }
  }
  core->scheduler.stop();
  core->background.stop();
  // Commits finish in order: behind this empty one nothing is under way.
  auto& store = core->dependencies.store;
  if (auto flushed = store.commit_and_wait(store.begin()); !flushed) {
    spdlog::error("the last ends may not be stored: {}", flushed.error().message);
  }
  core->markers.clean(core->dependencies.warehouses);
  for (const auto& statement : core->registry.all_live()) statement->release_waiters(core->dependencies.timers);
}

}  // namespace slipher::statements
