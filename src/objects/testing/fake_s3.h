#pragma once
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "objects/testing/fake_server.h"

namespace slipher::objects {

/// One bucket in memory behind a FakeServer, addressed by path: objects, ranges, If-Match, pages of listings, uploads
/// in parts. `fault` may answer a request in its stead.
class FakeS3 {
 public:
  explicit FakeS3(std::string bucket) : bucket_(std::move(bucket)), server_([this](auto& r) { return handle(r); }) {}

  std::string url() const { return server_.url(); }
  const FakeServer& server() const { return server_; }
  void put(const std::string& key, std::string body);
  std::optional<std::string> get(const std::string& key);
  std::size_t open_uploads();
  /// Requests so far, as "GET /bucket/key?query".
  std::vector<std::string> requests();
  std::size_t count(const std::string& beginning);

  /// Set before requests come. Called with the request and its number among all.
  std::function<std::optional<RawResponse>(const RawRequest&, std::size_t)> fault;
  std::size_t page_size = 1000;
  bool honours_if_match = true;

 private:
  struct Stored {
    std::string body;
    std::string etag;
  };
  RawResponse handle(const RawRequest& request);
  RawResponse of_bucket(const RawRequest& request, const std::map<std::string, std::string>& query);
  RawResponse of_object(const RawRequest& request, const std::string& key);
  RawResponse of_upload(const RawRequest& request, const std::string& key, std::map<std::string, std::string> query);

  const std::string bucket_;
  std::mutex mutex_;
  std::map<std::string, Stored> objects_;
  std::map<std::string, std::map<int, std::string>> uploads_;
  std::vector<std::string> requests_;
  int versions_ = 0;
  FakeServer server_;  // last: it calls handle()
};

/// The fault that answers the first `times` requests with `status`.
std::function<std::optional<RawResponse>(const RawRequest&, std::size_t)> first_requests(std::size_t times, int status);

}  // namespace slipher::objects
