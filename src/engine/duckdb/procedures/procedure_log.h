#pragma once
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "duckdb.hpp"

namespace slipher::engine {

/// One CALL, for svl_stored_proc_call.
struct ProcedureCall {
  std::string user;          // whose privileges it has
  std::string session_user;  // who made the session
  std::string database;
  std::string label;  // query_group
  std::string text;
  std::int64_t process_id = 0;
  std::int64_t query_id = 0;
  std::optional<std::int64_t> outer_query_id;
  std::chrono::system_clock::time_point started_at;
  std::optional<std::chrono::system_clock::time_point> ended_at;
  bool aborted = false;
};

/// One RAISE, for svl_stored_proc_messages.
struct ProcedureMessage {
  std::shared_ptr<const ProcedureCall> call;
  std::chrono::system_clock::time_point raised_at;
  int level = 0;
  std::string text;
  int line = 0;
};

/// What procedures of a warehouse did lately. It outlives rollbacks and not the server; the oldest entries go first.
/// Safe to call from any thread.
class ProcedureLog {
 public:
  static constexpr std::size_t kMaxEntries = 10'000;
  static constexpr std::size_t kMaxMessageBytes = 1'024;
  static constexpr std::size_t kMaxTextBytes = 4'000;

  std::shared_ptr<ProcedureCall> begin_call(ProcedureCall call);
  void end_call(ProcedureCall& call, bool aborted);
  void add_message(ProcedureMessage message);

  /// Copies, the oldest first.
  std::vector<ProcedureCall> calls() const;
  std::vector<std::pair<ProcedureMessage, ProcedureCall>> messages() const;

 private:
  mutable std::mutex mutex_;
  std::deque<std::shared_ptr<ProcedureCall>> calls_;
  std::deque<ProcedureMessage> messages_;
};

/// The table functions rs_procedure_calls() and rs_procedure_messages(), which system views read.
void register_procedure_log(::duckdb::DatabaseInstance& database, std::shared_ptr<ProcedureLog> log);

}  // namespace slipher::engine
