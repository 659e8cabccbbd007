#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "objects/object_store.h"

namespace duckdb {
class Connection;
class SQLStatement;
}  // namespace duckdb

namespace slipher::engine {

class NamedValues;

/// What code that runs inside a session (rewriting, functions, COPY, UNLOAD, DDL lowering) may know and use of it. One
/// per connection, owned by it, used by the thread that runs the statement. This header needs no DuckDB header.
struct SessionContext {
  /// The session's DuckDB connection. While COPY or UNLOAD runs, it is inside an open transaction: statements sent to
  /// it join that transaction; never send BEGIN, COMMIT or ROLLBACK. Internal SQL goes straight to DuckDB: no
  /// rewriting, no refusal of functions.
  ::duckdb::Connection* connection = nullptr;
  /// Database that the session is connected to: the catalog of every write.
  std::string database;
  /// Who statements are run as; SET SESSION AUTHORIZATION changes it, and so may a routine for the time it runs.
  std::string user;
  /// Who connected.
  std::string session_user;
  /// Schemas of unqualified names, in order; temporary tables come before all of them. Never empty.
  std::vector<std::string> search_path{"public"};
  /// Variables that the statement which is running may name; nullptr = none.
  const NamedValues* variables = nullptr;
  /// SET parameters of this session by lower-case name: "timezone", "datestyle", "query_group" ...; absent = default.
  std::map<std::string, std::string, std::less<>> settings;
  objects::ObjectStore* objects = nullptr;
  /// The Data API statement that is running.
  std::string_view statement_id;
  /// Number of the statement that is running: pg_last_query_id() and the load history use it.
  std::int64_t query_id = 0;
  std::int64_t process_id = 0;
  /// pg_last_copy_count(), pg_last_copy_id(), pg_last_unload_count(), pg_last_unload_id(); -1 = none in this session.
  std::int64_t last_copy_rows = -1;
  std::int64_t last_copy_id = -1;
  std::int64_t last_unload_rows = -1;
  std::int64_t last_unload_id = -1;
  std::int64_t last_query_id = -1;
  /// True once the running statement has been asked to stop. Long work outside of DuckDB polls it, and then fails with
  /// ErrorCode::kCanceled.
  std::function<bool()> is_interrupted;
  /// Redshift query text -> the text of an equivalent SELECT for DuckDB, checked and rewritten as if the user had sent
  /// it. For queries inside of statements: UNLOAD ('select ...').
  std::function<Result<std::string>(std::string_view)> translate_query;
  /// Whether `user` may run a parsed and rewritten query, INSERT, UPDATE, DELETE or MERGE.
  std::function<Result<void>(const ::duckdb::SQLStatement&)> check_access;
  /// Before a statement that asks who may do what.
  std::function<Result<void>()> load_rights;
};

/// The name of the schema, hidden from users and from every listing, that holds what Slipher itself keeps in a
/// database: commit markers, table attributes, identity columns, load history. Made when a database is made.
inline constexpr std::string_view kInternalSchema = "slipher_internal";

}  // namespace slipher::engine
