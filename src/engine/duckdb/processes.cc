#include "engine/duckdb/processes.h"

#include <mutex>

#include "duckdb/common/vector_operations/binary_executor.hpp"
#include "duckdb/main/client_context_state.hpp"
#include "duckdb/main/connection_manager.hpp"
#include "engine/duckdb/access/rights_facts.h"
#include "engine/duckdb/functions/support.h"

namespace slipher::engine {
namespace {

constexpr const char* kKey = "slipher_process";

struct Process : ::duckdb::ClientContextState {
  Process(std::int64_t id_in, ProcessControl control_in) : id(id_in), control(std::move(control_in)) {}

  const std::int64_t id;
  std::mutex mutex;
  ProcessControl control;  // empty once the session ends
};

bool control_process(::duckdb::ClientContext& context, std::int64_t process_id, const std::string& only_of,
                     std::function<void()> ProcessControl::*what) {
  for (const auto& each : ::duckdb::ConnectionManager::Get(*context.db).GetConnectionList()) {
    const auto process = each->registered_state->Get<Process>(kKey);
    if (!process || process->id != process_id) continue;
    std::lock_guard lock(process->mutex);
    const auto& act = process->control.*what;
    if (act && !only_of.empty() && !is_same_name(process->control.user, only_of))
      throw ::duckdb::InvalidInputException("must be superuser to signal other server processes");
    if (act) act();
    return bool(act);
  }
  return false;
}

void add_function(functions::Registry& registry, const char* name, std::function<void()> ProcessControl::*what) {
  using ::duckdb::LogicalType;
  auto& function =
      registry.add(name, {LogicalType::INTEGER, LogicalType::VARCHAR}, LogicalType::INTEGER,
                   [what](::duckdb::DataChunk& arguments, ::duckdb::ExpressionState& state, ::duckdb::Vector& result) {
                     auto& context = state.GetContext();
                     const auto facts = RightsFacts::of(context);
                     ::duckdb::BinaryExecutor::Execute<std::int32_t, ::duckdb::string_t, std::int32_t>(
                         arguments.data[0], arguments.data[1], result, arguments.size(),
                         [&](std::int32_t number, ::duckdb::string_t user) {
                           const auto name = user.GetString();
                           const bool all = facts->principals && identity_of(*facts->principals, name).is_superuser;
                           return control_process(context, number, all ? "" : name, what) ? 1 : 0;
                         });
                   });
  function.stability = ::duckdb::FunctionStability::VOLATILE;
}

}  // namespace

std::shared_ptr<void> announce_process(::duckdb::ClientContext& context, std::int64_t process_id,
                                       ProcessControl control) {
  const auto process = ::duckdb::make_shared_ptr<Process>(process_id, std::move(control));
  context.registered_state->Insert(kKey, process);
  return {nullptr, [process, states = context.registered_state.get()](void*) {
            states->Remove(kKey);
            std::lock_guard lock(process->mutex);
            process->control = {};
          }};
}

void register_process_functions(::duckdb::DatabaseInstance& database) {
  functions::Registry registry;
  add_function(registry, "rs_cancel_backend", &ProcessControl::interrupt);
  add_function(registry, "rs_terminate_backend", &ProcessControl::terminate);
  registry.commit(database);
}

bool interrupt_process(::duckdb::ClientContext& context, std::int64_t process_id, const std::string& only_of) {
  return control_process(context, process_id, only_of, &ProcessControl::interrupt);
}

}  // namespace slipher::engine
