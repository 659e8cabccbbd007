#pragma once
#include "store/records.h"

namespace slipher::statements {

/// Whether a durable record of a statement or sub-statement may go from one state to the other. States may be passed
/// over (several become durable together); terminal ones are final.
bool may_become(store::StatementState from, store::StatementState to);

}  // namespace slipher::statements
