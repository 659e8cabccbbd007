#pragma once
#include "api/operation.h"
#include "api/secretsmanager/structures.h"

namespace slipher::api::secretsmanager {

/// A secret without its value.
struct DescribeSecret {
  static constexpr std::string_view name = "DescribeSecret";
  static constexpr std::string_view summary = "Describes a secret, without its value.";
  static constexpr std::array errors{ErrorCode::kResourceNotFound, ErrorCode::kInternal, ErrorCode::kInvalidParameter};

  struct Request {
    std::optional<std::string> secret_id;
    static constexpr auto fields() { return std::tuple{wire::field("SecretId", &Request::secret_id, kSecretId)}; }
  };
  /// Rotation, replication and partner members are declared, and never there: this server does none of them.
  struct Response {
    std::string arn;
    std::string name;
    std::optional<std::string> type;
    std::optional<std::string> description;
    std::optional<std::string> kms_key_id;
    std::optional<bool> rotation_enabled;
    std::optional<std::string> rotation_lambda_arn;
    std::optional<RotationRules> rotation_rules;
    std::optional<std::vector<ExternalRotationMetadata>> external_secret_rotation_metadata;
    std::optional<std::string> external_secret_rotation_role_arn;
    std::optional<Timestamp> last_rotated_date;
    std::optional<Timestamp> last_changed_date;
    std::optional<Timestamp> last_accessed_date;
    std::optional<Timestamp> deleted_date;
    std::optional<Timestamp> next_rotation_date;
    std::optional<std::vector<Tag>> tags;
    std::optional<StagesByVersion> version_ids_to_stages;
    std::optional<std::string> owning_service;
    Timestamp created_date{};
    std::optional<std::string> primary_region;
    std::optional<std::vector<ReplicationStatus>> replication_status;
    std::optional<CrossAccountPrimary> cross_account_primary;
    std::optional<std::vector<CrossAccountReplica>> cross_account_replicas;
    static constexpr auto fields() {
      using R = Response;
      using wire::field;
      return std::tuple{field("ARN", &R::arn, kArn),
                        field("Name", &R::name, kName),
                        field("Type", &R::type, kType),
                        field("Description", &R::description, kDescription),
                        field("KmsKeyId", &R::kms_key_id, kKmsKeyId),
                        field("RotationEnabled", &R::rotation_enabled),
                        field("RotationLambdaARN", &R::rotation_lambda_arn, kKmsKeyId),
                        field("RotationRules", &R::rotation_rules),
                        field("ExternalSecretRotationMetadata", &R::external_secret_rotation_metadata),
                        field("ExternalSecretRotationRoleArn", &R::external_secret_rotation_role_arn, kRoleArn),
                        field("LastRotatedDate", &R::last_rotated_date),
                        field("LastChangedDate", &R::last_changed_date),
                        field("LastAccessedDate", &R::last_accessed_date),
                        field("DeletedDate", &R::deleted_date),
                        field("NextRotationDate", &R::next_rotation_date),
                        field("Tags", &R::tags),
                        field("VersionIdsToStages", &R::version_ids_to_stages, kStagesByVersion),
                        field("OwningService", &R::owning_service, kOwningService),
                        field("CreatedDate", &R::created_date),
                        field("PrimaryRegion", &R::primary_region, kRegion),
                        field("ReplicationStatus", &R::replication_status),
                        field("CrossAccountPrimary", &R::cross_account_primary),
                        field("CrossAccountReplicas", &R::cross_account_replicas, {.min = 1, .max = 100})};
    }
  };

  static Result<Response> handle(Services& services, const Caller& caller, const Request& request);
};

}  // namespace slipher::api::secretsmanager
