#pragma once
#include <memory>

#include "statements/core.h"

namespace slipher::statements {

/// Expires results, then forgets statements that are past their retention. For a background thread.
void expire(Core& core);
/// Removes result files that belong to no statement's stored result. `until` = files that are newer are left alone:
/// their statements may not be durable yet.
void remove_orphans(Core& core, Timestamp until);
/// Starts the tasks that come back: expiry, commit markers, and once the orphans.
void start_janitor(const std::shared_ptr<Core>& core);

}  // namespace slipher::statements
