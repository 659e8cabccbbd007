#pragma once
#include "api/operation.h"
#include "api/secretsmanager/structures.h"

namespace slipher::api::secretsmanager {

/// Sets tags on a secret.
struct TagResource {
  static constexpr std::string_view name = "TagResource";
  static constexpr std::string_view summary = "Sets tags on a secret.";
  static constexpr std::array errors{ErrorCode::kResourceNotFound, ErrorCode::kInvalidRequest,
                                     ErrorCode::kInvalidParameter, ErrorCode::kInternal};

  struct Request {
    std::optional<std::string> secret_id;
    std::optional<std::vector<Tag>> tags;
    static constexpr auto fields() {
      return std::tuple{wire::field("SecretId", &Request::secret_id, kSecretId),
                        wire::field("Tags", &Request::tags, {.required = true})};
    }
  };
  struct Response {
    static constexpr auto fields() { return std::tuple{}; }
  };

  static void handle(Services& services, const Caller& caller, const Request& request, Completion<Response> done);
};

}  // namespace slipher::api::secretsmanager
