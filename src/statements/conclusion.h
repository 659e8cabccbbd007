#pragma once
#include <memory>
#include <string>
#include <vector>

#include "statements/core.h"

namespace slipher::statements {

/// Everything that becomes true together when a statement ends.
struct Conclusion {
  std::shared_ptr<LiveStatement> statement;
  store::StatementRecord record;  // terminal
  SessionPointer session;         // that it ran in, if any
  bool keep_session = true;
  std::vector<std::string> markers;  // commit markers that this makes superfluous
};

/// Adds state, result and event of an ended statement to one transaction.
void put_terminal_state(Core& core, store::Transaction& transaction, const store::StatementRecord& record);

/// Makes the end durable, then frees the session, shows the end and answers the waits. While the store cannot write it
/// is tried again every second: the statement stays STARTED for its clients, and recovery settles it if the process
/// dies. A statement that nobody knows of yet is refused instead.
void conclude(const std::shared_ptr<Core>& core, Conclusion conclusion);

}  // namespace slipher::statements
