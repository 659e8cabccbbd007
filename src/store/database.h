#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace slipher::store {

/// Bytes to be bound as a BLOB instead of as TEXT.
struct Blob {
  std::string_view bytes;
};

/// One connection to the database file, with its prepared statements. Used by one thread at a time. Errors are
/// kInternal with a text that names the file and the cause.
class Database {
 public:
  enum class Access { kReadWrite, kReadOnly };
  static Result<std::unique_ptr<Database>> open(const std::string& file, Access access);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Runs a statement that has no rows, or whose rows do not matter; `arguments` become ?1, ?2 ...
  template <class... Arguments>
  Result<void> run(std::string_view sql, const Arguments&... arguments);
  /// The first column of the first row; 0 without rows.
  Result<std::int64_t> integer(std::string_view sql);
  /// Runs several statements that are not worth keeping prepared.
  Result<void> script(const char* sql);
  /// Rows changed by the last run().
  std::int64_t changes() const;
  /// Whether a transaction is open; some failures end one by themselves.
  bool in_transaction() const;

  /// Pages in the write-ahead log after the last commit.
  int log_pages() const { return log_pages_; }
  /// Moves what it can from the log into the database file; a failure leaves it in the log.
  void checkpoint();
  /// Grows no further than this (tests of a full disk).
  Result<void> limit_pages(std::int64_t pages);

  const std::string& file() const { return file_; }

 private:
  friend class Query;
  explicit Database(std::string file) : file_(std::move(file)) {}
  Error error(int code) const;
  sqlite3_stmt* prepare(std::string_view sql, int& code);

  std::string file_;
  sqlite3* handle_ = nullptr;
  int log_pages_ = 0;
  std::map<std::string, sqlite3_stmt*, std::less<>> statements_;
};

/// One execution of a statement. Bound text and blobs must outlive it; bind everything before the first next(). The
/// same SQL must not be running twice on one connection.
class Query {
 public:
  template <class... Arguments>
  Query(Database& database, std::string_view sql, const Arguments&... arguments) : Query(Prepare{}, database, sql) {
    [[maybe_unused]] int index = 0;
    (bind(++index, arguments), ...);
  }
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  /// For SQL put together at run time.
  void bind(int index, std::int64_t value);
  void bind(int index, std::string_view text);
  void bind(int index, const std::string& text) { bind(index, std::string_view(text)); }
  void bind(int index, const char* text) { bind(index, std::string_view(text)); }
  void bind(int index, Blob blob);
  void bind(int index, Timestamp time) { bind(index, time.time_since_epoch().count()); }
  void bind(int index, int value) { bind(index, static_cast<std::int64_t>(value)); }
  void bind(int index, bool value) { bind(index, static_cast<std::int64_t>(value)); }

  /// True on a row; false at the end and on failure.
  bool next();
  /// Whether everything so far went well.
  Result<void> status() const;

  std::int64_t integer(int column) const;
  Timestamp time(int column) const { return Timestamp(microseconds(integer(column))); }
  std::string text(int column) const { return std::string(bytes(column)); }
  /// Valid until the next call of next().
  std::string_view bytes(int column) const;

 private:
  struct Prepare {};
  Query(Prepare, Database& database, std::string_view sql);

  Database& database_;
  sqlite3_stmt* statement_ = nullptr;
  int code_ = 0;
};

template <class... Arguments>
Result<void> Database::run(std::string_view sql, const Arguments&... arguments) {
  Query query(*this, sql, arguments...);
  while (query.next()) {
  }
  return query.status();
}

}  // namespace slipher::store
