#pragma once
#include <string>

#include "base/clock.h"
#include "store/records.h"

namespace slipher::statements {

/// Where an event says that it comes from.
struct EventSource {
  std::string region;
  std::string account;
};

/// The "Redshift Data Statement Status Change" event of an ended statement, as Amazon EventBridge delivers it.
/// `expires` = when its result expires; the epoch = never, and `expireAt` is then left out.
std::string statement_event(const store::StatementRecord& record, const EventSource& source,
                            const std::string& event_id, Timestamp time, Timestamp expires);

}  // namespace slipher::statements
