#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "engine/duckdb/access/principals.h"

namespace slipher::engine {

class Session;

/// What a session remembers of who it acts as.
struct Acting {
  std::uint64_t epoch = 0;
  std::string user;
  std::shared_ptr<const Principals> principals;
  Identity identity;
  /// The open transaction has changed principals: only it sees them, and it reads them anew.
  bool has_changes = false;
};

/// The principals as the running statement sees them.
Result<std::shared_ptr<const Principals>> principals_of(Session& session);

/// Who the running statement is done by: SessionContext::user. Costs two comparisons when nothing has changed.
Result<const Identity*> acting(Session& session);

/// The open transaction changed principals.
void acting_changed(Session& session);
/// The open transaction has ended.
void acting_transaction_ended(Session& session);

}  // namespace slipher::engine
