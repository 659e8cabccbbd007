#pragma once
#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "duckdb.hpp"
#include "engine/duckdb/errors.h"
#include "engine/duckdb/plan/plan_pass.h"
#include "engine/duckdb/session_context.h"
#include "engine/warehouse.h"
#include "sql/normalize.h"
#include "sql/parameters.h"

namespace slipher::engine {

/// Takes SQL text to DuckDB: normalize -> DuckDB's parser -> rewrite -> prepare -> pending execution. One per session.
class StatementRunner {
 public:
  /// `session.connection` is set; `interrupted` says that the running statement shall stop; all outlive the runner.
  StatementRunner(SessionContext& session, const std::atomic<bool>& interrupted)
      : session_(session), interrupted_(interrupted) {}

  /// A query, INSERT, UPDATE or DELETE as the user wrote it.
  Result<Outcome> run(std::string_view text, const std::vector<sql::Parameter>& parameters);
  /// A statement that lowering put together from normalized pieces; still to be rewritten.
  Result<Outcome> run_normalized(const std::string& text, const std::vector<sql::Parameter>& parameters);
  /// The same, planned and not run; for EXPLAIN.
  Result<::duckdb::unique_ptr<::duckdb::PreparedStatement>> prepare(std::string_view text,
                                                                    const std::vector<sql::Parameter>& parameters);
  /// The user's query as SELECT text for DuckDB with the same meaning.
  Result<std::string> translate_query(std::string_view text, const std::vector<sql::Parameter>& parameters);

  /// A query that takes values when it runs: SessionContext::variables gave parameters $1 ... instead of values, and
  /// `parameters` says afterwards how many.
  Result<::duckdb::unique_ptr<::duckdb::PreparedStatement>> prepare(std::string_view text,
                                                                    const std::function<std::size_t()>& parameters);

  /// The columns of a query that translate_query() gave.
  struct QueryColumn {
    std::string name;
    ::duckdb::LogicalType type;
    ColumnOrigin origin;
  };
  Result<std::vector<QueryColumn>> describe_query(const std::string& engine_text);

  /// SQL of our own, as it is; the rows it changed.
  Result<std::int64_t> change(const std::string& text);
  /// SQL of our own, as it is; all its rows. Not for more than a few thousand.
  Result<::duckdb::unique_ptr<::duckdb::MaterializedQueryResult>> fetch(const std::string& text);

  /// Called when a stream fails after run() has returned.
  void on_stream_failure(std::function<void()> callback) { on_stream_failure_ = std::move(callback); }

 private:
  struct Parsed {
    ::duckdb::unique_ptr<::duckdb::SQLStatement> statement;
    /// Per item of a plain select list: what its metadata cannot be told from its type.
    std::vector<bool> untyped_nulls;
  };
  Parsed parse(const std::string& text);
  Result<Parsed> parse_and_rewrite(const std::string& text, const std::vector<sql::Parameter>& parameters,
                                   const SourceText& source);
  Result<Outcome> execute(Parsed parsed, const SourceText& source);
  Result<void> check_writes(const ::duckdb::StatementProperties& properties) const;
  ::duckdb::unique_ptr<::duckdb::QueryResult> drive(::duckdb::PreparedStatement& prepared);

  SessionContext& session_;
  const std::atomic<bool>& interrupted_;
  std::function<void()> on_stream_failure_;
};

}  // namespace slipher::engine
