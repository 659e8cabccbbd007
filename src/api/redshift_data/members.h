#pragma once
#include <array>
#include <string_view>

#include "api/patterns.h"
#include "wire/fields.h"

/// Constraints of members that several operations of the Data API share, as its model publishes them.
namespace slipher::api::redshift_data {

/// What the real service says to an identifier that cannot be one: the look-up comes before the pattern.
inline constexpr std::string_view kNoEndpoint = "Redshift endpoint doesn't exist in this region.";

inline constexpr std::array<std::string_view, 2> kResultFormats{"JSON", "CSV"};
inline constexpr std::array<std::string_view, 2> kExecutionModes{"TRANSACTION", "AUTO_COMMIT"};
inline constexpr std::array<std::string_view, 6> kStatementStatuses{"SUBMITTED", "PICKED",  "STARTED",
                                                                    "FINISHED",  "ABORTED", "FAILED"};
inline constexpr std::array<std::string_view, 7> kStatementFilters{"SUBMITTED", "PICKED", "STARTED", "FINISHED",
                                                                   "ABORTED",   "FAILED", "ALL"};
inline constexpr std::array<std::string_view, 3> kSessionStatuses{"AVAILABLE", "BUSY", "CLOSED"};

/// Optional text without constraints: "" is absent.
inline constexpr wire::Limits kText{.empty_is_absent = true};
inline constexpr wire::Limits kRequired{.required = true, .empty_is_absent = true};
inline constexpr wire::Limits kClusterIdentifier{.min = 1,
                                                 .max = 63,
                                                 .pattern = patterns::kClusterIdentifier,
                                                 .matches = patterns::is_cluster_identifier,
                                                 .mismatch = kNoEndpoint,
                                                 .empty_is_absent = true};
inline constexpr wire::Limits kWorkgroupName{.min = 3,
                                             .max = 128,
                                             .pattern = patterns::kWorkgroup,
                                             .matches = patterns::is_workgroup,
                                             .mismatch = kNoEndpoint,
                                             .empty_is_absent = true};
inline constexpr wire::Limits kStatementName{.min = 0, .max = 2048, .empty_is_absent = true};
inline constexpr wire::Limits kClientToken{.min = 1, .max = 64, .empty_is_absent = true, .idempotency_token = true};
inline constexpr wire::Limits kResultFormat{.values = kResultFormats, .empty_is_absent = true};
inline constexpr wire::Limits kExecutionMode{.values = kExecutionModes, .empty_is_absent = true};
inline constexpr wire::Limits kStatementFilter{.values = kStatementFilters, .empty_is_absent = true};
inline constexpr wire::Limits kSessionStatus{.values = kSessionStatuses, .empty_is_absent = true};
inline constexpr wire::Limits kKeepAlive{.min = 0, .max = 86400};
inline constexpr wire::Limits kWaitTime{.min = 1, .max = 30};
inline constexpr wire::Limits kParameters{.min = 1};
/// MaxResults of the operations that look into a database, and of the two that list statements and sessions.
inline constexpr wire::Limits kMaxDatabaseResults{.min = 0, .max = 1000};
inline constexpr wire::Limits kMaxListResults{.min = 0, .max = 100};

// The service prints another pattern than it publishes.
inline constexpr wire::Limits kId{
    .required = true,
    .pattern = patterns::kStatementId,
    .matches = patterns::is_statement_id,
    .mismatch = R"(id must satisfy regex pattern: ^[a-z0-9]{8}(-[a-z0-9]{4}){3}-[a-z0-9]{12}(:\d+)?$)"};
inline constexpr wire::Limits kSessionId{
    .pattern = patterns::kStatementId,
    .matches = patterns::is_statement_id,
    .mismatch = R"(sessionId must satisfy regex pattern: ^[a-z0-9]{8}(-[a-z0-9]{4}){3}-[a-z0-9]{12}(:\d+)?$)",
    .empty_is_absent = true};
// In replies.
inline constexpr wire::Limits kStatementStatus{.values = kStatementFilters};
inline constexpr wire::Limits kSubStatementStatus{.values = kStatementStatuses};

}  // namespace slipher::api::redshift_data
