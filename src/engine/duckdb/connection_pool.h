#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "duckdb.hpp"

namespace slipher::engine {

/// DuckDB connections that sessions have left as they found them, with the default search path of their database
/// applied: a statement without a session takes one instead of making its own. Safe to call from any thread.
class ConnectionPool {
 public:
  /// Idle connections of all databases together; one holds some KiB.
  static constexpr std::size_t kMaxIdle = 32;

  /// An idle connection of this database, or nullptr.
  std::unique_ptr<::duckdb::Connection> take(const std::string& database);
  void give(const std::string& database, std::unique_ptr<::duckdb::Connection> connection);
  /// For good: what comes later is not kept.
  void close();

 private:
  struct Idle {
    std::string database;
    std::unique_ptr<::duckdb::Connection> connection;
  };

  std::mutex mutex_;
  std::vector<Idle> idle_;
  bool is_closed_ = false;
};

}  // namespace slipher::engine
