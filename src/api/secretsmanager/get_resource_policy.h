#pragma once
#include "api/operation.h"
#include "api/secretsmanager/structures.h"

namespace slipher::api::secretsmanager {

inline constexpr std::string_view kPolicyNamePattern = R"([0-9A-Za-z\-\_]+)";
bool is_policy_name(std::string_view text);
inline constexpr wire::Limits kPolicyName{
    .min = 1, .max = 64, .pattern = kPolicyNamePattern, .matches = is_policy_name};

/// A secret's resource policy: none has one, since access goes by owner.
struct GetResourcePolicy {
  static constexpr std::string_view name = "GetResourcePolicy";
  static constexpr std::string_view summary = "Names a secret; secrets have no resource policies here.";
  static constexpr std::array errors{ErrorCode::kResourceNotFound, ErrorCode::kInternal, ErrorCode::kInvalidRequest,
                                     ErrorCode::kInvalidParameter};

  struct Request {
    std::optional<std::string> secret_id;
    std::optional<std::string> policy_name;
    static constexpr auto fields() {
      return std::tuple{wire::field("SecretId", &Request::secret_id, kSecretId),
                        wire::field("PolicyName", &Request::policy_name, kPolicyName)};
    }
  };
  /// The policy's members are declared, and never there.
  struct Response {
    std::string arn;
    std::string name;
    std::optional<std::string> resource_policy;
    std::optional<std::string> policy_name;
    static constexpr auto fields() {
      using R = Response;
      return std::tuple{wire::field("ARN", &R::arn, kArn), wire::field("Name", &R::name, {.min = 1, .max = 512}),
                        wire::field("ResourcePolicy", &R::resource_policy, {.min = 1, .max = 20480}),
                        wire::field("PolicyName", &R::policy_name, kPolicyName)};
    }
  };

  static Result<Response> handle(Services& services, const Caller& caller, const Request& request);
};

}  // namespace slipher::api::secretsmanager
