#pragma once
#include "api/operation.h"
#include "api/secretsmanager/structures.h"

namespace slipher::api::secretsmanager {

inline constexpr wire::Limits kFilterValue{
    .max = 512, .pattern = patterns::kFilterValue, .matches = patterns::is_filter_value};

/// One condition of ListSecrets: any of the values must match.
struct Filter {
  std::optional<std::string> key;
  std::optional<std::vector<std::string>> values;
  static constexpr auto fields() {
    return std::tuple{wire::field("Key", &Filter::key, {.values = kFilterKeys}),
                      wire::field("Values", &Filter::values, {.min = 1, .max = 10, .element = &kFilterValue})};
  }
};

/// An entry of ListSecrets. Members of what this server does not do are declared, and never there.
struct SecretListEntry {
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
  std::optional<StagesByVersion> secret_versions_to_stages;
  std::optional<std::string> owning_service;
  Timestamp created_date{};
  std::optional<std::string> primary_region;
  static constexpr auto fields() {
    using S = SecretListEntry;
    using wire::field;
    return std::tuple{field("ARN", &S::arn, kArn),
                      field("Name", &S::name, kName),
                      field("Type", &S::type, kType),
                      field("Description", &S::description, kDescription),
                      field("KmsKeyId", &S::kms_key_id, kKmsKeyId),
                      field("RotationEnabled", &S::rotation_enabled),
                      field("RotationLambdaARN", &S::rotation_lambda_arn, kKmsKeyId),
                      field("RotationRules", &S::rotation_rules),
                      field("ExternalSecretRotationMetadata", &S::external_secret_rotation_metadata),
                      field("ExternalSecretRotationRoleArn", &S::external_secret_rotation_role_arn, kRoleArn),
                      field("LastRotatedDate", &S::last_rotated_date),
                      field("LastChangedDate", &S::last_changed_date),
                      field("LastAccessedDate", &S::last_accessed_date),
                      field("DeletedDate", &S::deleted_date),
                      field("NextRotationDate", &S::next_rotation_date),
                      field("Tags", &S::tags),
                      field("SecretVersionsToStages", &S::secret_versions_to_stages, kStagesByVersion),
                      field("OwningService", &S::owning_service, kOwningService),
                      field("CreatedDate", &S::created_date),
                      field("PrimaryRegion", &S::primary_region, kRegion)};
  }
};

/// The secrets that the caller may see.
struct ListSecrets {
  static constexpr std::string_view name = "ListSecrets";
  static constexpr std::string_view summary = "Lists secrets, without their values.";
  static constexpr std::array errors{ErrorCode::kInvalidParameter, ErrorCode::kInvalidRequest,
                                     ErrorCode::kInvalidNextToken, ErrorCode::kInternal};

  struct Request {
    std::optional<bool> include_planned_deletion;
    std::optional<std::int32_t> max_results;
    std::optional<std::string> next_token;
    std::optional<std::vector<Filter>> filters;
    std::optional<std::string> sort_order;
    std::optional<std::string> sort_by;
    static constexpr auto fields() {
      using R = Request;
      using wire::field;
      return std::tuple{field("IncludePlannedDeletion", &R::include_planned_deletion),
                        field("MaxResults", &R::max_results, {.min = 1, .max = 100}),
                        field("NextToken", &R::next_token, kNextToken),
                        field("Filters", &R::filters, {.max = 10}),
                        field("SortOrder", &R::sort_order, {.values = kSortOrders}),
                        field("SortBy", &R::sort_by, {.values = kSortKeys})};
    }
  };
  struct Response {
    std::vector<SecretListEntry> secret_list;
    std::optional<std::string> next_token;
    static constexpr auto fields() {
      return std::tuple{wire::field("SecretList", &Response::secret_list),
                        wire::field("NextToken", &Response::next_token, kNextToken)};
    }
  };

  static Result<Response> handle(Services& services, const Caller& caller, const Request& request);
};

}  // namespace slipher::api::secretsmanager
