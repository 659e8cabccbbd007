#include "objects/s3_object_store.h"

#include <algorithm>

#include "objects/errors.h"
#include "objects/s3_reader.h"
#include "objects/s3_upload.h"

namespace slipher::objects {
namespace {

class S3ObjectStore final : public Store {
 public:
  S3ObjectStore(std::shared_ptr<const S3Endpoint> endpoint, std::shared_ptr<StagingFolder> staging, Access access)
      : endpoint_(std::move(endpoint)),
        staging_(std::move(staging)),
        client_(std::make_shared<const S3Client>(endpoint_, std::move(access))) {}

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
    return objects;
  }

  Result<std::unique_ptr<ObjectReader>> open(const Location& location) override {
    auto object = client_->head(location);
    if (!object) return object.error();
    return s3_reader(client_, location, *std::move(object));
  }

  Result<std::string> readable_path(const Location& location) override {
    if (auto object = client_->head(location); !object) return object.error();
    return uri_of(location);
  }

  Result<std::string> stage(const Location& location) override { return staging_->make_path(location.key); }

  Result<void> publish(const std::string& staged_path, const Location& location) override {
    auto sent = upload_file(*client_, staged_path, location);
    if (sent) staging_->discard(staged_path);
    return sent;
  }

  void discard(const std::string& staged_path) override { staging_->discard(staged_path); }

  Result<void> remove(const Location& location) override { return client_->remove(location); }

  std::unique_ptr<Store> for_statement(Access access) override {
    return std::make_unique<S3ObjectStore>(endpoint_, staging_, std::move(access));
  }

 private:
  const std::shared_ptr<const S3Endpoint> endpoint_;
  const std::shared_ptr<StagingFolder> staging_;
  const std::shared_ptr<const S3Client> client_;
};

}  // namespace

std::unique_ptr<Store> s3_object_store(std::shared_ptr<const S3Endpoint> endpoint,
                                       std::shared_ptr<StagingFolder> staging, Access access) {
  return std::make_unique<S3ObjectStore>(std::move(endpoint), std::move(staging), std::move(access));
}

}  // namespace slipher::objects
