#include "statements/conclusion.h"

#include <utility>

#include "base/failpoint.h"
#include "base/log.h"
#include "statements/event.h"

namespace slipher::statements {
namespace {

constexpr seconds kRetry{1};

using SharedConclusion = std::shared_ptr<Conclusion>;

void put_event(Core& core, store::Transaction& transaction, const store::StatementRecord& record) {
  if (!record.with_event) return;
  const auto& dependencies = core.dependencies;
  store::OutboxRecord event;
  event.statement_id = record.id;
  event.created_at = record.updated_at;
  event.body = statement_event(record, {dependencies.region, dependencies.account}, dependencies.ids.uuid(),
                               record.updated_at, core.result_expiry(record.updated_at));
  transaction.put(event);
}

void show(Core& core, const SharedConclusion& conclusion) {
  if (const auto& session = conclusion->session) {
    if (core.sessions->release(session, conclusion->keep_session)) retire_session(core, session);
  }
  for (auto& marker : conclusion->markers) core.markers.add(conclusion->record.warehouse, std::move(marker));
  core.metrics.ended(conclusion->record);
  const RecordPointer record = std::make_shared<const store::StatementRecord>(std::move(conclusion->record));
  core.registry.retire(record);
  conclusion->statement->publish(record, core.dependencies.timers);
}

void refuse(Core& core, const Conclusion& conclusion, const Error& error) {
  const auto& record = conclusion.record;
  core.results.remove_file(core.results.path(record.id, record.is_batch, 0));
  core.registry.drop(record.id);
  core.registry.release(record.warehouse);
  conclusion.statement->refuse(error, core.dependencies.timers);
}

void write(const std::shared_ptr<Core>& core, const SharedConclusion& conclusion) {
  auto& store = core->dependencies.store;
  auto transaction = store.begin();
  conclusion->statement->write(*transaction, conclusion->record);
  put_event(*core, *transaction, conclusion->record);
  if (conclusion->session) transaction->put(conclusion->session->record);
  failpoint("statements.before_terminal_commit");
  store.commit(std::move(transaction), [core, conclusion](Result<void> committed) {
    if (committed) return show(*core, conclusion);
    spdlog::error("statement {}: its end is not stored: {}", conclusion->record.id, committed.error().message);
    if (!conclusion->statement->visible()) return refuse(*core, *conclusion, committed.error());
    core->dependencies.timers.schedule(core->now() + kRetry, [weak = std::weak_ptr(core), conclusion] {
      if (const auto alive = weak.lock()) write(alive, conclusion);
    });
  });
}

}  // namespace

void put_terminal_state(Core& core, store::Transaction& transaction, const store::StatementRecord& record) {
  transaction.update(record);
  put_event(core, transaction, record);
}

void conclude(const std::shared_ptr<Core>& core, Conclusion conclusion) {
  if (conclusion.session) {
    conclusion.session->record.updated_at = conclusion.record.updated_at;
    if (!conclusion.keep_session) conclusion.session->record.closed = true;
  }
  write(core, std::make_shared<Conclusion>(std::move(conclusion)));
}

}  // namespace slipher::statements
