#include "api/secretsmanager/untag_resource.h"

#include <algorithm>

#include "api/secretsmanager/versions.h"

namespace slipher::api::secretsmanager {

void UntagResource::handle(Services& services, const Caller& caller, const Request& request,
                           Completion<Response> done) {
  auto make = [&services, requester = caller.requester(), request]() -> Result<Secrets::Change> {
    const auto record = services.secrets.find(requester, *request.secret_id);
    if (!record) return record.error();
    if (auto live = check_not_deleted(**record); !live) return live.error();
    Secrets::Change change{.put = **record};
    std::erase_if(change.put->tags, [&](const auto& tag) {
      return std::find(request.tag_keys->begin(), request.tag_keys->end(), tag.first) != request.tag_keys->end();
    });
    return change;
  };
  services.secrets.change(std::move(make), [done = std::move(done)](const Result<Secrets::Record>& record) {
    if (!record) return done(record.error());
    done(Response{});
  });
}

}  // namespace slipher::api::secretsmanager
