#pragma once
#include "api/operation.h"
#include "api/secretsmanager/list_secrets.h"
#include "api/secretsmanager/structures.h"

namespace slipher::api::secretsmanager {

inline constexpr wire::Limits kListedSecretId{.min = 1, .max = 2048};

/// Why one of several secrets was not read.
struct SecretError {
  std::string secret_id;
  std::string error_code;
  std::string message;
  static constexpr auto fields() {
    using E = SecretError;
    return std::tuple{wire::field("SecretId", &E::secret_id, kListedSecretId), wire::field("ErrorCode", &E::error_code),
                      wire::field("Message", &E::message)};
  }
};

/// The current values of several secrets: of those that are named, or of those that meet filters.
struct BatchGetSecretValue {
  static constexpr std::string_view name = "BatchGetSecretValue";
  static constexpr std::string_view summary = "Returns the current values of several secrets.";
  static constexpr std::array errors{ErrorCode::kResourceNotFound, ErrorCode::kInvalidParameter,
                                     ErrorCode::kInvalidRequest,   ErrorCode::kDecryptionFailure,
                                     ErrorCode::kInternal,         ErrorCode::kInvalidNextToken};

  struct Request {
    std::optional<std::vector<std::string>> secret_id_list;
    std::optional<std::vector<Filter>> filters;
    std::optional<std::int32_t> max_results;
    std::optional<std::string> next_token;
    static constexpr auto fields() {
      using R = Request;
      using wire::field;
      return std::tuple{field("SecretIdList", &R::secret_id_list, {.min = 1, .max = 20, .element = &kListedSecretId}),
                        field("Filters", &R::filters, {.max = 10}),
                        field("MaxResults", &R::max_results, {.min = 1, .max = 20}),
                        field("NextToken", &R::next_token, kNextToken)};
    }
  };
  struct Response {
    std::vector<SecretValue> secret_values;
    std::optional<std::string> next_token;
    std::vector<SecretError> errors;
    static constexpr auto fields() {
      using R = Response;
      return std::tuple{wire::field("SecretValues", &R::secret_values),
                        wire::field("NextToken", &R::next_token, kNextToken), wire::field("Errors", &R::errors)};
    }
  };

  static Result<Response> handle(Services& services, const Caller& caller, const Request& request);
};

}  // namespace slipher::api::secretsmanager
