#pragma once
#include "base/result.h"
#include "store/database.h"

namespace slipher::store {

/// The number in PRAGMA user_version of a file that this program writes.
extern const int kSchemaVersion;

/// Brings the file to kSchemaVersion, in one transaction. Refuses a file of a newer version or of another program.
Result<void> migrate(Database& database);

}  // namespace slipher::store
