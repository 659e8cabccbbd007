#pragma once
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace slipher::engine {

/// The database that a new warehouse begins with.
inline constexpr std::string_view kFirstDatabase = "dev";

/// The files of a warehouse's databases, and the renames that create, rename and drop them for good
/// (docs/decisions/0005-databases-come-and-go-by-rename.md):
///   NAME.duckdb              a database
///   NAME.duckdb.new          one that is being made: NAME.duckdb from its rename on
///   NAME.duckdb.dropped.ID   nothing is left of it but that statement ID dropped it
class DatabaseFiles {
 public:
  explicit DatabaseFiles(std::string directory) : directory_(std::move(directory)) {}

  std::string path(const std::string& name) const;
  std::string unfinished_path(const std::string& name) const { return path(name) + ".new"; }

  /// Removes what a killed process left: unfinished databases, logs without a database.
  /// Returns which statement dropped which file: ID -> path.
  Result<std::map<std::string, std::string>> tidy() const;
  /// Removes an unfinished database that was given up.
  void remove_unfinished(const std::string& name) const;
  /// Makes the unfinished database, which is closed and checkpointed, the database. Durable on return.
  Result<void> finish(const std::string& name) const;
  /// Gives a closed and checkpointed database a name that no other has. Durable on return.
  Result<void> rename(const std::string& from, const std::string& to) const;
  /// Removes a closed database. With an `id` a file remains that tells of it, whose path is returned. Durable on
  /// return.
  Result<std::string> drop(const std::string& name, std::string_view id) const;

  /// Whether a statement's id can be part of a file name.
  static bool is_plain(std::string_view id);

 private:
  Result<void> sync_directory() const;

  std::string directory_;
};

/// The statement of DuckDB's that opens a database's file under a name, if that is not done yet.
std::string attach_statement(const std::string& path, const std::string& name);

}  // namespace slipher::engine
