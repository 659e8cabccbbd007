#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sql/token_cursor.h"

namespace slipher::sql {

/// The privileges that a role may have on the whole warehouse (Amazon Redshift, "System permissions"), lower case.
const std::vector<std::string_view>& system_privileges();

/// A system privilege of several words or one; "" when none begins here.
std::string accept_system_privilege(TokenCursor& cursor);

}  // namespace slipher::sql
