#pragma once
#include <string>

#include "base/result.h"
#include "identity/identity.h"

namespace slipher::app {

/// What the first start makes once and for all: DIR/account.toml, mode 0600.
struct Account {
  std::string id;         // 12 digits
  std::string token_key;  // 32 secret bytes: authenticates paging tokens
};

/// Reads DIR/account.toml, or makes it. A `configured_id` that is not empty wins over the file's.
Result<Account> load_account(const std::string& directory, const std::string& configured_id);

/// The root user's access key: DIR/root.key, mode 0600, made when missing.
Result<identity::AccessKey> load_or_make_root_key(const std::string& directory);
/// The same for clients: fails when there is none yet.
Result<identity::AccessKey> read_root_key(const std::string& directory);

}  // namespace slipher::app
