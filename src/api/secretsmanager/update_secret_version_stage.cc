#include "api/secretsmanager/update_secret_version_stage.h"

#include "api/secretsmanager/versions.h"

namespace slipher::api::secretsmanager {

void UpdateSecretVersionStage::handle(Services& services, const Caller& caller, const Request& request,
                                      Completion<Response> done) {
  auto make = [&services, requester = caller.requester(), request]() -> Result<Secrets::Change> {
    const auto record = services.secrets.find(requester, *request.secret_id);
    if (!record) return record.error();
    if (auto live = check_not_deleted(**record); !live) return live.error();
    Secrets::Change change{.put = **record};
    if (auto moved = move_stage(*change.put, *request.version_stage, request.remove_from_version_id,
                                request.move_to_version_id, services.clock.now());
        !moved)
      return moved.error();
    return change;
  };
  services.secrets.change(std::move(make), [done = std::move(done)](const Result<Secrets::Record>& record) {
    if (!record) return done(record.error());
    done(Response{(*record)->arn, (*record)->name});
  });
}

}  // namespace slipher::api::secretsmanager
