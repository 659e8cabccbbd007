#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace slipher::objects {

/// "s3://bucket/some/key" in its parts.
struct Location {
  std::string bucket;
  std::string key;
};

/// Fails with kSql text for anything that is not s3://bucket[/key].
Result<Location> parse_location(std::string_view uri);

/// One stored object.
struct Object {
  std::string key;
  std::int64_t bytes = 0;
  Timestamp modified_at{};
  std::string etag;
};

/// Buckets and the objects in them. Safe to call from any thread.
class ObjectStore {
 public:
  virtual ~ObjectStore() = default;
  /// Objects whose key starts with `prefix`, sorted by key. Fails when the bucket does not exist.
  virtual Result<std::vector<Object>> list(const std::string& bucket, const std::string& prefix) = 0;
  /// A path that the engine can open to read this object.
  virtual Result<std::string> readable_path(const Location& location) = 0;
  /// A path to write to; nothing is visible under the object's key until publish() moves it there, whole.
  virtual Result<std::string> stage(const Location& location) = 0;
  virtual Result<void> publish(const std::string& staged_path, const Location& location) = 0;
  virtual void discard(const std::string& staged_path) = 0;
  virtual Result<void> remove(const Location& location) = 0;
};

/// Buckets as directories below `root`: s3://bucket/key is root/bucket/key. Keys that would leave their bucket (.., an
/// absolute path, a symbolic link out) are refused. Buckets are made by making the directory. Staged files lie in
/// root/.staging, which belongs to this store alone: the first stage() removes what a killed process left there.
std::unique_ptr<ObjectStore> local_object_store(std::string root);

}  // namespace slipher::objects
