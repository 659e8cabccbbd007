#pragma once
#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "duckdb.hpp"
#include "duckdb/main/client_context_state.hpp"
#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/load/date_time_parser.h"
#include "engine/duckdb/load/load_error.h"
#include "engine/duckdb/load/record.h"
#include "engine/duckdb/load/source_files.h"
#include "sql/copy_statement.h"

namespace slipher::engine {

/// A column of the table that is loaded, in the order of the files' fields.
struct TargetColumn {
  std::string name;
  ::duckdb::LogicalType type;
  DeclaredType declared;
  bool not_null = false;
  std::string type_name;  // int4, varchar: for load errors
  /// What the column takes for NULL, as SQL: a NOT NULL column's DEFAULT. "" = it takes none.
  std::string null_default;
};

/// How far the load of one file has come; written by the thread that has the file, read when all are done.
struct FileProgress {
  Timestamp started_at{};
  Timestamp ended_at{};
  std::int64_t file_bytes = 0;  // of the object
  std::int64_t bytes = 0;       // read, decompressed
  std::int64_t lines = 0;       // or records, of formats without lines
  std::int64_t errors = 0;
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
  LoadPlan(const sql::CopyStatement& copy, std::vector<TargetColumn> columns_in, const std::vector<DataFile>& files_in)
      : statement(copy), conversion(copy), columns(std::move(columns_in)), files(files_in), progress(files.size()) {}

  static constexpr const char* kKey = "slipher_load";

  const sql::CopyStatement& statement;
  ConversionOptions conversion;
  RecordFormat format;
  std::vector<TargetColumn> columns;
  const std::vector<DataFile>& files;
  std::vector<FileProgress> progress;

  /// Counts a row that was not loaded. False when the load has failed by it (MAXERROR).
  bool report(LoadError error);
  /// Whether the next error is to name its fields.
  bool wants_fields() const { return error_count_ < kMaxDetailedErrors; }
  std::int64_t error_count() const { return error_count_; }
  /// The first errors, at most kMaxKeptErrors and kMaxKeptBytes of text, by file and line.
  std::vector<LoadError> errors() const;

 private:
  static constexpr std::size_t kMaxKeptErrors = 10'000;
  static constexpr std::size_t kMaxKeptBytes = 16 * 1024 * 1024;
  /// Amazon Redshift, "STL_LOADERROR_DETAIL": a maximum of 20 errors.
  static constexpr std::int64_t kMaxDetailedErrors = 20;

  std::atomic<std::int64_t> error_count_{0};
  mutable std::mutex mutex_;
  std::vector<LoadError> errors_;
  std::size_t kept_bytes_ = 0;
};

}  // namespace slipher::engine
