#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "engine/duckdb/load/load_error.h"
#include "engine/duckdb/session_context.h"
#include "sql/copy_statement.h"

namespace slipher::engine {

/// What is kept of COPY and UNLOAD for the system views (STL_LOAD_ERRORS, SYS_LOAD_HISTORY, SYS_UNLOAD_HISTORY ...), in
/// tables of the internal schema. It is written on a connection of its own, in a transaction of its own: what a failed
/// load found must outlive its rollback. Rows older than kHistoryDays are dropped.
inline constexpr int kHistoryDays = 7;

/// A file that COPY read, or was to read.
struct LoadedFile {
  std::string uri;
  std::int64_t bytes = 0;
  std::string etag;
  Timestamp modified_at{};
  std::int64_t scanned_bytes = 0;  // decompressed
  std::int64_t scanned_lines = 0;
  std::int64_t errors = 0;
  Timestamp started_at{};  // the epoch: was not read
  Timestamp ended_at{};
};

/// A COPY from its start to its end.
struct LoadReport {
  Timestamp started_at{};
  std::string schema;
  std::string table;
  std::vector<LoadedFile> files;
  std::vector<LoadError> errors;
  std::int64_t error_count = 0;
};

/// A file that UNLOAD wrote.
struct UnloadedFileReport {
  std::string uri;
  std::int64_t rows = 0;
  std::int64_t bytes = 0;
};

/// An UNLOAD from its start to its end.
struct UnloadReport {
  Timestamp started_at{};
  std::string format;
  std::string compression;
  std::string location;
  std::vector<UnloadedFileReport> files;
};

/// "Text", "JSON", "Avro", "Parquet": as STL_LOAD_COMMITS has it.
const char* format_name(sql::CopyFormat format);

/// Keep one statement that has ended with `rows`. A history that cannot be written is logged; the statement stands.
void record_load(const SessionContext& session, const sql::CopyStatement& copy, const LoadReport& report,
                 const Result<std::int64_t>& rows);
void record_unload(const SessionContext& session, const UnloadReport& report, const Result<std::int64_t>& rows);

}  // namespace slipher::engine
