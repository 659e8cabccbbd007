#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "objects/object_store.h"

namespace slipher::objects {

/// A key pair for an S3 endpoint. Never logged, never printed.
struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;
};

/// Polled while something is under way; true = stop with kCanceled. Empty = never.
using IsInterrupted = std::function<bool()>;

/// On whose behalf a store is used.
struct Access {
  /// Given in a statement; used in the place of the configured ones, at remote buckets only.
  std::optional<Credentials> credentials;
  IsInterrupted is_interrupted;
};

/// Reads one object as it was when it was opened: once it has been overwritten, reading fails. Used by one thread at a
/// time.
class ObjectReader {
 public:
  virtual ~ObjectReader() = default;
  virtual const Object& object() const = 0;
  /// Bytes from `offset` on, fewer than `size` only at the end of the object.
  virtual Result<std::size_t> read(std::int64_t offset, char* out, std::size_t size) = 0;
};

/// What every store of this room does beyond ObjectStore: reading without a path, and serving one statement.
class Store : public ObjectStore {
 public:
  /// Fails when there is no such object.
  virtual Result<std::unique_ptr<ObjectReader>> open(const Location& location) = 0;
  /// The same buckets for one statement. `access.is_interrupted` must stay callable while the store is used; it is
  /// called from any thread.
  virtual std::unique_ptr<Store> for_statement(Access access) = 0;
};

/// Every ObjectStore that this room makes is one.
Store& store_of(ObjectStore& objects);

/// local_object_store() as a Store.
std::unique_ptr<Store> local_store(std::string root);

/// Reads the whole object; fails when it has more than `most_bytes`.
Result<std::string> read_whole(ObjectStore& objects, const Location& location, std::int64_t most_bytes);

/// "s3://bucket/some/key".
std::string uri_of(const Location& location);

}  // namespace slipher::objects
