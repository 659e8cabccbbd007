#pragma once
#include "api/operation.h"
#include "api/secretsmanager/structures.h"

namespace slipher::api::secretsmanager {

/// A version's value: the current one unless a label or an id says otherwise.
struct GetSecretValue {
  static constexpr std::string_view name = "GetSecretValue";
  static constexpr std::string_view summary = "Returns the value of a secret's version.";
  static constexpr std::array errors{ErrorCode::kResourceNotFound, ErrorCode::kInvalidParameter,
                                     ErrorCode::kInvalidRequest, ErrorCode::kDecryptionFailure, ErrorCode::kInternal};

  struct Request {
    std::optional<std::string> secret_id;
    std::optional<std::string> version_id;
    std::optional<std::string> version_stage;
    static constexpr auto fields() {
      using R = Request;
      return std::tuple{wire::field("SecretId", &R::secret_id, kSecretId),
                        wire::field("VersionId", &R::version_id, kVersionId),
                        wire::field("VersionStage", &R::version_stage, kStage)};
    }
  };
  using Response = SecretValue;

  static Result<Response> handle(Services& services, const Caller& caller, const Request& request);
};

}  // namespace slipher::api::secretsmanager
