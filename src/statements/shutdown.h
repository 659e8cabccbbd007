#pragma once
#include <memory>

#include "statements/core.h"

namespace slipher::statements {

/// Takes no more statements, gives those that run `grace`, interrupts the rest, and returns when every thread has ended
/// and every end that could be written is durable. What is queued, and what can run again, is left for the next start.
/// A second call does nothing.
void shut_down(const std::shared_ptr<Core>& core, seconds grace);

}  // namespace slipher::statements
