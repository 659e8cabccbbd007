#include "api/secretsmanager/put_secret_value.h"

#include "api/secretsmanager/versions.h"

namespace slipher::api::secretsmanager {

void PutSecretValue::handle(Services& services, const Caller& caller, const Request& request,
                            Completion<Response> done) {
  if (request.rotation_token)
    return done(Error(ErrorCode::kInvalidParameter, "RotationToken is not supported: this server rotates no secrets."));
  auto value = new_value(request.secret_string, request.secret_binary);
  if (!value) return done(value.error());
  if (!*value) return done(Error(ErrorCode::kInvalidRequest, "You must provide either SecretString or SecretBinary."));

  const std::string version_id = request.client_request_token ? *request.client_request_token : services.ids.uuid();
  auto make =
      [&services, requester = caller.requester(), id = *request.secret_id, version_id, value = std::move(**value),
       stages = request.version_stages.value_or(std::vector<std::string>{kCurrent})]() -> Result<Secrets::Change> {
    const auto record = services.secrets.find(requester, id);
    if (!record) return record.error();
    if (auto live = check_not_deleted(**record); !live) return live.error();
    Secrets::Change change{.put = **record};
    if (auto added = add_version(services.secrets, *change.put, version_id, value, stages, services.clock.now());
        !added)
      return added.error();
    return change;
  };
  services.secrets.change(std::move(make), [done = std::move(done), version_id](Result<Secrets::Record> record) {
    if (!record) return done(record.error());
    const StagesByVersion stages = stages_by_version(**record);
    const auto found = stages.find(version_id);
    done(Response{(*record)->arn, (*record)->name, version_id,
                  found == stages.end() ? std::vector<std::string>{} : found->second});
  });
}

}  // namespace slipher::api::secretsmanager
