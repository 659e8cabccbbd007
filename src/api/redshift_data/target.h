#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "api/call.h"
#include "api/services.h"
#include "base/result.h"

namespace slipher::api::redshift_data {

/// The members that say where SQL runs and as whom.
struct TargetMembers {
  std::optional<std::string> cluster_identifier;
  std::optional<std::string> workgroup_name;
  std::optional<std::string> database;
  std::optional<std::string> db_user;
  std::optional<std::string> secret_arn;
};

/// Gathers them from a request.
template <class Request>
TargetMembers target_members(const Request& request) {
  return {request.cluster_identifier, request.workgroup_name, request.database, request.db_user, request.secret_arn};
}

/// The warehouse that a ClusterIdentifier or WorkgroupName names: itself, or the last part of a workgroup's ARN.
std::string warehouse_id(const std::string& name);

/// Checks the combination (reference: Data API guide, "Authorizing access") and resolves the credentials: the target
/// of a new connection. kValidation for every refusal.
Result<statements::Target> resolve_target(Services& services, const Caller& caller, const TargetMembers& members);

/// kValidation when a SessionId comes together with a target.
Result<void> check_session_alone(const TargetMembers& members);

/// kValidation when both are given.
Result<void> check_one_warehouse(const std::optional<std::string>& cluster,
                                 const std::optional<std::string>& workgroup);

}  // namespace slipher::api::redshift_data
