#include "objects/s3_object_store.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>

#include "objects/errors.h"
#include "objects/s3_reader.h"
#include "objects/s3_upload.h"

namespace slipher::objects {
namespace {

/// What a statement's listings said of objects, so that it need not ask for each of them again: a load of many small
/// files would wait for as many answers. Reading says with If-Match which state of an object it wants.
class KnownObjects {
 public:
  void add(const std::string& bucket, const std::vector<Object>& objects) {
    std::lock_guard lock(mutex_);
    for (const auto& object : objects) {
      if (!object.etag.empty()) objects_.insert_or_assign({bucket, object.key}, object);
    }
  }
  std::optional<Object> find(const Location& location) const {
    std::lock_guard lock(mutex_);
    const auto found = objects_.find({location.bucket, location.key});
    return found == objects_.end() ? std::nullopt : std::optional(found->second);
  }
  void forget(const Location& location) {
    std::lock_guard lock(mutex_);
    objects_.erase({location.bucket, location.key});
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, Object> objects_;
};

class S3ObjectStore final : public Store {
 public:
  S3ObjectStore(std::shared_ptr<const S3Endpoint> endpoint, std::shared_ptr<StagingFolder> staging, Access access,
                bool serves_one_statement)
      : endpoint_(std::move(endpoint)),
        staging_(std::move(staging)),
        client_(std::make_shared<const S3Client>(endpoint_, std::move(access))),
        remembers_(serves_one_statement) {}

  Result<std::vector<Object>> list(const std::string& bucket, const std::string& prefix) override {
    std::vector<Object> objects;
    std::string token;
    do {
      auto page = client_->list_page(bucket, prefix, token);
      if (!page) return page.error();
      if (objects.size() + page->objects.size() > kMaxListedObjects) return too_many_objects(prefix);
      std::move(page->objects.begin(), page->objects.end(), std::back_inserter(objects));
      token = std::move(page->next_token);
    } while (!token.empty());
    std::sort(objects.begin(), objects.end(), [](const Object& a, const Object& b) { return a.key < b.key; });
    if (remembers_) known_.add(bucket, objects);
    return objects;
  }

  Result<std::unique_ptr<ObjectReader>> open(const Location& location) override {
    auto object = look_at(location);
    if (!object) return object.error();
    return s3_reader(client_, location, *std::move(object));
  }

  Result<std::string> readable_path(const Location& location) override {
    if (auto object = look_at(location); !object) return object.error();
    return uri_of(location);
  }

  Result<std::string> stage(const Location& location) override { return staging_->make_path(location.key); }

  Result<void> publish(const std::string& staged_path, const Location& location) override {
    known_.forget(location);
    auto sent = upload_file(*client_, staged_path, location);
    if (sent) staging_->discard(staged_path);
    return sent;
  }

  void discard(const std::string& staged_path) override { staging_->discard(staged_path); }

  Result<void> remove(const Location& location) override {
    known_.forget(location);
    return client_->remove(location);
  }

  std::unique_ptr<Store> for_statement(Access access) override {
    return std::make_unique<S3ObjectStore>(endpoint_, staging_, std::move(access), true);
  }

 private:
  Result<Object> look_at(const Location& location) const {
    if (auto known = known_.find(location)) return *std::move(known);
    return client_->head(location);
  }

  const std::shared_ptr<const S3Endpoint> endpoint_;
  const std::shared_ptr<StagingFolder> staging_;
  const std::shared_ptr<const S3Client> client_;
  const bool remembers_;
  KnownObjects known_;
};

}  // namespace

std::unique_ptr<Store> s3_object_store(std::shared_ptr<const S3Endpoint> endpoint,
                                       std::shared_ptr<StagingFolder> staging, Access access) {
  return std::make_unique<S3ObjectStore>(std::move(endpoint), std::move(staging), std::move(access), false);
}

}  // namespace slipher::objects
