#pragma once
#include <utility>

#include "duckdb.hpp"
#include "duckdb/main/client_context_state.hpp"
#include "engine/duckdb/session_context.h"

namespace slipher::engine {

/// Puts a plan where the table or copy function of the running statement looks for it, for as long as this lives.
/// Plan::kKey is its name there.
template <class Plan>
class StateInContext {
 public:
  StateInContext(SessionContext& session, ::duckdb::shared_ptr<Plan> plan)
      : state_(*session.connection->context->registered_state) {
    state_.Insert(Plan::kKey, std::move(plan));
  }
  ~StateInContext() { state_.Remove(Plan::kKey); }
  StateInContext(const StateInContext&) = delete;
  StateInContext& operator=(const StateInContext&) = delete;

 private:
  ::duckdb::RegisteredStateManager& state_;
};

}  // namespace slipher::engine
