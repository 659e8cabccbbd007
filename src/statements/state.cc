#include "statements/state.h"

#include <cstddef>

namespace slipher::statements {

// Rows: from; columns: to. SUBMITTED, PICKED, STARTED, FINISHED, FAILED, ABORTED.
static constexpr bool kTransitions[6][6] = {
    {false, true, true, true, true, true},       // SUBMITTED
    {false, false, true, true, true, true},      // PICKED
    {false, false, false, true, true, true},     // STARTED
    {false, false, false, false, false, false},  // FINISHED
    {false, false, false, false, false, false},  // FAILED
    {false, false, false, false, false, false},  // ABORTED
};

bool may_become(store::StatementState from, store::StatementState to) {
  return kTransitions[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
}

}  // namespace slipher::statements
