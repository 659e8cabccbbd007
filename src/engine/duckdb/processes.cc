#include "engine/duckdb/processes.h"

#include <mutex>

#include "duckdb/common/vector_operations/unary_executor.hpp"
#include "duckdb/main/client_context_state.hpp"
#include "duckdb/main/connection_manager.hpp"
#include "engine/duckdb/functions/support.h"

namespace slipher::engine {
namespace {

constexpr const char* kKey = "slipher_process";

struct Process : ::duckdb::ClientContextState {
  Process(std::int64_t id_in, std::function<void()> interrupt_in) : id(id_in), interrupt(std::move(interrupt_in)) {}

  const std::int64_t id;
  std::mutex mutex;
  std::function<void()> interrupt;  // empty once the session ends
};

}  // namespace

std::shared_ptr<void> announce_process(::duckdb::ClientContext& context, std::int64_t process_id,
                                       std::function<void()> interrupt) {
  const auto process = ::duckdb::make_shared_ptr<Process>(process_id, std::move(interrupt));
  context.registered_state->Insert(kKey, process);
  return {nullptr, [process, states = context.registered_state.get()](void*) {
            states->Remove(kKey);
            std::lock_guard lock(process->mutex);
            process->interrupt = nullptr;
          }};
}

void register_process_functions(::duckdb::DatabaseInstance& database) {
  functions::Registry registry;
  auto& cancel =
      registry.add("rs_cancel_backend", {::duckdb::LogicalType::INTEGER}, ::duckdb::LogicalType::INTEGER,
                   [](::duckdb::DataChunk& arguments, ::duckdb::ExpressionState& state, ::duckdb::Vector& result) {
                     ::duckdb::UnaryExecutor::Execute<std::int32_t, std::int32_t>(
                         arguments.data[0], result, arguments.size(),
                         [&](std::int32_t number) { return interrupt_process(state.GetContext(), number) ? 1 : 0; });
                   });
  cancel.stability = ::duckdb::FunctionStability::VOLATILE;
  registry.commit(database);
}

bool interrupt_process(::duckdb::ClientContext& context, std::int64_t process_id) {
  for (const auto& each : ::duckdb::ConnectionManager::Get(*context.db).GetConnectionList()) {
    const auto process = each->registered_state->Get<Process>(kKey);
    if (!process || process->id != process_id) continue;
    std::lock_guard lock(process->mutex);
    if (!process->interrupt) return false;
    process->interrupt();
    return true;
  }
  return false;
}

}  // namespace slipher::engine
