#pragma once
#include <vector>

#include "engine/duckdb/access/privileges.h"
#include "engine/duckdb/session.h"

namespace slipher::engine {

// Who gave a privilege counts, as in PostgreSQL: the same one may be held from several grantors, each takes back what
// he gave, and a superuser acts in the place of the object's owner.

/// GRANT: `privileges` name no grantor yet. An option that their holder has already stays.
Result<void> give_privileges(Session& session, std::vector<ObjectPrivilege> privileges);

/// REVOKE of what the user gave; with `only_option`, of the right to pass it on. What the holder did pass on goes too
/// with `cascade`, and is an error without.
Result<void> take_privileges(Session& session, const std::vector<ObjectPrivilege>& privileges, bool only_option,
                             bool cascade);

}  // namespace slipher::engine
