#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "objects/errors.h"
#include "objects/limits.h"
#include "objects/location.h"
#include "objects/staging_folder.h"
#include "objects/store.h"

namespace slipher::objects {
namespace {

namespace fs = std::filesystem;

/// Not a bucket's name, so no location leads here.
constexpr const char* kStagingFolder = ".staging";

Error system_error(const std::string& what, const std::string& key, const std::error_code& code) {
  return storage_failed(what + " " + key, code.message(), 500, "InternalError");
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

class LocalReader final : public ObjectReader {
 public:
  LocalReader(int file, Object object, std::string uri)
      : file_(file), object_(std::move(object)), uri_(std::move(uri)) {}
  ~LocalReader() override { ::close(file_); }
  LocalReader(const LocalReader&) = delete;
  LocalReader& operator=(const LocalReader&) = delete;

  const Object& object() const override { return object_; }
  Result<std::size_t> read(std::int64_t offset, char* out, std::size_t size) override {
    std::size_t done = 0;
    while (done < size) {
      const auto count = ::pread(file_, out + done, size - done, offset + static_cast<std::int64_t>(done));
      if (count < 0) return system_error("read", uri_, last_error());
      if (count == 0) break;
      done += static_cast<std::size_t>(count);
    }
    // A renamed file leaves this one as it was; one that was written in place shows here.
    struct stat status {};
    if (::fstat(file_, &status) != 0 || etag_of(status) != object_.etag) return overwritten(uri_);
    return done;
  }

 private:
  const int file_;
  const Object object_;
  const std::string uri_;
};

class LocalObjectStore final : public Store {
 public:
  LocalObjectStore(std::string root, std::shared_ptr<StagingFolder> staging)
      : root_(std::move(root)), staging_(std::move(staging)) {}

  Result<std::vector<Object>> list(const std::string& bucket, const std::string& prefix) override;
  Result<std::unique_ptr<ObjectReader>> open(const Location& location) override;
  Result<std::string> readable_path(const Location& location) override;
  Result<std::string> stage(const Location& location) override;
  Result<void> publish(const std::string& staged_path, const Location& location) override;
  void discard(const std::string& staged_path) override;
  Result<void> remove(const Location& location) override;
  std::unique_ptr<Store> for_statement(Access) override {
    return std::make_unique<LocalObjectStore>(root_.string(), staging_);
  }

 private:
  /// The bucket's real directory.
  Result<fs::path> bucket_path(const std::string& bucket) const;
  /// Where the key's object is or would be, having checked that what exists of the way stays in the bucket.
  Result<fs::path> object_path(const Location& location) const;

  fs::path root_;
  std::shared_ptr<StagingFolder> staging_;
};

Result<fs::path> LocalObjectStore::bucket_path(const std::string& bucket) const {
  if (!is_bucket_name(bucket)) return no_such_bucket(bucket);
  std::error_code error;
  const auto root = fs::canonical(root_, error);
  if (error) return no_such_bucket(bucket);
  auto path = fs::canonical(root_ / bucket, error);
  if (error || !fs::is_directory(path, error)) return no_such_bucket(bucket);
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
  if (error) return system_error("reach", location.key, error);
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
    if (objects.size() == kMaxListedObjects) return too_many_objects(prefix);
    objects.push_back(describe(std::move(key), status));
  }
  if (error) return system_error("list", prefix, error);
  std::sort(objects.begin(), objects.end(), [](const Object& a, const Object& b) { return a.key < b.key; });
  return objects;
}

Result<std::unique_ptr<ObjectReader>> LocalObjectStore::open(const Location& location) {
  const auto path = readable_path(location);
  if (!path) return path.error();
  const int file = ::open(path->c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return system_error("open", uri_of(location), last_error());
  struct stat status {};
  if (::fstat(file, &status) != 0) {
    ::close(file);
    return system_error("open", uri_of(location), last_error());
  }
  return std::unique_ptr<ObjectReader>(
      std::make_unique<LocalReader>(file, describe(location.key, status), uri_of(location)));
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
  return staging_->make_path(location.key);
}

Result<void> LocalObjectStore::publish(const std::string& staged_path, const Location& location) {
  const auto path = object_path(location);
  if (!path) return path.error();
  if (auto error = flush(staged_path, O_RDONLY)) return system_error("flush", location.key, error);
  std::error_code error;
  const auto folder = path->parent_path();
  fs::create_directories(folder, error);
  if (error) return system_error("make a folder for", location.key, error);
  fs::rename(staged_path, *path, error);
  if (error) return system_error("publish", location.key, error);
  // New folders on the way are entries of their parents.
  const auto bucket = *bucket_path(location.bucket);
  for (auto at = folder;; at = at.parent_path()) {
    if ((error = flush(at, O_RDONLY | O_DIRECTORY))) return system_error("flush", location.key, error);
    if (at == bucket || !is_within(at, bucket)) return {};
  }
}

void LocalObjectStore::discard(const std::string& staged_path) { staging_->discard(staged_path); }

Result<void> LocalObjectStore::remove(const Location& location) {
  const auto path = object_path(location);
  if (!path) return path.error();
  std::error_code error;
  if (!fs::is_regular_file(*path, error)) return no_such_key(location.key);
  fs::remove(*path, error);
  if (error) return system_error("remove", location.key, error);
  // Folders exist only as parts of keys. One that is not empty stays.
  const auto bucket = *bucket_path(location.bucket);
  for (auto at = path->parent_path(); at != bucket && is_within(at, bucket); at = at.parent_path())
    if (::rmdir(at.c_str()) != 0) break;
  return {};
}

}  // namespace

Result<std::string> read_whole(ObjectStore& objects, const Location& location, std::int64_t most_bytes) {
  auto reader = store_of(objects).open(location);
  if (!reader) return reader.error();
  const auto bytes = (*reader)->object().bytes;
  if (bytes > most_bytes)
    return sql_error("'" + uri_of(location) + "' is larger than " + std::to_string(most_bytes) + " bytes");
  std::string text(static_cast<std::size_t>(bytes), '\0');
  const auto count = (*reader)->read(0, text.data(), text.size());
  if (!count) return count.error();
  text.resize(*count);
  return text;
}

Store& store_of(ObjectStore& objects) { return dynamic_cast<Store&>(objects); }

std::string uri_of(const Location& location) { return "s3://" + location.bucket + "/" + location.key; }

std::unique_ptr<Store> local_store(std::string root) {
  auto staging = std::make_shared<StagingFolder>((fs::path(root) / kStagingFolder).string());
  return std::make_unique<LocalObjectStore>(std::move(root), std::move(staging));
}

std::unique_ptr<ObjectStore> local_object_store(std::string root) { return local_store(std::move(root)); }

}  // namespace slipher::objects
