#include "api/secretsmanager/update_secret.h"

#include "api/secretsmanager/versions.h"

namespace slipher::api::secretsmanager {

void UpdateSecret::handle(Services& services, const Caller& caller, const Request& request, Completion<Response> done) {
  if (request.type)
    return done(
        Error(ErrorCode::kInvalidParameter, "Type is not supported: this server keeps no partner-managed secrets."));
  auto value = new_value(request.secret_string, request.secret_binary);
  if (!value) return done(value.error());

  const std::string version_id = request.client_request_token ? *request.client_request_token : services.ids.uuid();
  const bool has_value = value->has_value();
  auto make = [&services, requester = caller.requester(), request, version_id,
               value = std::move(*value)]() -> Result<Secrets::Change> {
    const auto record = services.secrets.find(requester, *request.secret_id);
    if (!record) return record.error();
    if (auto live = check_not_deleted(**record); !live) return live.error();
    Secrets::Change change{.put = **record};
    const Timestamp now = services.clock.now();
    if (request.description) change.put->description = *request.description;
    if (request.kms_key_id) change.put->kms_key_id = *request.kms_key_id;
    change.put->changed_at = now;
    if (value) {
      if (auto added = add_version(services.secrets, *change.put, version_id, *value, {kCurrent}, now); !added)
        return added.error();
    }
    return change;
  };
  services.secrets.change(std::move(make),
                          [done = std::move(done), version_id, has_value](Result<Secrets::Record> record) {
                            if (!record) return done(record.error());
                            Response response{(*record)->arn, (*record)->name};
                            if (has_value) response.version_id = version_id;
                            done(std::move(response));
                          });
}

}  // namespace slipher::api::secretsmanager
