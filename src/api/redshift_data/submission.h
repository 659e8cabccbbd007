#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/operation.h"
#include "api/redshift_data/structures.h"
#include "api/redshift_data/target.h"
#include "wire/encode_json.h"

/// What ExecuteStatement and BatchExecuteStatement share.
namespace slipher::api::redshift_data {

/// The reply of both. Only what belongs to the target's kind is echoed.
struct SubmitResponse {
  std::string id;
  Timestamp created_at{};
  std::optional<std::string> cluster_identifier;
  std::optional<std::string> db_user;
  std::optional<std::vector<std::string>> db_groups;
  std::optional<std::string> database;
  std::optional<std::string> secret_arn;
  std::optional<std::string> workgroup_name;
  std::optional<std::string> session_id;
  std::string status;
  std::optional<std::int64_t> redshift_pid;
  std::optional<bool> has_result_set;
  static constexpr auto fields() {
    using R = SubmitResponse;
    using wire::field;
    return std::tuple{field("Id", &R::id, {.pattern = patterns::kStatementId}),
                      field("CreatedAt", &R::created_at),
                      field("ClusterIdentifier", &R::cluster_identifier, kClusterIdentifier),
                      field("DbUser", &R::db_user),
                      field("DbGroups", &R::db_groups),
                      field("Database", &R::database),
                      field("SecretArn", &R::secret_arn),
                      field("WorkgroupName", &R::workgroup_name, kWorkgroupName),
                      field("SessionId", &R::session_id, kSessionId),
                      field("Status", &R::status, kStatementStatus),
                      field("RedshiftPid", &R::redshift_pid),
                      field("HasResultSet", &R::has_result_set)};
  }
};

SubmitResponse submit_response(const statements::View& view);

/// Everything but the SQL of a submission, in the order in which the real service checks it. `request_hash` is of the
/// request without its ClientToken and WaitTimeSeconds.
struct SubmissionMembers {
  TargetMembers target;
  std::optional<std::string> session_id;
  std::optional<std::int32_t> session_keep_alive_seconds;
  std::optional<std::vector<SqlParameter>> parameters;
  std::optional<std::string> statement_name;
  std::optional<std::string> client_token;
  std::optional<std::string> result_format;
  std::optional<bool> with_event;
  std::optional<std::int32_t> wait_time_seconds;
  std::string request_hash;
};

template <class Request>
SubmissionMembers submission_members(const Request& request);

Result<statements::Submission> make_submission(Services& services, const Caller& caller, SubmissionMembers members);

/// Submits, and answers with the statement.
void submit(Services& services, statements::Submission submission, Completion<SubmitResponse> done);

/// Hex SHA-256 of a request's encoding.
std::string request_hash(std::string_view encoded);

template <class Request>
SubmissionMembers submission_members(const Request& request) {
  Request without_token = request;
  without_token.client_token.reset();
  without_token.wait_time_seconds.reset();  // how long to wait is not part of what is run
  std::string encoded;
  wire::encode_json(wire::type_of<Request>(), &without_token, encoded);
  return {.target = target_members(request),
          .session_id = request.session_id,
          .session_keep_alive_seconds = request.session_keep_alive_seconds,
          .parameters = request.parameters,
          .statement_name = request.statement_name,
          .client_token = request.client_token,
          .result_format = request.result_format,
          .with_event = request.with_event,
          .wait_time_seconds = request.wait_time_seconds,
          .request_hash = request_hash(encoded)};
}

}  // namespace slipher::api::redshift_data
