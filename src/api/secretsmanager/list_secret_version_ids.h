#pragma once
#include "api/operation.h"
#include "api/secretsmanager/structures.h"

namespace slipher::api::secretsmanager {

/// A version of a secret, without its value.
struct SecretVersionEntry {
  std::string version_id;
  std::optional<std::vector<std::string>> version_stages;
  std::optional<Timestamp> last_accessed_date;
  Timestamp created_date{};
  std::vector<std::string> kms_key_ids;
  static constexpr auto fields() {
    using S = SecretVersionEntry;
    using wire::field;
    return std::tuple{field("VersionId", &S::version_id, kVersionId),
                      field("VersionStages", &S::version_stages, kStages),
                      field("LastAccessedDate", &S::last_accessed_date), field("CreatedDate", &S::created_date),
                      field("KmsKeyIds", &S::kms_key_ids, {.element = &kKmsKeyId})};
  }
};

/// The versions of a secret; those without labels only on demand.
struct ListSecretVersionIds {
  static constexpr std::string_view name = "ListSecretVersionIds";
  static constexpr std::string_view summary = "Lists the versions of a secret, without their values.";
  static constexpr std::array errors{ErrorCode::kInvalidNextToken, ErrorCode::kResourceNotFound, ErrorCode::kInternal,
                                     ErrorCode::kInvalidParameter};

  struct Request {
    std::optional<std::string> secret_id;
    std::optional<std::int32_t> max_results;
    std::optional<std::string> next_token;
    std::optional<bool> include_deprecated;
    static constexpr auto fields() {
      using R = Request;
      using wire::field;
      return std::tuple{
          field("SecretId", &R::secret_id, kSecretId), field("MaxResults", &R::max_results, {.min = 1, .max = 100}),
          field("NextToken", &R::next_token, kNextToken), field("IncludeDeprecated", &R::include_deprecated)};
    }
  };
  struct Response {
    std::vector<SecretVersionEntry> versions;
    std::optional<std::string> next_token;
    std::string arn;
    std::string name;
    static constexpr auto fields() {
      using R = Response;
      using wire::field;
      return std::tuple{field("Versions", &R::versions), field("NextToken", &R::next_token, kNextToken),
                        field("ARN", &R::arn, kArn), field("Name", &R::name, kName)};
    }
  };

  static Result<Response> handle(Services& services, const Caller& caller, const Request& request);
};

}  // namespace slipher::api::secretsmanager
