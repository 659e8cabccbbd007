#include "api/secretsmanager/restore_secret.h"

#include "api/secrets.h"

namespace slipher::api::secretsmanager {

void RestoreSecret::handle(Services& services, const Caller& caller, const Request& request,
                           Completion<Response> done) {
  auto make = [&services, requester = caller.requester(), id = *request.secret_id]() -> Result<Secrets::Change> {
    const auto record = services.secrets.find(requester, id);
    if (!record) return record.error();
    Secrets::Change change{.put = **record};
    change.put->deletes_at.reset();
    return change;
  };
  services.secrets.change(std::move(make), [done = std::move(done)](const Result<Secrets::Record>& record) {
    if (!record) return done(record.error());
    done(Response{(*record)->arn, (*record)->name});
  });
}

}  // namespace slipher::api::secretsmanager
