#include "engine/duckdb/access/acting.h"

#include "engine/duckdb/access/principal_store.h"
#include "engine/duckdb/session.h"

namespace slipher::engine {
namespace {

Result<std::shared_ptr<const Principals>> read_committed(DuckDbWarehouse& warehouse, std::uint64_t epoch) {
  if (auto known = warehouse.principals().get(epoch)) return known;
  // A database may be dropped between its listing and the reading.
  constexpr int kTries = 5;
  for (int tries = 1;; ++tries) {
    auto databases = warehouse.list_databases();
    if (!databases) return databases.error();
    ::duckdb::Connection connection(warehouse.instance());
    auto read = read_principals(connection, *databases);
    if (!read && tries < kTries) continue;
    if (read) warehouse.principals().set(epoch, *read);
    return read;
  }
}

Result<void> refresh(Session& session) {
  auto& state = session.acting;
  auto& cache = session.warehouse().principals();
  const auto epoch = cache.epoch();
  const bool is_current = state.principals && state.epoch == epoch;
  if (!is_current) {
    auto databases = session.warehouse().list_databases();
    if (!databases) return databases.error();
    auto read = state.has_changes ? read_principals(session.connection(), *databases)
                                  : read_committed(session.warehouse(), epoch);
    if (!read) return read.error();
    state.principals = *std::move(read);
    state.epoch = epoch;
  }
  if (is_current && state.user == session.context().user) return {};
  state.user = session.context().user;
  state.identity = identity_of(*state.principals, state.user);
  return {};
}

}  // namespace

Result<std::shared_ptr<const Principals>> principals_of(Session& session) {
  if (auto done = refresh(session); !done) return done.error();
  return session.acting.principals;
}

Result<const Identity*> acting(Session& session) {
  if (auto done = refresh(session); !done) return done.error();
  return &std::as_const(session.acting.identity);
}

void acting_changed(Session& session) {
  session.acting.has_changes = true;
  session.acting.epoch = 0;
}

void acting_transaction_ended(Session& session) {
  if (!session.acting.has_changes) return;
  session.acting.has_changes = false;
  session.acting.epoch = 0;
  session.warehouse().principals().invalidate();
}

}  // namespace slipher::engine
