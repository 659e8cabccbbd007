#pragma once
#include "api/operation.h"
#include "api/redshift_data/structures.h"

namespace slipher::api::redshift_data {

/// One statement of a batch, as DescribeStatement shows it.
struct SubStatementData {
  std::string id;
  std::int64_t duration = -1;
  std::optional<std::string> error;
  std::string status;
  Timestamp created_at{};
  Timestamp updated_at{};
  std::string query_string;
  std::int64_t result_rows = -1;
  std::int64_t result_size = -1;
  std::int64_t redshift_query_id = 0;
  std::optional<std::string> redshift_query_uuid;
  bool has_result_set = false;
  static constexpr auto fields() {
    using S = SubStatementData;
    using wire::field;
    return std::tuple{field("Id", &S::id, {.required = true, .pattern = patterns::kStatementId}),
                      field("Duration", &S::duration),
                      field("Error", &S::error),
                      field("Status", &S::status, kSubStatementStatus),
                      field("CreatedAt", &S::created_at),
                      field("UpdatedAt", &S::updated_at),
                      field("QueryString", &S::query_string),
                      field("ResultRows", &S::result_rows),
                      field("ResultSize", &S::result_size),
                      field("RedshiftQueryId", &S::redshift_query_id),
                      field("RedshiftQueryUuid", &S::redshift_query_uuid),
                      field("HasResultSet", &S::has_result_set)};
  }
};

/// Where a statement, or one of a batch, stands and what it did.
struct DescribeStatement {
  static constexpr std::string_view name = "DescribeStatement";
  static constexpr std::string_view summary = "Describes a statement: its state, times, error and result.";
  static constexpr std::array errors{ErrorCode::kValidation, ErrorCode::kResourceNotFound,
                                     ErrorCode::kActiveWaitingRequestsExceeded, ErrorCode::kInternal};

  struct Request {
    std::optional<std::string> id;
    std::optional<std::int32_t> wait_time_seconds;
    static constexpr auto fields() {
      return std::tuple{wire::field("Id", &Request::id, kId),
                        wire::field("WaitTimeSeconds", &Request::wait_time_seconds, kWaitTime)};
    }
  };

  struct Response {
    std::string id;
    std::optional<std::string> secret_arn;
    std::optional<std::string> db_user;
    std::optional<std::string> database;
    std::optional<std::string> cluster_identifier;
    std::int64_t duration = -1;
    std::optional<std::string> error;
    std::string status;
    Timestamp created_at{};
    Timestamp updated_at{};
    std::int64_t redshift_pid = 0;
    bool has_result_set = false;
    std::optional<std::string> query_string;
    std::int64_t result_rows = -1;
    std::int64_t result_size = -1;
    std::int64_t redshift_query_id = 0;
    std::optional<std::string> redshift_query_uuid;
    std::optional<std::vector<SqlParameter>> query_parameters;
    std::optional<std::vector<SubStatementData>> sub_statements;
    std::optional<std::string> workgroup_name;
    std::optional<std::string> result_format;
    std::optional<std::string> session_id;
    std::optional<std::string> execution_mode;
    static constexpr auto fields() {
      using R = Response;
      using wire::field;
      return std::tuple{field("Id", &R::id, {.required = true, .pattern = patterns::kStatementId}),
                        field("SecretArn", &R::secret_arn),
                        field("DbUser", &R::db_user),
                        field("Database", &R::database),
                        field("ClusterIdentifier", &R::cluster_identifier),
                        field("Duration", &R::duration),
                        field("Error", &R::error),
                        field("Status", &R::status, kStatementStatus),
                        field("CreatedAt", &R::created_at),
                        field("UpdatedAt", &R::updated_at),
                        field("RedshiftPid", &R::redshift_pid),
                        field("HasResultSet", &R::has_result_set),
                        field("QueryString", &R::query_string),
                        field("ResultRows", &R::result_rows),
                        field("ResultSize", &R::result_size),
                        field("RedshiftQueryId", &R::redshift_query_id),
                        field("RedshiftQueryUuid", &R::redshift_query_uuid),
                        field("QueryParameters", &R::query_parameters, kParameters),
                        field("SubStatements", &R::sub_statements),
                        field("WorkgroupName", &R::workgroup_name, kWorkgroupName),
                        field("ResultFormat", &R::result_format, kResultFormat),
                        field("SessionId", &R::session_id, kSessionId),
                        field("ExecutionMode", &R::execution_mode, kExecutionMode)};
    }
  };

  static void handle(Services& services, const Caller& caller, const Request& request, Completion<Response> done);
};

}  // namespace slipher::api::redshift_data
