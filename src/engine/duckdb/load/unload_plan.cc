#include "engine/duckdb/load/unload_plan.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>
#include <utility>

#include "engine/duckdb/errors.h"
#include "engine/duckdb/load/json_cursor.h"
#include "engine/duckdb/load/unload_manifest.h"

namespace slipher::engine {
namespace {

std::string suffix_of(const sql::UnloadStatement& statement) {
  if (statement.extension) return (statement.extension->starts_with(".") ? "" : ".") + *statement.extension;
  if (statement.format == sql::UnloadFormat::kParquet) return ".parquet";
  switch (statement.compression) {
    case sql::Compression::kGzip:
      return ".gz";
    case sql::Compression::kZstd:
      return ".zst";
    case sql::Compression::kBzip2:
      return ".bz2";
    default:
      return "";
  }
}

/// Files that are moved or uploaded at once.
constexpr std::size_t kPublishers = 8;

std::string folder_of(const std::string& key) { return key.substr(0, key.rfind('/') + 1); }

}  // namespace

UnloadPlan::UnloadPlan(const sql::UnloadStatement& statement_in, objects::ObjectStore& objects,
                       objects::Location prefix)
    : statement(statement_in), objects_(objects), prefix_(std::move(prefix)) {
  if (!statement.partition_by.empty() && !prefix_.key.empty() && !prefix_.key.ends_with('/')) prefix_.key += '/';
}

UnloadPlan::~UnloadPlan() {
  if (published_) return;
  for (const auto& file : files_) objects_.discard(file.staged);
}

std::vector<std::size_t> UnloadPlan::written_columns() const {
  const auto& keys = statement.partition_by;
  std::vector<std::size_t> written;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (statement.include_partition_columns || std::find(keys.begin(), keys.end(), names[i]) == keys.end())
      written.push_back(i);
  return written;
}

objects::Location UnloadPlan::location(const std::string& folder, int slice, int part) const {
  char name[48];
  if (statement.parallel) {
    std::snprintf(name, sizeof name, "%04d_part_%02d", slice, part);
  } else {
    std::snprintf(name, sizeof name, "%03d", part);
  }
  return {prefix_.bucket, prefix_.key + folder + statement.name_prefix + name + suffix_of(statement)};
}

std::size_t UnloadPlan::open(objects::Location location, std::string& staged) {
  auto path = objects_.stage(location);
  if (!path) throw ::duckdb::InvalidInputException(path.error().message.substr(path.error().message.find(' ') + 1));
  staged = *path;
  const std::lock_guard lock(mutex_);
  files_.push_back({std::move(location), *std::move(path), 0, 0});
  return files_.size() - 1;
}

void UnloadPlan::close(std::size_t file, std::int64_t rows) {
  const std::lock_guard lock(mutex_);
  std::error_code error;
  files_[file].rows = rows;
  files_[file].bytes = static_cast<std::int64_t>(std::filesystem::file_size(files_[file].staged, error));
}

std::int64_t UnloadPlan::rows() const {
  const std::lock_guard lock(mutex_);
  std::int64_t rows = 0;
  for (const auto& file : files_) rows += file.rows;
  return rows;
}

std::size_t UnloadPlan::file_count() const {
  const std::lock_guard lock(mutex_);
  return files_.size();
}

Result<void> UnloadPlan::check_destination() {
  const auto existing = objects_.list(prefix_.bucket, prefix_.key);
  if (!existing) return existing.error();
  if (existing->empty() || statement.existing_files != sql::ExistingFiles::kRefuse) return {};
  return sql_failure(
      "Specified unload destination on S3 is not empty. Consider using a different bucket / prefix, "
      "manually removing the target files in S3, or using the ALLOWOVERWRITE option.");
}

/// What stands under the prefix is refused, kept (but for the manifest) or removed; with partitions CLEANPATH clears
/// only the folders written to.
Result<void> UnloadPlan::make_room() {
  if (statement.existing_files == sql::ExistingFiles::kRefuse) return check_destination();
  const auto existing = objects_.list(prefix_.bucket, prefix_.key);
  if (!existing) return existing.error();
  std::set<std::string> touched;
  for (const auto& file : files_) touched.insert(folder_of(file.location.key));
  for (const auto& object : *existing) {
    if (statement.existing_files == sql::ExistingFiles::kOverwrite) {
      // An old manifest must not list files that are being replaced.
      if (!statement.manifest || object.key != prefix_.key + "manifest") continue;
    } else if (!statement.partition_by.empty() && !touched.contains(folder_of(object.key))) {
      continue;
    }
    if (auto removed = objects_.remove({prefix_.bucket, object.key}); !removed) return removed;
  }
  return {};
}

Result<UnloadedFile> UnloadPlan::stage_manifest() {
  UnloadedFile manifest{.location = {prefix_.bucket, prefix_.key + "manifest"}};
  auto staged = objects_.stage(manifest.location);
  if (!staged) return staged.error();
  manifest.staged = *std::move(staged);
  // COPY of Parquet needs the files' sizes.
  const bool sizes = statement.format == sql::UnloadFormat::kParquet;
  std::ofstream out(manifest.staged, std::ios::binary);
  out << unload_manifest(files_, names, types, {.sizes = sizes, .verbose = statement.manifest_verbose});
  out.close();
  if (out) return manifest;
  objects_.discard(manifest.staged);
  return sql_failure("cannot write the manifest");
}

/// Moves files to their keys, several at a time: remote ones are uploaded now. When one fails, none of them stays.
Result<void> UnloadPlan::publish_files(const std::vector<UnloadedFile>& files) {
  std::vector<char> is_there(files.size());
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  Result<void> outcome;
  const auto work = [&] {
    for (std::size_t i = next++; i < files.size(); i = next++) {
      auto moved = objects_.publish(files[i].staged, files[i].location);
      const std::lock_guard lock(mutex);
      is_there[i] = moved.has_value();
      if (!moved && outcome) outcome = std::move(moved);
      if (!outcome) return;
    }
  };
  std::vector<std::thread> helpers;
  for (std::size_t i = 1; i < std::min(kPublishers, files.size()); ++i) helpers.emplace_back(work);
  work();
  for (auto& helper : helpers) helper.join();
  if (outcome) return {};
  for (std::size_t i = 0; i < files.size(); ++i)
    if (is_there[i]) (void)objects_.remove(files[i].location).has_value();
  return outcome;
}

Result<void> UnloadPlan::publish() {
  std::sort(files_.begin(), files_.end(),
            [](const UnloadedFile& a, const UnloadedFile& b) { return a.location.key < b.location.key; });
  if (auto room = make_room(); !room) return room;
  if (auto moved = publish_files(files_); !moved) return moved;
  published_ = true;
  if (!statement.manifest) return {};
  // A manifest says that the set is whole, so it comes last.
  auto manifest = stage_manifest();
  auto moved = manifest ? publish_files({*manifest}) : Result<void>(manifest.error());
  if (moved) return {};
  if (manifest) objects_.discard(manifest->staged);
  for (const auto& file : files_) (void)objects_.remove(file.location).has_value();
  return moved;
}

}  // namespace slipher::engine
