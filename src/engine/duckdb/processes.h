#pragma once
#include <cstdint>
#include <functional>
#include <memory>

#include "duckdb.hpp"

namespace slipher::engine {

/// Makes a session known by its number to the other sessions of its DuckDB instance, for as long as the result lives.
/// `interrupt` asks its running statement to stop; it is called from other threads.
std::shared_ptr<void> announce_process(::duckdb::ClientContext& context, std::int64_t process_id,
                                       std::function<void()> interrupt);

/// rs_cancel_backend(number), which says 1 when there was such a session and 0 otherwise.
void register_process_functions(::duckdb::DatabaseInstance& database);

/// CANCEL: asks the statement that runs in that session to stop. False when there is no such session.
bool interrupt_process(::duckdb::ClientContext& context, std::int64_t process_id);

}  // namespace slipher::engine
