#include "engine/duckdb/database_files.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <system_error>
#include <unistd.h>
#include <vector>

#include "base/log.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDropped = ".duckdb.dropped.";
constexpr std::string_view kLog = ".wal";
constexpr std::size_t kMaxIdBytes = 120;
/// Macros with types for their parameters, which SQL functions are, need it; older files are written so from then on.
constexpr const char* kStorage = " (STORAGE_VERSION 'v1.4.0')";

Error failure(const std::string& what, const std::string& path, const std::string& why) {
  return Error(ErrorCode::kInternal, "ERROR: cannot " + what + " " + path + ": " + why);
}

void remove_quietly(const std::string& path) {
  std::error_code error;
  if (!fs::remove(path, error) && error) spdlog::warn("cannot remove {}: {}", path, error.message());
}

}  // namespace

bool DatabaseFiles::is_plain(std::string_view id) {
  return !id.empty() && id.size() <= kMaxIdBytes && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == ':' ||
           c == '_';
  });
}

std::string DatabaseFiles::path(const std::string& name) const { return directory_ + "/" + name + ".duckdb"; }

Result<void> DatabaseFiles::sync_directory() const {
  const int descriptor = ::open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return failure("open", directory_, std::strerror(errno));
  const bool synced = ::fsync(descriptor) == 0;
  const int reason = errno;
  ::close(descriptor);
  if (!synced) return failure("sync", directory_, std::strerror(reason));
  return {};
}

Result<std::map<std::string, std::string>> DatabaseFiles::tidy() const {
  std::map<std::string, std::string> dropped;
  std::vector<std::string> leftovers;
  std::error_code error;
  for (fs::directory_iterator entry(directory_, error), end; !error && entry != end; entry.increment(error)) {
    const auto path = entry->path().string();
    const auto file = entry->path().filename().string();
    if (const auto at = file.find(kDropped); at != std::string::npos) {
      dropped[file.substr(at + kDropped.size())] = path;
      if (::truncate(path.c_str(), 0) != 0) spdlog::warn("cannot empty {}: {}", path, std::strerror(errno));
    } else if (file.ends_with(".duckdb.new") || file.ends_with(".duckdb.new.wal")) {
      leftovers.push_back(path);
    } else if (file.ends_with(".duckdb.wal")) {
      std::error_code ignored;
      if (!fs::exists(path.substr(0, path.size() - kLog.size()), ignored)) leftovers.push_back(path);
    }
  }
  if (error) return failure("read directory", directory_, error.message());
  for (const auto& path : leftovers) remove_quietly(path);
  return dropped;
}

void DatabaseFiles::remove_unfinished(const std::string& name) const {
  remove_quietly(unfinished_path(name));
  remove_quietly(unfinished_path(name) + std::string(kLog));
}

Result<void> DatabaseFiles::finish(const std::string& name) const {
  // A log that a killed DROP DATABASE left would be replayed into the new database.
  remove_quietly(path(name) + std::string(kLog));
  if (::rename(unfinished_path(name).c_str(), path(name).c_str()) != 0)
    return failure("rename", unfinished_path(name), std::strerror(errno));
  return sync_directory();
}

Result<void> DatabaseFiles::rename(const std::string& from, const std::string& to) const {
  std::error_code error;
  if (fs::exists(path(from) + std::string(kLog), error)) return failure("rename", path(from), "it has a log");
  remove_quietly(path(to) + std::string(kLog));  // as in finish()
  if (::rename(path(from).c_str(), path(to).c_str()) != 0) return failure("rename", path(from), std::strerror(errno));
  return sync_directory();
}

Result<std::string> DatabaseFiles::drop(const std::string& name, std::string_view id) const {
  const auto file = path(name);
  std::string rest;
  if (is_plain(id)) {
    rest = directory_ + "/" + name + std::string(kDropped) + std::string(id);
    if (::rename(file.c_str(), rest.c_str()) != 0) return failure("rename", file, std::strerror(errno));
  } else if (::unlink(file.c_str()) != 0) {
    return failure("remove", file, std::strerror(errno));
  }
  if (auto synced = sync_directory(); !synced) return synced.error();
  remove_quietly(file + std::string(kLog));
  if (!rest.empty() && ::truncate(rest.c_str(), 0) != 0)
    spdlog::warn("cannot empty {}: {}", rest, std::strerror(errno));
  return rest;
}

std::string attach_statement(const std::string& path, const std::string& name) {
  return "ATTACH IF NOT EXISTS " + quote_text(path) + " AS " + quote_name(name) + kStorage;
}

}  // namespace slipher::engine
