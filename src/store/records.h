#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace slipher::store {

/// A statement's state as the wire names it; the order is the order of life.
enum class StatementState { kSubmitted, kPicked, kStarted, kFinished, kFailed, kAborted };

inline bool is_terminal(StatementState state) { return state >= StatementState::kFinished; }
/// "SUBMITTED", "PICKED", "STARTED", "FINISHED", "FAILED", "ABORTED".
const char* to_string(StatementState state);

/// One sub-statement of a batch, or the only one of a single statement.
struct SubStatement {
  std::string sql;
  StatementState state = StatementState::kSubmitted;
  std::string error;
  Timestamp created_at{};
  Timestamp updated_at{};
  std::int64_t duration_ns = -1;
  std::int64_t result_rows = -1;
  std::int64_t result_bytes = -1;
  std::int64_t query_id = 0;
  bool has_result_set = false;
  /// The stored result: JSON of result columns and page index (statements/ owns the format); small results carry their
  /// pages here as well, larger ones live in a file. Empty without a result set.
  std::string result;
};

/// Everything that is durable about one ExecuteStatement or BatchExecuteStatement.
struct StatementRecord {
  std::string id;
  std::string owner;  // principal ARN
  std::string statement_name;
  std::string warehouse;       // the identifier that finds the warehouse
  bool is_workgroup = false;   // named by WorkgroupName, not ClusterIdentifier
  std::string warehouse_name;  // as the caller wrote it (a workgroup may be an ARN)
  std::string database;
  std::string db_user;
  bool db_user_given = false;  // DbUser was in the request, or is federated: echo it
  std::string secret_arn;
  std::string session_id;
  bool owns_session = false;  // this statement opened the session
  std::int64_t session_keep_alive_seconds = -1;
  bool is_batch = false;
  bool auto_commit = false;                   // ExecutionMode AUTO_COMMIT
  std::optional<std::string> execution_mode;  // as given
  bool with_event = false;
  bool csv = false;                          // ResultFormat CSV
  std::optional<std::string> result_format;  // as given
  std::vector<std::pair<std::string, std::string>> parameters;
  std::vector<SubStatement> subs;

  StatementState state = StatementState::kSubmitted;
  std::string error;
  Timestamp created_at{};
  Timestamp updated_at{};
  std::int64_t duration_ns = -1;
  std::int64_t process_id = 0;
  bool has_result_set = false;
  /// When the rows expire; the epoch = never.
  Timestamp expires_at{};
  bool result_expired = false;
};

struct SessionRecord {
  std::string id;
  std::string owner;
  std::string warehouse;
  bool is_workgroup = false;
  std::string warehouse_name;
  std::string database;
  std::string db_user;
  bool db_user_given = false;
  std::string secret_arn;
  Timestamp created_at{};
  Timestamp updated_at{};
  std::int64_t keep_alive_seconds = 0;
  bool closed = false;
};

struct TokenRecord {
  std::string owner;
  std::string token;
  std::string statement_id;
  std::string request_hash;  // hex SHA-256 of the request without the token
  Timestamp expires_at{};
};

struct AccessKeyRecord {
  std::string access_key_id;
  std::string sealed_secret;  // sealed under the master key (identity/)
  std::string user_name;
  bool is_administrator = false;
  bool is_revoked = false;
  Timestamp created_at{};
};

struct SecretVersionRecord {
  std::string version_id;
  std::vector<std::string> stages;  // AWSCURRENT, AWSPREVIOUS ...
  std::string sealed_value;         // sealed under the master key
  bool is_binary = false;
  Timestamp created_at{};
};

struct SecretRecord {
  std::string arn;
  std::string name;
  std::string description;
  std::string kms_key_id;
  std::string owner;
  std::vector<std::pair<std::string, std::string>> tags;
  std::vector<SecretVersionRecord> versions;
  Timestamp created_at{};
  Timestamp changed_at{};
  std::optional<Timestamp> last_accessed_at;
  std::optional<Timestamp> deletes_at;  // scheduled deletion
};

/// A finished statement's event, kept until it is delivered.
struct OutboxRecord {
  std::string statement_id;
  std::string body;  // the event as JSON
  Timestamp created_at{};
};

}  // namespace slipher::store
