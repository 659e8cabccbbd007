#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"
#include "store/records.h"

namespace slipher::statements {

// Every text of this room that a client may see. Those of the real service are marked (service).

Error query_does_not_exist(const std::string& id);  // (service)
Error query_has_no_result(const std::string& id);   // (service)
Error batch_result_needs_sub_id();                  // (service)
Error wrong_result_format(bool statement_is_csv);
Error result_has_expired(Timestamp when);  // (service)
Error page_does_not_exist();
Error cannot_cancel(store::StatementState state, const std::string& id);  // (service)
Error session_is_not_available();                                         // (service)
Error session_is_invalid(const std::string& id);                          // (service)
Error session_does_not_exist(const std::string& id);
Error too_many_active_statements(std::size_t limit);
Error too_many_sessions(std::size_t limit);
Error too_many_waiting_requests(std::size_t limit);
Error sql_is_too_long(std::size_t bytes, std::size_t limit);
Error token_used_differently();
Error server_is_stopping();
Error too_much_work();

// DescribeStatement's Error of statements that did not finish.
std::string cancelled_by_user(std::int64_t query_id);  // (Redshift)
std::string timed_out(seconds limit);
std::string session_ended(seconds limit);
std::string server_stopped();
std::string cannot_run_in_transaction(std::string_view command);  // (Redshift)
std::string previous_failed();
std::string not_committed_before_crash();
std::string partly_committed_before_crash();
std::string session_lost_in_crash();
/// The warehouse cannot be asked.
std::string outcome_unknown_after_crash();
/// An engine's or the environment's failure as an Error text: with "ERROR: " in front unless it has that, or the
/// "FATAL: " of a connection, already. kInternal gets a general text: what it says is for the log.
std::string as_statement_error(const Error& error);

}  // namespace slipher::statements
