#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "api/secretsmanager/members.h"
#include "base/clock.h"
#include "wire/type.h"

/// Structures that several operations of Secrets Manager share.
namespace slipher::api::secretsmanager {

struct Tag {
  std::optional<std::string> key;
  std::optional<std::string> value;
  static constexpr auto fields() {
    return std::tuple{wire::field("Key", &Tag::key, {.min = 1, .max = 128}),
                      wire::field("Value", &Tag::value, {.min = 0, .max = 256})};
  }
};

struct ReplicaRegion {
  std::optional<std::string> region;
  std::optional<std::string> kms_key_id;
  static constexpr auto fields() {
    return std::tuple{wire::field("Region", &ReplicaRegion::region, kRegion),
                      wire::field("KmsKeyId", &ReplicaRegion::kms_key_id, kKmsKeyId)};
  }
};

struct ReplicationStatus {
  std::optional<std::string> region;
  std::optional<std::string> kms_key_id;
  std::optional<std::string> status;
  std::optional<std::string> status_message;
  std::optional<Timestamp> last_accessed_date;
  static constexpr auto fields() {
    using S = ReplicationStatus;
    return std::tuple{wire::field("Region", &S::region, kRegion), wire::field("KmsKeyId", &S::kms_key_id, kKmsKeyId),
                      wire::field("Status", &S::status, {.values = kReplicationStatuses}),
                      wire::field("StatusMessage", &S::status_message, {.min = 1, .max = 4096}),
                      wire::field("LastAccessedDate", &S::last_accessed_date)};
  }
};

struct CrossAccountPrimary {
  std::optional<std::string> primary_secret_arn;
  std::optional<std::string> replication_status;
  std::optional<std::string> status_message;
  static constexpr auto fields() {
    using P = CrossAccountPrimary;
    return std::tuple{wire::field("PrimarySecretARN", &P::primary_secret_arn, kArn),
                      wire::field("ReplicationStatus", &P::replication_status, {.values = kReplicationStatuses}),
                      wire::field("StatusMessage", &P::status_message, {.min = 1, .max = 4096})};
  }
};

struct CrossAccountReplica {
  std::optional<std::string> replica_secret_arn;
  std::optional<std::string> replication_role_arn;
  std::optional<std::string> replication_status;
  std::optional<std::string> status_message;
  static constexpr auto fields() {
    using R = CrossAccountReplica;
    return std::tuple{wire::field("ReplicaSecretARN", &R::replica_secret_arn, kArn),
                      wire::field("ReplicationRoleARN", &R::replication_role_arn, kArn),
                      wire::field("ReplicationStatus", &R::replication_status, {.values = kReplicationStatuses}),
                      wire::field("StatusMessage", &R::status_message, {.min = 1, .max = 4096})};
  }
};

struct RotationRules {
  std::optional<std::int64_t> automatically_after_days;
  std::optional<std::string> duration;
  std::optional<std::string> schedule_expression;
  static constexpr auto fields() {
    using R = RotationRules;
    return std::tuple{
        wire::field("AutomaticallyAfterDays", &R::automatically_after_days, {.min = 1, .max = 1000}),
        wire::field(
            "Duration", &R::duration,
            {.min = 2, .max = 3, .pattern = patterns::kRotationDuration, .matches = patterns::is_rotation_duration}),
        wire::field("ScheduleExpression", &R::schedule_expression,
                    {.min = 1,
                     .max = 256,
                     .pattern = patterns::kScheduleExpression,
                     .matches = patterns::is_schedule_expression})};
  }
};

struct ExternalRotationMetadata {
  std::optional<std::string> key;
  std::optional<std::string> value;
  static constexpr auto fields() {
    using M = ExternalRotationMetadata;
    return std::tuple{wire::field("Key", &M::key, {.min = 1, .max = 256}),
                      wire::field("Value", &M::value, {.min = 1, .max = 2048})};
  }
};

using StagesByVersion = std::map<std::string, std::vector<std::string>>;

/// The reply of every operation that names a secret and a version.
struct VersionResponse {
  std::string arn;
  std::string name;
  std::optional<std::string> version_id;
  static constexpr auto fields() {
    using R = VersionResponse;
    return std::tuple{wire::field("ARN", &R::arn, kArn), wire::field("Name", &R::name, kName),
                      wire::field("VersionId", &R::version_id, kVersionId)};
  }
};

/// The reply of every operation that only names a secret.
struct SecretResponse {
  std::string arn;
  std::string name;
  static constexpr auto fields() {
    return std::tuple{wire::field("ARN", &SecretResponse::arn, kArn),
                      wire::field("Name", &SecretResponse::name, kName)};
  }
};

/// A version's value.
struct SecretValue {
  std::string arn;
  std::string name;
  std::string version_id;
  std::optional<wire::Blob> secret_binary;
  std::optional<std::string> secret_string;
  std::vector<std::string> version_stages;
  Timestamp created_date{};
  static constexpr auto fields() {
    using V = SecretValue;
    using wire::field;
    return std::tuple{field("ARN", &V::arn, kArn),
                      field("Name", &V::name, kName),
                      field("VersionId", &V::version_id, kVersionId),
                      field("SecretBinary", &V::secret_binary, kSecretText),
                      field("SecretString", &V::secret_string, kSecretText),
                      field("VersionStages", &V::version_stages, kStages),
                      field("CreatedDate", &V::created_date)};
  }
};

}  // namespace slipher::api::secretsmanager
