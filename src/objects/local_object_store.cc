#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <mutex>
#include <optional>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "base/ids.h"
#include "objects/location.h"
#include "objects/object_store.h"

namespace slipher::objects {
namespace {

namespace fs = std::filesystem;

/// More objects than this under one prefix are refused: a listing is held in memory.
constexpr std::size_t kMaxListedObjects = 1'000'000;
/// Not a bucket's name, so no location leads here.
constexpr const char* kStagingFolder = ".staging";

Error sql_error(std::string text) { return {ErrorCode::kSql, "ERROR: " + std::move(text)}; }

Error no_such_bucket() {
  return sql_error("S3ServiceException:The specified bucket does not exist,Status 404,Error NoSuchBucket");
}
Error no_such_key(const std::string& key) {
  return sql_error("S3ServiceException:The specified key does not exist: " + key + ",Status 404,Error NoSuchKey");
}
Error access_denied(const std::string& key) {
  return sql_error("S3ServiceException:Access Denied: " + key + ",Status 403,Error AccessDenied");
}
Error system_error(const std::string& what, const std::string& key, const std::error_code& code) {
  return sql_error("S3ServiceException:" + what + " " + key + ": " + code.message() +
                   ",Status 500,Error InternalError");
}
std::error_code last_error() { return {errno, std::generic_category()}; }

/// Whether `path` is `base` or lies below it; both canonical.
bool is_within(const fs::path& path, const fs::path& base) {
  const auto [end, _] = std::mismatch(base.begin(), base.end(), path.begin(), path.end());
  return end == base.end();
}

/// Makes a directory entry durable (fsync(2): a file's own fsync does not).
std::error_code flush(const fs::path& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC);
  if (file < 0) return last_error();
  const auto result = ::fsync(file) == 0 ? std::error_code() : last_error();
  ::close(file);
  return result;
}

/// S3's ETag stands for the content; here it changes whenever the file is replaced or written.
std::string etag_of(const struct stat& status) {
  char text[64];
  std::snprintf(text, sizeof text, "%llx-%llx-%llx", static_cast<unsigned long long>(status.st_ino),
                static_cast<unsigned long long>(status.st_size),
                static_cast<unsigned long long>(status.st_mtim.tv_sec) * 1'000'000'000ULL +
                    static_cast<unsigned long long>(status.st_mtim.tv_nsec));
  return text;
}

Object describe(std::string key, const struct stat& status) {
  const auto modified = seconds(status.st_mtim.tv_sec) + microseconds(status.st_mtim.tv_nsec / 1000);
  return {std::move(key), status.st_size, Timestamp(modified), etag_of(status)};
}

class LocalObjectStore final : public ObjectStore {
 public:
  explicit LocalObjectStore(std::string root) : root_(std::move(root)) {}

  Result<std::vector<Object>> list(const std::string& bucket, const std::string& prefix) override;
  Result<std::string> readable_path(const Location& location) override;
  Result<std::string> stage(const Location& location) override;
  Result<void> publish(const std::string& staged_path, const Location& location) override;
  void discard(const std::string& staged_path) override;
  Result<void> remove(const Location& location) override;

 private:
  /// The bucket's real directory.
  Result<fs::path> bucket_path(const std::string& bucket) const;
  /// Where the key's object is or would be, having checked that what exists of the way stays in the bucket.
  Result<fs::path> object_path(const Location& location) const;

  fs::path root_;
  std::once_flag swept_;
};

Result<fs::path> LocalObjectStore::bucket_path(const std::string& bucket) const {
  if (!is_bucket_name(bucket)) return no_such_bucket();
  std::error_code error;
  const auto root = fs::canonical(root_, error);
  if (error) return no_such_bucket();
  auto path = fs::canonical(root_ / bucket, error);
  if (error || !fs::is_directory(path, error)) return no_such_bucket();
  if (!is_within(path, root)) return access_denied(bucket);
  return path;
}

Result<fs::path> LocalObjectStore::object_path(const Location& location) const {
  auto bucket = bucket_path(location.bucket);
  if (!bucket) return bucket;
  if (!is_key(location.key)) return no_such_key(location.key);
  const fs::path path = *bucket / location.key;
  std::error_code error;
  const auto real = fs::weakly_canonical(path, error);
  if (error) return system_error("cannot reach", location.key, error);
  if (!is_within(real, *bucket)) return access_denied(location.key);
  // A link that leads nowhere cannot be resolved, so weakly_canonical() leaves it as it is.
  if (fs::is_symlink(real, error)) return access_denied(location.key);
  return path;
}

Result<std::vector<Object>> LocalObjectStore::list(const std::string& bucket, const std::string& prefix) {
  const auto base = bucket_path(bucket);
  if (!base) return base.error();
  std::vector<Object> objects;
  if (!is_key_prefix(prefix)) return objects;
  const auto slash = prefix.rfind('/');
  const fs::path folder = slash == std::string::npos ? *base : *base / prefix.substr(0, slash);
  std::error_code error;
  if (!is_within(fs::weakly_canonical(folder, error), *base)) return access_denied(prefix);
  // Links to folders are not followed: they could form a circle.
  fs::recursive_directory_iterator entry(folder, error);
  if (error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory) return objects;
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    auto key = entry->path().lexically_relative(*base).generic_string();
    const std::size_t common = std::min(key.size(), prefix.size());
    if (key.compare(0, common, prefix, 0, common) != 0) {
      if (entry->is_directory(error)) entry.disable_recursion_pending();
      continue;
    }
    if (key.size() < prefix.size()) continue;
    struct stat status {};
    if (::stat(entry->path().c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
    if (entry->is_symlink(error) && !is_within(fs::canonical(entry->path(), error), *base)) continue;
    if (objects.size() == kMaxListedObjects)
      return sql_error("More than " + std::to_string(kMaxListedObjects) + " objects under the prefix '" + prefix +
                       "'.");
    objects.push_back(describe(std::move(key), status));
  }
  if (error) return system_error("cannot list", prefix, error);
  std::sort(objects.begin(), objects.end(), [](const Object& a, const Object& b) { return a.key < b.key; });
  return objects;
}

Result<std::string> LocalObjectStore::readable_path(const Location& location) {
  const auto path = object_path(location);
  if (!path) return path.error();
  std::error_code error;
  if (!fs::is_regular_file(*path, error)) return no_such_key(location.key);
  return path->string();
}

Result<std::string> LocalObjectStore::stage(const Location& location) {
  if (const auto path = object_path(location); !path) return path.error();
  const auto folder = root_ / kStagingFolder;
  std::error_code error;
  // What an earlier process left there when it was killed.
  std::call_once(swept_, [&] { fs::remove_all(folder, error); });
  fs::create_directories(folder, error);
  if (error) return system_error("cannot make a staging folder for", location.key, error);
  return (folder / random_text(24, "0123456789abcdefghijklmnopqrstuvwxyz")).string();
}

Result<void> LocalObjectStore::publish(const std::string& staged_path, const Location& location) {
  const auto path = object_path(location);
  if (!path) return path.error();
  if (auto error = flush(staged_path, O_RDONLY)) return system_error("cannot flush", location.key, error);
  std::error_code error;
  const auto folder = path->parent_path();
  fs::create_directories(folder, error);
  if (error) return system_error("cannot make a folder for", location.key, error);
  fs::rename(staged_path, *path, error);
  if (error) return system_error("cannot publish", location.key, error);
  // New folders on the way are entries of their parents.
  const auto bucket = *bucket_path(location.bucket);
  for (auto at = folder;; at = at.parent_path()) {
    if ((error = flush(at, O_RDONLY | O_DIRECTORY))) return system_error("cannot flush", location.key, error);
    if (at == bucket || !is_within(at, bucket)) return {};
  }
}

void LocalObjectStore::discard(const std::string& staged_path) {
  std::error_code ignored;
  if (fs::path(staged_path).parent_path() == root_ / kStagingFolder) fs::remove_all(staged_path, ignored);
}

Result<void> LocalObjectStore::remove(const Location& location) {
  const auto path = object_path(location);
  if (!path) return path.error();
  std::error_code error;
  if (!fs::is_regular_file(*path, error)) return no_such_key(location.key);
  fs::remove(*path, error);
  if (error) return system_error("cannot remove", location.key, error);
  // Folders exist only as parts of keys. One that is not empty stays.
  const auto bucket = *bucket_path(location.bucket);
  for (auto at = path->parent_path(); at != bucket && is_within(at, bucket); at = at.parent_path())
    if (::rmdir(at.c_str()) != 0) break;
  return {};
}

}  // namespace

std::unique_ptr<ObjectStore> local_object_store(std::string root) {
  return std::make_unique<LocalObjectStore>(std::move(root));
}

}  // namespace slipher::objects
