#pragma once
#include "api/operation.h"
#include "api/secretsmanager/structures.h"

namespace slipher::api::secretsmanager {

/// Calls off a secret's scheduled deletion.
struct RestoreSecret {
  static constexpr std::string_view name = "RestoreSecret";
  static constexpr std::string_view summary = "Calls off the scheduled deletion of a secret.";
  static constexpr std::array errors{ErrorCode::kResourceNotFound, ErrorCode::kInvalidParameter,
                                     ErrorCode::kInvalidRequest, ErrorCode::kInternal};

  struct Request {
    std::optional<std::string> secret_id;
    static constexpr auto fields() { return std::tuple{wire::field("SecretId", &Request::secret_id, kSecretId)}; }
  };
  using Response = SecretResponse;

  static void handle(Services& services, const Caller& caller, const Request& request, Completion<Response> done);
};

}  // namespace slipher::api::secretsmanager
