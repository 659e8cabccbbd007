#pragma once
#include "api/redshift_data/submission.h"

namespace slipher::api::redshift_data {

/// Runs one SQL text asynchronously; the reply carries its Id at once, or with WaitTimeSeconds its end.
struct ExecuteStatement {
  static constexpr std::string_view name = "ExecuteStatement";
  static constexpr std::string_view summary = "Runs an SQL statement, asynchronously.";
  static constexpr std::array errors{
      ErrorCode::kValidation,       ErrorCode::kActiveSessionsExceeded,   ErrorCode::kResourceNotFound,
      ErrorCode::kExecuteStatement, ErrorCode::kActiveStatementsExceeded, ErrorCode::kInternal};

  struct Request {
    std::optional<std::string> sql;
    std::optional<std::string> cluster_identifier;
    std::optional<std::string> secret_arn;
    std::optional<std::string> db_user;
    std::optional<std::string> database;
    std::optional<bool> with_event;
    std::optional<std::string> statement_name;
    std::optional<std::vector<SqlParameter>> parameters;
    std::optional<std::string> workgroup_name;
    std::optional<std::string> client_token;
    std::optional<std::string> result_format;
    std::optional<std::int32_t> session_keep_alive_seconds;
    std::optional<std::string> session_id;
    std::optional<std::int32_t> wait_time_seconds;
    static constexpr auto fields() {
      using R = Request;
      using wire::field;
      return std::tuple{field("Sql", &R::sql, {.required = true}),
                        field("ClusterIdentifier", &R::cluster_identifier, kClusterIdentifier),
                        field("SecretArn", &R::secret_arn, kText),
                        field("DbUser", &R::db_user, kText),
                        field("Database", &R::database, kText),
                        field("WithEvent", &R::with_event),
                        field("StatementName", &R::statement_name, kStatementName),
                        field("Parameters", &R::parameters, kParameters),
                        field("WorkgroupName", &R::workgroup_name, kWorkgroupName),
                        field("ClientToken", &R::client_token, kClientToken),
                        field("ResultFormat", &R::result_format, kResultFormat),
                        field("SessionKeepAliveSeconds", &R::session_keep_alive_seconds, kKeepAlive),
                        field("SessionId", &R::session_id, kSessionId),
                        field("WaitTimeSeconds", &R::wait_time_seconds, kWaitTime)};
    }
  };
  using Response = SubmitResponse;

  static void handle(Services& services, const Caller& caller, const Request& request, Completion<Response> done);
};

}  // namespace slipher::api::redshift_data
