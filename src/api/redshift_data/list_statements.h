#pragma once
#include "api/operation.h"
#include "api/redshift_data/structures.h"

namespace slipher::api::redshift_data {

/// An entry of ListStatements.
struct StatementData {
  std::string id;
  std::optional<std::string> query_string;
  std::optional<std::vector<std::string>> query_strings;
  std::optional<std::string> secret_arn;
  std::string status;
  std::optional<std::string> statement_name;
  Timestamp created_at{};
  Timestamp updated_at{};
  std::optional<std::vector<SqlParameter>> query_parameters;
  bool is_batch_statement = false;
  std::string result_format;
  std::optional<std::string> session_id;
  static constexpr auto fields() {
    using S = StatementData;
    using wire::field;
    return std::tuple{field("Id", &S::id, {.required = true, .pattern = patterns::kStatementId}),
                      field("QueryString", &S::query_string),
                      field("QueryStrings", &S::query_strings),
                      field("SecretArn", &S::secret_arn),
                      field("Status", &S::status, kStatementStatus),
                      field("StatementName", &S::statement_name, kStatementName),
                      field("CreatedAt", &S::created_at),
                      field("UpdatedAt", &S::updated_at),
                      field("QueryParameters", &S::query_parameters, kParameters),
                      field("IsBatchStatement", &S::is_batch_statement),
                      field("ResultFormat", &S::result_format, kResultFormat),
                      field("SessionId", &S::session_id, kSessionId)};
  }
};

/// The caller's statements of the last day, newest first; only FINISHED ones unless Status says otherwise.
struct ListStatements {
  static constexpr std::string_view name = "ListStatements";
  static constexpr std::string_view summary = "Lists statements, newest first.";
  static constexpr std::array errors{ErrorCode::kValidation, ErrorCode::kResourceNotFound, ErrorCode::kInternal};

  struct Request {
    std::optional<std::string> next_token;
    std::optional<std::int32_t> max_results;
    std::optional<std::string> statement_name;
    std::optional<std::string> status;
    std::optional<bool> role_level;
    std::optional<std::string> database;
    std::optional<std::string> cluster_identifier;
    std::optional<std::string> workgroup_name;
    static constexpr auto fields() {
      using R = Request;
      using wire::field;
      return std::tuple{field("NextToken", &R::next_token, kText),
                        field("MaxResults", &R::max_results, kMaxListResults),
                        field("StatementName", &R::statement_name, kStatementName),
                        field("Status", &R::status, kStatementFilter),
                        field("RoleLevel", &R::role_level),
                        field("Database", &R::database, kText),
                        field("ClusterIdentifier", &R::cluster_identifier, kClusterIdentifier),
                        field("WorkgroupName", &R::workgroup_name, kWorkgroupName)};
    }
  };
  struct Response {
    std::vector<StatementData> statements;
    std::optional<std::string> next_token;
    static constexpr auto fields() {
      return std::tuple{wire::field("Statements", &Response::statements, {.required = true}),
                        wire::field("NextToken", &Response::next_token)};
    }
  };

  static Result<Response> handle(Services& services, const Caller& caller, const Request& request);
};

}  // namespace slipher::api::redshift_data
