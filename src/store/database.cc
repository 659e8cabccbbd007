#include "store/database.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

namespace slipher::store {
namespace {

/// How long a connection waits for another process that holds the file (a backup, sqlite3's shell).
constexpr int kBusyMilliseconds = 2000;

// Names the cause in words that tell an operator what to look at.
std::string cause(int code, int system_error, const char* detail) {
  std::string text;
  switch (code & 0xff) {
    case SQLITE_FULL:
      text = "the disk is full";
      break;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      text = "it cannot be opened for writing";
      break;
    case SQLITE_CORRUPT:
      text = "it is damaged";
      break;
    case SQLITE_NOTADB:
      text = "it is not a database, or damaged";
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      text = "another process holds it";
      break;
    case SQLITE_IOERR:
      text = "reading or writing it failed";
      break;
    default:
      break;
  }
  if (!text.empty()) text += ": ";
  text += detail;
  if (system_error != 0) text.append(" (").append(std::strerror(system_error)).append(")");
  return text;
}

// SQLite would make the file as umask says; it holds SQL texts and sealed secrets.
int make_private(const std::string& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return errno;
  close(descriptor);
  return 0;
}

constexpr char kSettings[] =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;"
    "PRAGMA cell_size_check = ON; PRAGMA cache_size = -8192; PRAGMA journal_size_limit = 67108864;";
constexpr char kReaderSettings[] =
    "PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
    "PRAGMA cache_size = -2048;";

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const std::string& file, Access access) {
  std::unique_ptr<Database> database(new Database(file));
  const bool writes = access == Access::kReadWrite;
  if (writes) {
    if (const int failed = make_private(file)) {
      return Error(ErrorCode::kInternal,
                   "store " + file + ": it cannot be opened for writing (" + std::string(std::strerror(failed)) + ")");
    }
  }
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(file.c_str(), &database->handle_, flags, nullptr);
  if (code != SQLITE_OK) return database->error(code);
  sqlite3_busy_timeout(database->handle_, kBusyMilliseconds);
  sqlite3_db_config(database->handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  if (auto set = database->script(writes ? kSettings : kReaderSettings); !set) return std::move(set).error();
  if (writes) {
    // Checkpoints are ours to time: after the answers, not before. The hook replaces SQLite's own.
    sqlite3_wal_hook(
        database->handle_,
        [](void* self, sqlite3*, const char*, int pages) {
          static_cast<Database*>(self)->log_pages_ = pages;
          return SQLITE_OK;
        },
        database.get());
  }
  return database;
}

Database::~Database() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

Error Database::error(int code) const {
  const int system_error = handle_ ? sqlite3_system_errno(handle_) : 0;
  const bool from_system = (code & 0xff) == SQLITE_CANTOPEN || (code & 0xff) == SQLITE_IOERR;
  const char* detail =
      handle_ && sqlite3_errcode(handle_) != SQLITE_OK ? sqlite3_errmsg(handle_) : sqlite3_errstr(code);
  return Error(ErrorCode::kInternal, "store " + file_ + ": " + cause(code, from_system ? system_error : 0, detail));
}

sqlite3_stmt* Database::prepare(std::string_view sql, int& code) {
  if (const auto found = statements_.find(sql); found != statements_.end()) return found->second;
  sqlite3_stmt* statement = nullptr;
  code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement,
                            nullptr);
  if (code == SQLITE_OK) statements_.emplace(sql, statement);
  return statement;
}

Result<std::int64_t> Database::integer(std::string_view sql) {
  Query query(*this, sql);
  const std::int64_t value = query.next() ? query.integer(0) : 0;
  if (auto status = query.status(); !status) return std::move(status).error();
  return value;
}

Result<void> Database::script(const char* sql) {
  const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return error(code);
  return {};
}

std::int64_t Database::changes() const { return sqlite3_changes64(handle_); }

bool Database::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

void Database::checkpoint() {
  if (sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr) == SQLITE_OK) {
    log_pages_ = 0;
  }
}

Result<void> Database::limit_pages(std::int64_t pages) {
  return script(("PRAGMA max_page_count = " + std::to_string(pages)).c_str());
}

Query::Query(Prepare, Database& database, std::string_view sql) : database_(database) {
  statement_ = database.prepare(sql, code_);
}

Query::~Query() {
  if (!statement_) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

void Query::bind(int index, std::int64_t value) {
  if (statement_ && code_ == SQLITE_OK) code_ = sqlite3_bind_int64(statement_, index, value);
}

void Query::bind(int index, std::string_view text) {
  // A null pointer would bind NULL instead of an empty text.
  const char* data = text.empty() ? "" : text.data();
  if (statement_ && code_ == SQLITE_OK) {
    code_ = sqlite3_bind_text64(statement_, index, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
  }
}

void Query::bind(int index, Blob blob) {
  const char* data = blob.bytes.empty() ? "" : blob.bytes.data();
  if (statement_ && code_ == SQLITE_OK) {
    code_ = sqlite3_bind_blob64(statement_, index, data, blob.bytes.size(), SQLITE_STATIC);
  }
}

bool Query::next() {
  if (!statement_ || code_ != SQLITE_OK) return false;
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  code_ = code == SQLITE_DONE ? SQLITE_OK : code;
  return false;
}

Result<void> Query::status() const {
  if (code_ != SQLITE_OK) return database_.error(code_);
  return {};
}

std::int64_t Query::integer(int column) const { return sqlite3_column_int64(statement_, column); }

std::string_view Query::bytes(int column) const {
  const void* data = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return data ? std::string_view(static_cast<const char*>(data), static_cast<std::size_t>(size)) : std::string_view();
}

}  // namespace slipher::store
