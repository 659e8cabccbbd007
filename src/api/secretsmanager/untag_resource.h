#pragma once
#include "api/operation.h"
#include "api/secretsmanager/structures.h"

namespace slipher::api::secretsmanager {

inline constexpr wire::Limits kTagKey{.min = 1, .max = 128};

/// Takes tags off a secret.
struct UntagResource {
  static constexpr std::string_view name = "UntagResource";
  static constexpr std::string_view summary = "Takes tags off a secret.";
  static constexpr std::array errors{ErrorCode::kResourceNotFound, ErrorCode::kInvalidParameter,
                                     ErrorCode::kInvalidRequest, ErrorCode::kInternal};

  struct Request {
    std::optional<std::string> secret_id;
    std::optional<std::vector<std::string>> tag_keys;
    static constexpr auto fields() {
      return std::tuple{wire::field("SecretId", &Request::secret_id, kSecretId),
                        wire::field("TagKeys", &Request::tag_keys, {.required = true, .element = &kTagKey})};
    }
  };
  struct Response {
    static constexpr auto fields() { return std::tuple{}; }
  };

  static void handle(Services& services, const Caller& caller, const Request& request, Completion<Response> done);
};

}  // namespace slipher::api::secretsmanager
