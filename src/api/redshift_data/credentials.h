#pragma once
#include <optional>
#include <string>

#include "api/call.h"
#include "api/services.h"
#include "base/result.h"
#include "engine/federated.h"

namespace slipher::api::redshift_data {

/// The database user of a federated caller: "IAM:alice".
std::string federated_user(const identity::Principal& principal);

/// The database user that a secret names. `secret_id` is the secret's name, ARN, or ARN without its random suffix. Both
/// secret formats are known: {"username","password"} alone, and the cluster's with engine, host, port and
/// dbClusterIdentifier, which must then be `cluster`. kValidation for every refusal.
Result<std::string> user_of_secret(Services& services, const Caller& caller, const std::string& secret_id,
                                   const std::optional<std::string>& cluster);

/// User and password of a secret of the server's, whoever owns it: for what a superuser has set up. Errors are texts
/// for a statement.
Result<engine::RemoteLogin> login_of_secret(const Secrets& secrets, const std::string& secret_id);

}  // namespace slipher::api::redshift_data
