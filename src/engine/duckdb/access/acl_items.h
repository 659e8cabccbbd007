#pragma once
#include <string_view>

namespace slipher::engine {

/// Whether a line of `acl`, "grantee=letters/grantor", gives everything that `item` does. A letter with * behind it may
/// be granted on.
bool acl_contains(std::string_view acl, std::string_view item);

}  // namespace slipher::engine
