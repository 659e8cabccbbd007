#include "store/schema.h"

#include <iterator>

namespace slipher::store {
namespace {

// "Slip" in PRAGMA application_id tells our files from other programs'.
constexpr std::int64_t kApplicationId = 0x536c6970;

// What is filtered, sorted or updated often is a column; the rest is in blobs (record_codec.h).
//
// statements.seq grows with every statement, so that newest first is created_at, seq descending: every index ends in
// seq, as it is the rowid. SQL texts and results live in tables of their own, so that a listing never steps over them.
// results.part is seq * 1024 + the number of the sub-statement (kSubsPerStatement).
constexpr char kVersion1[] = R"sql(
CREATE TABLE statements (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  state INTEGER NOT NULL,
  warehouse TEXT NOT NULL,
  is_workgroup INTEGER NOT NULL,
  database TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  result_expired INTEGER NOT NULL,
  has_rows INTEGER NOT NULL,
  outcome BLOB NOT NULL
) STRICT;
CREATE INDEX statements_by_time ON statements (created_at);
CREATE INDEX statements_by_state ON statements (state, created_at);
CREATE INDEX statements_by_warehouse ON statements (warehouse, created_at);
CREATE INDEX statements_by_owner ON statements (owner, created_at);
CREATE INDEX statements_by_name ON statements (name, created_at) WHERE name <> '';
CREATE INDEX statements_by_expiry ON statements (expires_at)
  WHERE has_rows = 1 AND result_expired = 0 AND expires_at > 0;
CREATE TABLE requests (seq INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
CREATE TABLE results (part INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
CREATE TABLE sessions (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  owner TEXT NOT NULL,
  warehouse TEXT NOT NULL,
  is_workgroup INTEGER NOT NULL,
  database TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  closed INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX sessions_by_time ON sessions (created_at);
CREATE INDEX sessions_by_owner ON sessions (owner, created_at);
CREATE INDEX sessions_open ON sessions (created_at) WHERE closed = 0;
CREATE TABLE tokens (
  owner TEXT NOT NULL,
  token TEXT NOT NULL,
  statement_id TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (owner, token)
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_by_expiry ON tokens (expires_at);
CREATE TABLE access_keys (
  access_key_id TEXT PRIMARY KEY,
  sealed_secret BLOB NOT NULL,
  user_name TEXT NOT NULL,
  is_administrator INTEGER NOT NULL,
  is_revoked INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE secrets (arn TEXT PRIMARY KEY, name TEXT NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY,
  statement_id TEXT NOT NULL UNIQUE,
  body BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
)sql";

// The script at index n brings version n to n + 1. Never change one that was released: add the next.
constexpr const char* kMigrations[] = {kVersion1};

Error refuse(const Database& database, const std::string& why) {
  return Error(ErrorCode::kInternal, "store " + database.file() + ": " + why);
}

Result<void> run_migrations(Database& database, std::int64_t version) {
  if (auto begun = database.run("BEGIN IMMEDIATE"); !begun) return begun;
  for (; version < kSchemaVersion; ++version) {
    if (auto done = database.script(kMigrations[version]); !done) return done;
  }
  const std::string mark = "PRAGMA application_id = " + std::to_string(kApplicationId) +
                           "; PRAGMA user_version = " + std::to_string(kSchemaVersion);
  if (auto marked = database.script(mark.c_str()); !marked) return marked;
  return database.run("COMMIT");
}

}  // namespace

const int kSchemaVersion = static_cast<int>(std::size(kMigrations));

Result<void> migrate(Database& database) {
  const auto version = database.integer("PRAGMA user_version");
  if (!version) return version.error();
  const auto application = database.integer("PRAGMA application_id");
  if (!application) return application.error();
  const auto objects = database.integer("SELECT count(*) FROM sqlite_schema");
  if (!objects) return objects.error();
  const bool is_new = *objects == 0 && *version == 0;
  if (!is_new && *application != kApplicationId) return refuse(database, "it belongs to another program");
  if (*version > kSchemaVersion) {
    return refuse(database, "a newer version of Slipher made it (schema " + std::to_string(*version) +
                                "; this program knows " + std::to_string(kSchemaVersion) + ")");
  }
  if (*version < 0) return refuse(database, "its schema version is " + std::to_string(*version));
  if (*version == kSchemaVersion) return {};
  Result<void> migrated = run_migrations(database, *version);
  if (!migrated && database.in_transaction()) (void)database.run("ROLLBACK");
  return migrated;
}

}  // namespace slipher::store
