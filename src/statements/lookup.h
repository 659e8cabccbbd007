#pragma once
#include <memory>
#include <optional>
#include <string>

#include "statements/core.h"

namespace slipher::statements {

/// A statement that a requester may see.
struct Found {
  std::shared_ptr<LiveStatement> live;  // empty when it has ended
  RecordPointer record;                 // of the moment; never empty
  std::optional<std::size_t> sub;       // 0-based, from a ":n" behind the id
};

/// Finds a statement, or its sub-statement, by id: among the live ones, the recently ended, then in the store. Unknown
/// ids and foreign ones get query_does_not_exist() alike.
Result<Found> find_statement(Core& core, const Requester& requester, const std::string& id);

/// Calls `done` with the statement when it (or its sub) has ended or `wait` ran out. `limit` as in
/// LiveStatement::park().
void answer_when_ended(Core& core, const Found& found, std::optional<milliseconds> wait, std::size_t limit,
                       const std::function<void(Result<RecordPointer>)>& done);

/// GetStatementResult(V2), after its wait.
void answer_page(const std::shared_ptr<Core>& core, const RecordPointer& record, std::optional<std::size_t> sub,
                 const std::string& id, std::size_t page, const Completion<ResultPage>& done);
/// What can be refused before any wait.
Result<void> check_page_request(const Found& found, bool csv);

/// Records the wish to cancel and interrupts; a statement that waits for a runner ends at once.
Result<bool> cancel_statement(Core& core, const Requester& requester, const std::string& id);

}  // namespace slipher::statements
