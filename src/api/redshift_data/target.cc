#include "api/redshift_data/target.h"

#include "api/redshift_data/credentials.h"

namespace slipher::api::redshift_data {

namespace {
Error refusal(std::string text) { return {ErrorCode::kValidation, std::move(text)}; }
}  // namespace

std::string warehouse_id(const std::string& name) {
  return name.starts_with("arn:") ? name.substr(name.rfind('/') + 1) : name;
}

Result<void> check_one_warehouse(const std::optional<std::string>& cluster,
                                 const std::optional<std::string>& workgroup) {
  if (cluster && workgroup) return refusal("ClusterIdentifier and WorkgroupName cannot be specified together.");
  return {};
}

Result<void> check_session_alone(const TargetMembers& members) {
  std::string extra;
  const auto note = [&](const char* name, const std::optional<std::string>& member) {
    if (member) extra += (extra.empty() ? "" : ", ") + std::string(name);
  };
  note("ClusterIdentifier", members.cluster_identifier);
  note("WorkgroupName", members.workgroup_name);
  note("Database", members.database);
  note("DbUser", members.db_user);
  note("SecretArn", members.secret_arn);
  if (!extra.empty()) return refusal("SessionId cannot be specified together with " + extra + ".");
  return {};
}

Result<statements::Target> resolve_target(Services& services, const Caller& caller, const TargetMembers& members) {
  if (auto one = check_one_warehouse(members.cluster_identifier, members.workgroup_name); !one) return one.error();
  if (!members.cluster_identifier && !members.workgroup_name)
    return refusal("One of ClusterIdentifier, WorkgroupName or SessionId must be specified.");
  if (members.db_user && members.workgroup_name) return refusal("DbUser cannot be specified with WorkgroupName.");
  if (members.db_user && members.secret_arn) return refusal("DbUser and SecretArn cannot be specified together.");
  if (!members.database) return refusal("Database must be specified with ClusterIdentifier or WorkgroupName.");

  statements::Target target;
  target.is_workgroup = members.workgroup_name.has_value();
  target.warehouse_name = target.is_workgroup ? *members.workgroup_name : *members.cluster_identifier;
  target.warehouse = warehouse_id(target.warehouse_name);
  target.database = *members.database;
  if (members.db_user) {
    target.db_user = *members.db_user;
    target.db_user_given = true;
  } else if (members.secret_arn) {
    auto user = user_of_secret(services, caller, *members.secret_arn, members.cluster_identifier);
    if (!user) return user.error();
    target.db_user = std::move(*user);
    target.secret_arn = *members.secret_arn;
  } else {
    target.db_user = federated_user(caller.principal);
    target.db_user_given = true;
  }
  return target;
}

}  // namespace slipher::api::redshift_data
