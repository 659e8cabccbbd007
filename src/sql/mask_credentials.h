#pragma once
#include <string>
#include <string_view>

namespace slipher::sql {

/// `text` with the secrets that a statement may spell out replaced by '***', for logs: what follows CREDENTIALS,
/// ACCESS_KEY_ID, SECRET_ACCESS_KEY, SESSION_TOKEN, TOKEN, MASTER_SYMMETRIC_KEY and PASSWORD. Everything else stays as
/// it is.
std::string mask_credentials(std::string_view text);

}  // namespace slipher::sql
