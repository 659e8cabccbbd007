#include "api/secretsmanager/tag_resource.h"

#include "api/secretsmanager/versions.h"

namespace slipher::api::secretsmanager {

void TagResource::handle(Services& services, const Caller& caller, const Request& request, Completion<Response> done) {
  auto make = [&services, requester = caller.requester(), request]() -> Result<Secrets::Change> {
    const auto record = services.secrets.find(requester, *request.secret_id);
    if (!record) return record.error();
    if (auto live = check_not_deleted(**record); !live) return live.error();
    Secrets::Change change{.put = **record};
    if (auto tagged = set_tags(*change.put, *request.tags); !tagged) return tagged.error();
    return change;
  };
  services.secrets.change(std::move(make), [done = std::move(done)](const Result<Secrets::Record>& record) {
    if (!record) return done(record.error());
    done(Response{});
  });
}

}  // namespace slipher::api::secretsmanager
