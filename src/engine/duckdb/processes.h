#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "duckdb.hpp"

namespace slipher::engine {

/// What others may do to a session; called from their threads.
struct ProcessControl {
  std::string user;                 // who connected
  std::function<void()> interrupt;  // asks its running statement to stop
  std::function<void()> terminate;  // and no other to begin
};

/// Makes a session known by its number to the other sessions of its DuckDB instance, for as long as the result lives.
std::shared_ptr<void> announce_process(::duckdb::ClientContext& context, std::int64_t process_id,
                                       ProcessControl control);

/// rs_cancel_backend(number, user) and rs_terminate_backend(number, user), which say 1 when there was such a session
/// and 0 otherwise. Superusers may do that to all sessions, others to their own. RightsFacts are loaded.
void register_process_functions(::duckdb::DatabaseInstance& database);

/// CANCEL: asks the statement that runs in that session to stop. False when there is no such session. Throws for a
/// session of somebody else than `only_of`; "" = everybody's.
bool interrupt_process(::duckdb::ClientContext& context, std::int64_t process_id, const std::string& only_of);

}  // namespace slipher::engine
