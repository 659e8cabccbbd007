#pragma once
#include "api/operation.h"
#include "api/secretsmanager/structures.h"

namespace slipher::api::secretsmanager {

/// Adds a version to a secret.
struct PutSecretValue {
  static constexpr std::string_view name = "PutSecretValue";
  static constexpr std::string_view summary = "Adds a version with a new value to a secret.";
  static constexpr std::array errors{ErrorCode::kInvalidParameter, ErrorCode::kInvalidRequest,
                                     ErrorCode::kLimitExceeded,    ErrorCode::kResourceExists,
                                     ErrorCode::kResourceNotFound, ErrorCode::kInternal,
                                     ErrorCode::kDecryptionFailure};
  static constexpr std::array<std::string_view, 1> unraised_errors{"EncryptionFailure"};

  struct Request {
    std::optional<std::string> secret_id;
    std::optional<std::string> client_request_token;
    std::optional<wire::Blob> secret_binary;
    std::optional<std::string> secret_string;
    std::optional<std::vector<std::string>> version_stages;
    std::optional<std::string> rotation_token;
    static constexpr auto fields() {
      using R = Request;
      using wire::field;
      return std::tuple{field("SecretId", &R::secret_id, kSecretId),
                        field("ClientRequestToken", &R::client_request_token, kToken),
                        field("SecretBinary", &R::secret_binary, kSecretText),
                        field("SecretString", &R::secret_string, kSecretText),
                        field("VersionStages", &R::version_stages, kStages),
                        field("RotationToken", &R::rotation_token, kRotationToken)};
    }
  };
  struct Response {
    std::string arn;
    std::string name;
    std::string version_id;
    std::vector<std::string> version_stages;
    static constexpr auto fields() {
      using R = Response;
      using wire::field;
      return std::tuple{field("ARN", &R::arn, kArn), field("Name", &R::name, kName),
                        field("VersionId", &R::version_id, kVersionId),
                        field("VersionStages", &R::version_stages, kStages)};
    }
  };

  static void handle(Services& services, const Caller& caller, const Request& request, Completion<Response> done);
};

}  // namespace slipher::api::secretsmanager
