#include "statements/lookup.h"

#include <charconv>
#include <utility>

#include "statements/messages.h"

namespace slipher::statements {
namespace {

/// Splits "<id>:<n>"; false when what follows the colon is not a number of one or two digits.
bool split_id(const std::string& id, std::string& statement_id, std::optional<std::size_t>& sub) {
  const auto colon = id.find(':');
  statement_id = id.substr(0, colon);
  if (colon == std::string::npos) return true;
  std::size_t number = 0;
  const char* const end = id.data() + id.size();
  const auto [read, code] = std::from_chars(id.data() + colon + 1, end, number);
  if (code != std::errc() || read != end || number == 0) return false;
  sub = number - 1;
  return true;
}

bool may_see(const Requester& requester, const store::StatementRecord& record) {
  return requester.is_administrator || requester.principal == record.owner;
}

}  // namespace

Result<Found> find_statement(Core& core, const Requester& requester, const std::string& id) {
  Found found;
  std::string statement_id;
  if (!split_id(id, statement_id, found.sub)) return query_does_not_exist(id);
  if ((found.live = core.registry.find_live(statement_id))) {
    found.record = found.live->visible();
  } else if (!(found.record = core.registry.find_recent(statement_id))) {
    auto stored = core.dependencies.store.find_statement(statement_id);
    if (!stored) return stored.error();
    if (*stored) found.record = std::make_shared<const store::StatementRecord>(std::move(**stored));
  }
  if (!found.record || !may_see(requester, *found.record)) return query_does_not_exist(id);
  if (found.sub && (!found.record->is_batch || *found.sub >= found.record->subs.size()))
    return query_does_not_exist(id);
  return found;
}

void answer_when_ended(Core& core, const Found& found, std::optional<milliseconds> wait, std::size_t limit,
                       const std::function<void(Result<RecordPointer>)>& done) {
  if (!wait || !found.live) return done(found.record);
  auto parked = LiveStatement::park(found.live, {.sub = found.sub}, core.now() + *wait, core.dependencies.timers, limit,
                                    [done](RecordPointer record) { done(std::move(record)); });
  if (!parked) done(parked.error());
}

Result<void> check_page_request(const Found& found, bool csv) {
  if (found.record->is_batch && !found.sub) return batch_result_needs_sub_id();
  if (found.record->csv != csv) return wrong_result_format(found.record->csv);
  return {};
}

void answer_page(const std::shared_ptr<Core>& core, const RecordPointer& record, std::optional<std::size_t> sub,
                 const std::string& id, std::size_t page, const Completion<ResultPage>& done) {
  const auto index = sub.value_or(0);
  const auto& stored = record->subs[index];
  const auto state = record->is_batch ? stored.state : record->state;
  if (state != store::StatementState::kFinished || !stored.has_result_set) return done(query_has_no_result(id));
  const bool is_past = record->expires_at != Timestamp{} && core->now() >= record->expires_at;
  if (record->result_expired || is_past) return done(result_has_expired(record->expires_at));
  auto info = decode_result_info(stored.result);
  if (!info) return done(info.error());
  if (page >= info->page_count()) return done(page_does_not_exist());

  ResultPage answer;
  answer.columns = std::move(info->columns);
  answer.total_rows = static_cast<std::int64_t>(info->rows);
  if (page + 1 < info->page_count()) answer.next_page = page + 1;
  if (info->file_pages == 0) {
    answer.records_json = std::move(info->pages[page]);
    return done(std::move(answer));
  }
  // The disk is not for a thread of the network, nor for the store's.
  const auto path = core->results.path(record->id, record->is_batch, index);
  std::function<void()> read = [core, path, page, done, answer = std::move(answer)]() mutable {
    auto bytes = core->results.read_page(path, page);
    if (!bytes) return done(bytes.error());
    answer.records_json = *std::move(bytes);
    done(std::move(answer));
  };
  if (!core->background.post(std::move(read))) done(too_much_work());
}

Result<bool> cancel_statement(Core& core, const Requester& requester, const std::string& id) {
  auto found = find_statement(core, requester, id);
  if (!found) return found.error();
  const auto& record = *found->record;
  const auto state = found->sub ? record.subs[*found->sub].state : record.state;
  if (!found->live || is_terminal(state)) return cannot_cancel(state, id);
  found->live->ask_to_stop(StopReason::kUser);
  // No runner has it: its work, with the wish recorded, is only to write that it ended.
  if (auto work = core.scheduler.take_out(record.warehouse, record.id)) work();
  return true;
}

}  // namespace slipher::statements
