#pragma once
#include "api/operation.h"
#include "api/secretsmanager/structures.h"

namespace slipher::api::secretsmanager {

/// Moves a staging label from one version of a secret to another, puts it on one, or takes it off.
struct UpdateSecretVersionStage {
  static constexpr std::string_view name = "UpdateSecretVersionStage";
  static constexpr std::string_view summary = "Moves a staging label between the versions of a secret.";
  static constexpr std::array errors{ErrorCode::kResourceNotFound, ErrorCode::kInvalidParameter,
                                     ErrorCode::kInvalidRequest, ErrorCode::kLimitExceeded, ErrorCode::kInternal};

  struct Request {
    std::optional<std::string> secret_id;
    std::optional<std::string> version_stage;
    std::optional<std::string> remove_from_version_id;
    std::optional<std::string> move_to_version_id;
    static constexpr auto fields() {
      using R = Request;
      using wire::field;
      return std::tuple{field("SecretId", &R::secret_id, kSecretId),
                        field("VersionStage", &R::version_stage, {.required = true, .min = 1, .max = 256}),
                        field("RemoveFromVersionId", &R::remove_from_version_id, kVersionId),
                        field("MoveToVersionId", &R::move_to_version_id, kVersionId)};
    }
  };
  using Response = SecretResponse;

  static void handle(Services& services, const Caller& caller, const Request& request, Completion<Response> done);
};

}  // namespace slipher::api::secretsmanager
