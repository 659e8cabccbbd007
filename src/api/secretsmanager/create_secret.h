#pragma once
#include "api/operation.h"
#include "api/secretsmanager/structures.h"

namespace slipher::api::secretsmanager {

/// Makes a secret, with a first version when a value is given.
struct CreateSecret {
  static constexpr std::string_view name = "CreateSecret";
  static constexpr std::string_view summary = "Creates a secret.";
  static constexpr std::array errors{ErrorCode::kInvalidParameter, ErrorCode::kInvalidRequest,
                                     ErrorCode::kLimitExceeded,    ErrorCode::kResourceExists,
                                     ErrorCode::kResourceNotFound, ErrorCode::kInternal,
                                     ErrorCode::kDecryptionFailure};
  static constexpr std::array<std::string_view, 3> unraised_errors{
      "EncryptionFailure", "MalformedPolicyDocumentException", "PreconditionNotMetException"};

  struct Request {
    std::optional<std::string> name;
    std::optional<std::string> client_request_token;
    std::optional<std::string> description;
    std::optional<std::string> kms_key_id;
    std::optional<wire::Blob> secret_binary;
    std::optional<std::string> secret_string;
    std::optional<std::vector<Tag>> tags;
    std::optional<std::vector<ReplicaRegion>> add_replica_regions;
    std::optional<bool> force_overwrite_replica_secret;
    std::optional<std::string> type;
    std::optional<std::string> cross_account_primary_arn;
    static constexpr auto fields() {
      using R = Request;
      using wire::field;
      return std::tuple{field("Name", &R::name, kNewName),
                        field("ClientRequestToken", &R::client_request_token, kToken),
                        field("Description", &R::description, kDescription),
                        field("KmsKeyId", &R::kms_key_id, kKmsKeyId),
                        field("SecretBinary", &R::secret_binary, kSecretText),
                        field("SecretString", &R::secret_string, kSecretText),
                        field("Tags", &R::tags),
                        field("AddReplicaRegions", &R::add_replica_regions, {.min = 1}),
                        field("ForceOverwriteReplicaSecret", &R::force_overwrite_replica_secret),
                        field("Type", &R::type, kType),
                        field("CrossAccountPrimaryARN", &R::cross_account_primary_arn, kArn)};
    }
  };
  struct Response {
    std::string arn;
    std::string name;
    std::optional<std::string> version_id;
    std::optional<std::vector<ReplicationStatus>> replication_status;
    static constexpr auto fields() {
      using R = Response;
      using wire::field;
      return std::tuple{field("ARN", &R::arn, kArn), field("Name", &R::name, kName),
                        field("VersionId", &R::version_id, kVersionId),
                        field("ReplicationStatus", &R::replication_status)};
    }
  };

  static void handle(Services& services, const Caller& caller, const Request& request, Completion<Response> done);
};

}  // namespace slipher::api::secretsmanager
