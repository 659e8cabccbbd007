#pragma once
#include <memory>
#include <vector>

#include "statements/core.h"
#include "statements/run.h"

namespace slipher::statements {

/// Settles what an earlier process left behind, before the runners start. Statements that had not begun, and those
/// outside of sessions that only read, run again: their tasks are returned. Of the others the engine knows whether they
/// committed. Sessions are closed, save one whose first statement had not begun.
Result<std::vector<Task>> recover(const std::shared_ptr<Core>& core);

}  // namespace slipher::statements
