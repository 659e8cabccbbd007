#pragma once
#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.h"
#include "duckdb.hpp"
#include "duckdb/main/client_context_state.hpp"
#include "objects/object_store.h"
#include "sql/unload_statement.h"

namespace slipher::engine {

/// A file that UNLOAD wrote, not yet under its key.
struct UnloadedFile {
  objects::Location location;
  std::string staged;
  std::int64_t rows = 0;
  std::int64_t bytes = 0;
};

/// What an UNLOAD is to write, and what it has written. Lives in the connection's context while UNLOAD runs, where the
/// copy function finds it; shared by the engine's threads. Discards what was not published.
class UnloadPlan final : public ::duckdb::ClientContextState {
 public:
  static constexpr const char* kKey = "slipher_unload";

  UnloadPlan(const sql::UnloadStatement& statement_in, objects::ObjectStore& objects, objects::Location prefix);
  ~UnloadPlan() override;

  const sql::UnloadStatement& statement;
  /// The query's columns, set when it is bound.
  std::vector<std::string> names;
  std::vector<::duckdb::LogicalType> types;

  /// Which of the columns the files have: all but those of PARTITION BY without INCLUDE.
  std::vector<std::size_t> written_columns() const;
  /// A number for the next thread that writes files of its own.
  int next_slice() { return slices_++; }
  /// The object of slice `slice`, part `part`; `folder` is "" or "c=v/".
  objects::Location location(const std::string& folder, int slice, int part) const;
  /// Registers a new file and returns where to write it. Throws IOException.
  std::size_t open(objects::Location location, std::string& staged);
  void close(std::size_t file, std::int64_t rows);

  /// s3://bucket/prefix as it was given, ending in / with partitions.
  const objects::Location& prefix() const { return prefix_; }
  std::int64_t rows() const;
  std::size_t file_count() const;
  /// What was written; sorted by key once it is published.
  const std::vector<UnloadedFile>& files() const { return files_; }

  /// Whether the bucket exists and, unless ALLOWOVERWRITE or CLEANPATH is given, nothing is there.
  Result<void> check_destination();
  /// Checks and clears what is already there (ALLOWOVERWRITE, CLEANPATH), then moves every file and at last the
  /// manifest to their keys. When that fails, what had been moved is removed.
  Result<void> publish();

 private:
  Result<void> make_room();
  Result<UnloadedFile> stage_manifest();
  Result<void> publish_files(const std::vector<UnloadedFile>& files);

  objects::ObjectStore& objects_;
  objects::Location prefix_;
  std::atomic<int> slices_{0};
  mutable std::mutex mutex_;
  std::vector<UnloadedFile> files_;
  bool published_ = false;
};

}  // namespace slipher::engine
