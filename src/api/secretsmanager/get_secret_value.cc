#include "api/secretsmanager/get_secret_value.h"

#include <algorithm>

#include "api/secretsmanager/versions.h"

namespace slipher::api::secretsmanager {

namespace {

Result<const store::SecretVersionRecord*> pick_version(const store::SecretRecord& secret,
                                                       const GetSecretValue::Request& request) {
  if (!request.version_id) {
    const std::string stage = request.version_stage.value_or(kCurrent);
    const auto* const version = find_stage(secret, stage);
    if (!version) return no_such_value("staging label: " + stage);
    return version;
  }
  for (const store::SecretVersionRecord& version : secret.versions) {
    if (version.version_id != *request.version_id) continue;
    const auto& stages = version.stages;
    if (request.version_stage && std::find(stages.begin(), stages.end(), *request.version_stage) == stages.end())
      return Error(ErrorCode::kInvalidRequest,
                   "You provided a VersionStage that is not associated to the provided VersionId.");
    return &version;
  }
  return no_such_value("VersionId: " + *request.version_id);
}

}  // namespace

Result<GetSecretValue::Response> GetSecretValue::handle(Services& services, const Caller& caller,
                                                        const Request& request) {
  const auto record = services.secrets.find(caller.requester(), *request.secret_id);
  if (!record) return record.error();
  const store::SecretRecord& secret = **record;
  if (auto live = check_not_deleted(secret); !live) return live.error();
  const auto version = pick_version(secret, request);
  if (!version) return version.error();
  auto value = read_value(services.secrets, secret, **version);
  if (value) services.secrets.touch(secret);
  return value;
}

}  // namespace slipher::api::secretsmanager
