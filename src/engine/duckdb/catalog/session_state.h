#pragma once
#include <string>

#include "duckdb.hpp"
#include "duckdb/main/client_context_state.hpp"
#include "engine/duckdb/catalog/activity.h"
#include "engine/duckdb/session_context.h"
#include "engine/duckdb/table_locks.h"

namespace slipher::engine {

/// How functions that DuckDB calls find the session that a ClientContext belongs to.
struct SessionState : ::duckdb::ClientContextState {
  static constexpr const char* kKey = "slipher_session";
  SessionState(const SessionContext& session_in, std::shared_ptr<Activity> activity_in, const TableLocks& locks_in)
      : session(session_in), activity(std::move(activity_in)), locks(locks_in) {}
  const SessionContext& session;
  std::shared_ptr<Activity> activity;
  const TableLocks& locks;
};

/// nullptr for connections that are no sessions.
inline const SessionContext* find_session(::duckdb::ClientContext& context) {
  const auto state = context.registered_state->Get<SessionState>(SessionState::kKey);
  return state ? &state->session : nullptr;
}

/// nullptr for connections that are no sessions.
inline std::shared_ptr<Activity> find_activity(::duckdb::ClientContext& context) {
  const auto state = context.registered_state->Get<SessionState>(SessionState::kKey);
  return state ? state->activity : nullptr;
}

/// The schema that a session's temporary tables are shown in.
inline std::string temporary_schema(const SessionContext& session) {
  return "pg_temp_" + std::to_string(session.process_id);
}

}  // namespace slipher::engine
