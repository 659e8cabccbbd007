#include "api/secretsmanager/get_resource_policy.h"

#include <algorithm>

#include "api/secretsmanager/versions.h"

namespace slipher::api::secretsmanager {

bool is_policy_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  });
}

Result<GetResourcePolicy::Response> GetResourcePolicy::handle(Services& services, const Caller& caller,
                                                              const Request& request) {
  const auto record = services.secrets.find(caller.requester(), *request.secret_id);
  if (!record) return record.error();
  if (auto live = check_not_deleted(**record); !live) return live.error();
  return Response{.arn = (*record)->arn, .name = (*record)->name};
}

}  // namespace slipher::api::secretsmanager
