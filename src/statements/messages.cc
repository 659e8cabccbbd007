#include "statements/messages.h"

#include <fmt/format.h>

namespace slipher::statements {

Error query_does_not_exist(const std::string& id) {
  return Error(ErrorCode::kResourceNotFound, "Query does not exist.", id);
}

Error query_has_no_result(const std::string& id) {
  return Error(ErrorCode::kResourceNotFound,
               "Query does not have result. Please check query status with DescribeStatement.", id);
}

Error batch_result_needs_sub_id() {
  return Error(ErrorCode::kValidation, "BatchExecuteStatement result can only be retrieved with sub-statement id.");
}

Error wrong_result_format(bool statement_is_csv) {
  return Error(ErrorCode::kValidation,
               statement_is_csv ? "The result format of the query is CSV. Use GetStatementResultV2 to retrieve it."
                                : "The result format of the query is JSON. Use GetStatementResult to retrieve it.");
}

Error result_has_expired(Timestamp when) {
  return Error(ErrorCode::kValidation, fmt::format("Could not retrieve the query result as it has expired after {}.",
                                                   std::chrono::floor<seconds>(when).time_since_epoch().count()));
}

Error page_does_not_exist() { return Error(ErrorCode::kValidation, "NextToken is invalid."); }

Error cannot_cancel(store::StatementState state, const std::string& id) {
  return Error(ErrorCode::kValidation, fmt::format("Could not cancel a query that is already in {} state with ID: {}",
                                                   store::to_string(state), id));
}

Error session_is_not_available() { return Error(ErrorCode::kValidation, "Session is not available"); }

Error session_is_invalid(const std::string& id) {
  return Error(ErrorCode::kValidation, fmt::format("Session with Id: {} is invalid", id));
}

Error session_does_not_exist(const std::string& id) {
  return Error(ErrorCode::kResourceNotFound, "Session does not exist.", id);
}

Error too_many_active_statements(std::size_t limit) {
  return Error(ErrorCode::kActiveStatementsExceeded,
               fmt::format("The number of active statements exceeds the limit of {}.", limit));
}

Error too_many_sessions(std::size_t limit) {
  return Error(ErrorCode::kActiveSessionsExceeded,
               fmt::format("The number of active sessions exceeds the limit of {}.", limit));
}

Error too_many_waiting_requests(std::size_t limit) {
  return Error(ErrorCode::kActiveWaitingRequestsExceeded,
               fmt::format("The number of active requests with WaitTimeSeconds for the same SQL statement exceeds the "
                           "limit of {}.",
                           limit));
}

Error sql_is_too_long(std::size_t bytes, std::size_t limit) {
  return Error(ErrorCode::kValidation,
               fmt::format("The SQL text has {} bytes, above the limit of {} bytes.", bytes, limit));
}

Error token_used_differently() {
  return Error(ErrorCode::kValidation, "ClientToken was used before with other parameters.");
}

Error server_is_stopping() { return Error(ErrorCode::kServiceUnavailable, "The server is stopping."); }

Error too_much_work() { return Error(ErrorCode::kServiceUnavailable, "Too much work is waiting. Try again later."); }

std::string cancelled_by_user(std::int64_t query_id) {
  return fmt::format("ERROR: Query ({}) cancelled on user's request", query_id);
}

std::string timed_out(seconds limit) {
  return fmt::format("ERROR: Query cancelled because it ran longer than the limit of {} seconds", limit.count());
}

std::string session_ended(seconds limit) {
  return fmt::format("ERROR: Query cancelled because its session reached its longest life of {} seconds",
                     limit.count());
}

std::string server_stopped() { return "ERROR: Query cancelled because the server was stopped"; }

std::string cannot_run_in_transaction(std::string_view command) {
  return fmt::format("ERROR: {} cannot run inside a transaction block", command);
}

std::string previous_failed() { return "ERROR: Query was not run because a statement before it failed"; }

std::string not_committed_before_crash() { return "ERROR: The server stopped while the query ran; it was rolled back"; }

std::string partly_committed_before_crash() {
  return "ERROR: The server stopped while the query ran; what came before its last COMMIT is done, the rest was rolled "
         "back";
}

std::string session_lost_in_crash() { return "ERROR: The server was restarted; the session of the query is closed"; }

std::string outcome_unknown_after_crash() {
  return "ERROR: The server stopped while the query ran, and whether it was committed is unknown, because its "
         "warehouse cannot be opened";
}

std::string as_statement_error(const Error& error) {
  if (error.code == ErrorCode::kInternal) return "ERROR: the query failed inside the server, whose log has the cause";
  const bool has_severity = error.message.starts_with("ERROR:") || error.message.starts_with("FATAL:");
  return has_severity ? error.message : "ERROR: " + error.message;
}

}  // namespace slipher::statements
