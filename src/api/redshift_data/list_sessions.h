#pragma once
#include "api/operation.h"
#include "api/redshift_data/structures.h"

namespace slipher::api::redshift_data {

/// An entry of ListSessions.
struct SessionData {
  std::string session_id;
  std::string status;
  Timestamp created_at{};
  std::optional<Timestamp> updated_at;
  std::optional<std::string> database;
  std::optional<std::string> db_user;
  std::optional<std::string> cluster_identifier;
  std::optional<std::string> workgroup_name;
  std::optional<std::int32_t> session_alive_seconds;
  std::optional<Timestamp> session_ttl;
  std::optional<std::string> current_statement_id;
  static constexpr auto fields() {
    using S = SessionData;
    using wire::field;
    return std::tuple{field("SessionId", &S::session_id, {.required = true, .pattern = patterns::kStatementId}),
                      field("Status", &S::status, {.required = true, .values = kSessionStatuses}),
                      field("CreatedAt", &S::created_at, {.required = true}),
                      field("UpdatedAt", &S::updated_at),
                      field("Database", &S::database),
                      field("DbUser", &S::db_user),
                      field("ClusterIdentifier", &S::cluster_identifier),
                      field("WorkgroupName", &S::workgroup_name, kWorkgroupName),
                      field("SessionAliveSeconds", &S::session_alive_seconds, kKeepAlive),
                      field("SessionTtl", &S::session_ttl),
                      field("CurrentStatementId", &S::current_statement_id, {.pattern = patterns::kStatementId})};
  }
};

/// The caller's sessions of the last day; those that still live unless Status or SessionId says otherwise.
struct ListSessions {
  static constexpr std::string_view name = "ListSessions";
  static constexpr std::string_view summary = "Lists sessions, newest first.";
  static constexpr std::array errors{ErrorCode::kValidation, ErrorCode::kResourceNotFound, ErrorCode::kInternal};

  struct Request {
    std::optional<std::string> next_token;
    std::optional<std::int32_t> max_results;
    std::optional<std::string> session_id;
    std::optional<std::string> status;
    std::optional<bool> role_level;
    std::optional<std::string> cluster_identifier;
    std::optional<std::string> workgroup_name;
    std::optional<std::string> database;
    static constexpr auto fields() {
      using R = Request;
      using wire::field;
      return std::tuple{field("NextToken", &R::next_token, kText),
                        field("MaxResults", &R::max_results, kMaxListResults),
                        field("SessionId", &R::session_id, kSessionId),
                        field("Status", &R::status, kSessionStatus),
                        field("RoleLevel", &R::role_level),
                        field("ClusterIdentifier", &R::cluster_identifier, kClusterIdentifier),
                        field("WorkgroupName", &R::workgroup_name, kWorkgroupName),
                        field("Database", &R::database, kText)};
    }
  };
  struct Response {
    std::vector<SessionData> sessions;
    std::optional<std::string> next_token;
    static constexpr auto fields() {
      return std::tuple{wire::field("Sessions", &Response::sessions, {.required = true}),
                        wire::field("NextToken", &Response::next_token)};
    }
  };

  static Result<Response> handle(Services& services, const Caller& caller, const Request& request);
};

}  // namespace slipher::api::redshift_data
