#pragma once
#include "api/operation.h"
#include "api/secretsmanager/structures.h"

namespace slipher::api::secretsmanager {

/// Changes a secret's description, key or value; a value becomes a new current version.
struct UpdateSecret {
  static constexpr std::string_view name = "UpdateSecret";
  static constexpr std::string_view summary = "Changes a secret's description, key or value.";
  static constexpr std::array errors{ErrorCode::kInvalidParameter, ErrorCode::kInvalidRequest,
                                     ErrorCode::kLimitExceeded,    ErrorCode::kResourceExists,
                                     ErrorCode::kResourceNotFound, ErrorCode::kInternal,
                                     ErrorCode::kDecryptionFailure};
  static constexpr std::array<std::string_view, 3> unraised_errors{
      "EncryptionFailure", "MalformedPolicyDocumentException", "PreconditionNotMetException"};

  struct Request {
    std::optional<std::string> secret_id;
    std::optional<std::string> client_request_token;
    std::optional<std::string> description;
    std::optional<std::string> kms_key_id;
    std::optional<wire::Blob> secret_binary;
    std::optional<std::string> secret_string;
    std::optional<std::string> type;
    static constexpr auto fields() {
      using R = Request;
      using wire::field;
      return std::tuple{field("SecretId", &R::secret_id, kSecretId),
                        field("ClientRequestToken", &R::client_request_token, kToken),
                        field("Description", &R::description, kDescription),
                        field("KmsKeyId", &R::kms_key_id, kKmsKeyId),
                        field("SecretBinary", &R::secret_binary, kSecretText),
                        field("SecretString", &R::secret_string, kSecretText),
                        field("Type", &R::type, kType)};
    }
  };
  using Response = VersionResponse;

  static void handle(Services& services, const Caller& caller, const Request& request, Completion<Response> done);
};

}  // namespace slipher::api::secretsmanager
