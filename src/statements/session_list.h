#pragma once
#include <optional>
#include <string>
#include <vector>

#include "statements/core.h"

namespace slipher::statements {

/// ListSessions: what is stored, with the status of the moment.
Result<std::vector<Service::SessionView>> list_sessions(Core& core, const store::SessionFilter& filter,
                                                        const std::optional<std::string>& status);
Result<Service::SessionView> find_session(Core& core, const Requester& requester, const std::string& id);

}  // namespace slipher::statements
