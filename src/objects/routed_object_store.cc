#include <algorithm>
#include <memory>
#include <utility>

#include "objects/http_client.h"
#include "objects/limits.h"
#include "objects/s3_client.h"
#include "objects/s3_object_store.h"
#include "objects/s3_settings.h"
#include "objects/staging_folder.h"

namespace slipher::objects {
namespace {

/// Not a bucket's name.
constexpr const char* kStagingFolder = "/.staging-remote";

/// Hands each bucket to the store that keeps it.
class RoutedObjectStore final : public Store {
 public:
  struct Route {
    std::string pattern;
    std::unique_ptr<Store> store;
  };
  RoutedObjectStore(std::vector<Route> routes, std::unique_ptr<Store> local)
      : routes_(std::move(routes)), local_(std::move(local)) {}

  Result<std::vector<Object>> list(const std::string& bucket, const std::string& prefix) override {
    return of(bucket).list(bucket, prefix);
  }
  Result<std::unique_ptr<ObjectReader>> open(const Location& location) override {
    return of(location.bucket).open(location);
  }
  Result<std::string> readable_path(const Location& location) override {
    return of(location.bucket).readable_path(location);
  }
  Result<std::string> stage(const Location& location) override { return of(location.bucket).stage(location); }
  Result<void> publish(const std::string& staged_path, const Location& location) override {
    return of(location.bucket).publish(staged_path, location);
  }
  void discard(const std::string& staged_path) override {
    local_->discard(staged_path);
    for (const auto& route : routes_) route.store->discard(staged_path);
  }
  Result<void> remove(const Location& location) override { return of(location.bucket).remove(location); }

  std::unique_ptr<Store> for_statement(Access access) override {
    std::vector<Route> routes;
    for (const auto& route : routes_) routes.push_back({route.pattern, route.store->for_statement(access)});
    return std::make_unique<RoutedObjectStore>(std::move(routes), local_->for_statement(access));
  }

 private:
  Store& of(const std::string& bucket) {
    for (const auto& route : routes_) {
      if (matches_bucket(route.pattern, bucket)) return *route.store;
    }
    return *local_;
  }

  const std::vector<Route> routes_;
  const std::unique_ptr<Store> local_;
};

}  // namespace

bool matches_bucket(std::string_view pattern, std::string_view bucket) {
  const auto star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == bucket;
  if (bucket.substr(0, star) != pattern.substr(0, star)) return false;
  const auto rest = pattern.substr(star + 1);
  for (auto from = star; from <= bucket.size(); ++from) {
    if (matches_bucket(rest, bucket.substr(from))) return true;
  }
  return false;
}

std::unique_ptr<Store> object_store(std::string local_root, std::vector<BucketRule> rules) {
  if (rules.empty()) return local_store(std::move(local_root));
  auto local = local_store(local_root);
  const auto workers = std::make_shared<WorkerPool>(kTransferThreads);
  const auto clock = std::make_shared<const SystemClock>();
  std::vector<RoutedObjectStore::Route> routes;
  const auto staging = std::make_shared<StagingFolder>(local_root + kStagingFolder);
  for (auto& rule : rules) {
    auto endpoint = std::make_shared<const S3Endpoint>(
        S3Endpoint{rule.settings, std::shared_ptr<HttpClient>(curl_client(rule.settings.ca_file)), workers, clock, {}});
    routes.push_back({std::move(rule.bucket), s3_object_store(std::move(endpoint), staging)});
  }
  return std::make_unique<RoutedObjectStore>(std::move(routes), std::move(local));
}

}  // namespace slipher::objects
