#include "statements/session_list.h"

#include <utility>

#include "statements/messages.h"

namespace slipher::statements {

static Service::SessionView view_of(Core& core, store::SessionRecord record) {
  Service::SessionView view;
  const auto state = core.sessions->state_of(record.id);
  view.status = !state ? "CLOSED" : state->is_busy ? "BUSY" : "AVAILABLE";
  if (state && state->is_busy && !state->statement_id.empty()) view.current_statement_id = state->statement_id;
  view.record = std::move(record);
  return view;
}

Result<std::vector<Service::SessionView>> list_sessions(Core& core, const store::SessionFilter& filter,
                                                        const std::optional<std::string>& status) {
  std::vector<Service::SessionView> views;
  auto part = filter;
  // The status lives in memory: pages are read until enough fit.
  while (views.size() < filter.limit) {
    auto records = core.dependencies.store.list_sessions(part);
    if (!records) return records.error();
    const bool is_last = records->size() < part.limit;
    if (!records->empty()) part.after = {records->back().created_at, records->back().id};
    for (auto& record : *records) {
      auto view = view_of(core, std::move(record));
      const bool fits = status ? view.status == *status : view.status != "CLOSED";
      if (fits && views.size() < filter.limit) views.push_back(std::move(view));
    }
    if (is_last) break;
  }
  return views;
}

Result<Service::SessionView> find_session(Core& core, const Requester& requester, const std::string& id) {
  auto record = core.dependencies.store.find_session(id);
  if (!record) return record.error();
  if (!*record || ((*record)->owner != requester.principal && !requester.is_administrator)) {
    return session_does_not_exist(id);
  }
  return view_of(core, std::move(**record));
}

}  // namespace slipher::statements
