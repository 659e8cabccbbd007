#include "engine/duckdb/load/internal_query.h"

#include <utility>

#include "engine/duckdb/errors.h"

namespace slipher::engine {

using ::duckdb::MaterializedQueryResult;
using ::duckdb::PendingExecutionResult;

Result<::duckdb::unique_ptr<MaterializedQueryResult>> run_internal(SessionContext& session, const std::string& text) {
  using Rows = ::duckdb::unique_ptr<MaterializedQueryResult>;
  return guarded([&]() -> Result<Rows> {
    // A short query may be over before an interrupt reaches it.
    if (session.is_interrupted && session.is_interrupted()) return canceled_error();
    auto pending = session.connection->PendingQuery(text, false);
    while (true) {
      if (pending->HasError()) return to_error(pending->GetErrorObject());
      if (session.is_interrupted && session.is_interrupted()) {
        session.connection->Interrupt();
      }
      const auto state = pending->ExecuteTask();
      if (state == PendingExecutionResult::BLOCKED || state == PendingExecutionResult::NO_TASKS_AVAILABLE) {
        pending->WaitForTask();
      } else if (state == PendingExecutionResult::EXECUTION_ERROR ||
                 ::duckdb::PendingQueryResult::IsResultReady(state)) {
        break;
      }
    }
    if (pending->HasError()) return to_error(pending->GetErrorObject());
    // Worker threads may have been through before the interrupt.
    if (session.is_interrupted && session.is_interrupted()) return canceled_error();
    auto result = pending->Execute();
    if (result->HasError()) return to_error(result->GetErrorObject());
    return Rows(static_cast<MaterializedQueryResult*>(result.release()));
  });
}

}  // namespace slipher::engine
