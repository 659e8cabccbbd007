#include "api/secretsmanager/get_secret_value.h"

#include <algorithm>

#include "api/secretsmanager/versions.h"

namespace slipher::api::secretsmanager {

namespace {

Result<const store::SecretVersionRecord*> pick_version(const store::SecretRecord& secret,
                                                       const GetSecretValue::Request& request) {
  const auto no_value = [](const std::string& which) {
    return Error(ErrorCode::kResourceNotFound, "Secrets Manager can't find the specified secret value for " + which);
  };
  if (!request.version_id) {
    const std::string stage = request.version_stage.value_or(kCurrent);
    const auto* const version = find_stage(secret, stage);
    if (!version) return no_value("staging label: " + stage);
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
  return no_value("VersionId: " + *request.version_id);
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
  auto value = services.secrets.open(secret, **version);
  if (!value) return value.error();

  Response response{.arn = secret.arn,
                    .name = secret.name,
                    .version_id = (*version)->version_id,
                    .version_stages = (*version)->stages,
                    .created_date = (*version)->created_at};
  if ((*version)->is_binary) {
    response.secret_binary = wire::Blob{std::move(*value)};
  } else {
    response.secret_string = std::move(*value);
  }
  services.secrets.touch(secret);
  return response;
}

}  // namespace slipher::api::secretsmanager
