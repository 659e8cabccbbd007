#pragma once
#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "duckdb.hpp"
#include "duckdb/main/client_context_state.hpp"
#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/load/date_time_parser.h"
#include "engine/duckdb/load/load_error.h"
#include "engine/duckdb/load/record.h"
#include "sql/copy_statement.h"

namespace slipher::engine {

/// A column of the table that is loaded, in the order of the files' fields.
struct TargetColumn {
  std::string name;
  ::duckdb::LogicalType type;
  DeclaredType declared;
  bool not_null = false;
  std::string type_name;  // int4, varchar: for load errors
};

/// One file to load.
struct SourceFile {
  std::string uri;   // s3://bucket/key
  std::string path;  // what the engine opens
};

/// How texts become values.
struct ConversionOptions {
  explicit ConversionOptions(const sql::CopyStatement& copy)
      : empty_as_null(copy.empty_as_null),
        blanks_as_null(copy.blanks_as_null),
        trim_blanks(copy.trim_blanks),
        truncate_columns(copy.truncate_columns),
        round_decimals(copy.round_decimals),
        accept_any_date(copy.accept_any_date),
        accept_invalid_characters(copy.accept_invalid_characters),
        dates(copy.date_format),
        timestamps(copy.time_format) {}

  bool empty_as_null;
  bool blanks_as_null;
  bool trim_blanks;
  bool truncate_columns;
  bool round_decimals;
  bool accept_any_date;
  std::optional<char> accept_invalid_characters;
  DateTimeParser dates;
  DateTimeParser timestamps;
};

/// Everything the load scan needs, and what it found. Lives in the connection's context while COPY runs, where the
/// table function finds it; shared by the engine's threads.
class LoadPlan final : public ::duckdb::ClientContextState {
 public:
  explicit LoadPlan(const sql::CopyStatement& copy) : statement(copy), conversion(copy) {}

  static constexpr const char* kKey = "slipher_load";

  const sql::CopyStatement& statement;
  ConversionOptions conversion;
  RecordFormat format;
  std::vector<TargetColumn> columns;
  std::vector<SourceFile> files;

  /// Counts a row that was not loaded. False when the load has failed by it (MAXERROR).
  bool report(LoadError error);
  std::int64_t error_count() const { return error_count_; }
  /// The first errors, at most kMaxKeptErrors.
  std::vector<LoadError> errors() const;

 private:
  static constexpr std::size_t kMaxKeptErrors = 100;

  std::atomic<std::int64_t> error_count_{0};
  mutable std::mutex mutex_;
  std::vector<LoadError> errors_;
};

}  // namespace slipher::engine
