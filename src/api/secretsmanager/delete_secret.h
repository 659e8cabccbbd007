#pragma once
#include "api/operation.h"
#include "api/secretsmanager/structures.h"

namespace slipher::api::secretsmanager {

/// Schedules a secret for deletion, or deletes it at once.
struct DeleteSecret {
  static constexpr std::string_view name = "DeleteSecret";
  static constexpr std::string_view summary = "Deletes a secret, after a recovery window or at once.";
  static constexpr std::array errors{ErrorCode::kResourceNotFound, ErrorCode::kInvalidParameter,
                                     ErrorCode::kInvalidRequest, ErrorCode::kInternal};

  struct Request {
    std::optional<std::string> secret_id;
    std::optional<std::int64_t> recovery_window_in_days;
    std::optional<bool> force_delete_without_recovery;
    static constexpr auto fields() {
      using R = Request;
      return std::tuple{wire::field("SecretId", &R::secret_id, kSecretId),
                        wire::field("RecoveryWindowInDays", &R::recovery_window_in_days),
                        wire::field("ForceDeleteWithoutRecovery", &R::force_delete_without_recovery)};
    }
  };
  struct Response {
    std::string arn;
    std::string name;
    Timestamp deletion_date{};
    static constexpr auto fields() {
      using R = Response;
      return std::tuple{wire::field("ARN", &R::arn, kArn), wire::field("Name", &R::name, kName),
                        wire::field("DeletionDate", &R::deletion_date)};
    }
  };

  static void handle(Services& services, const Caller& caller, const Request& request, Completion<Response> done);
};

}  // namespace slipher::api::secretsmanager
