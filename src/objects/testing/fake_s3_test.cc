#include "objects/testing/fake_s3.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "identity/canonical_request.h"

namespace slipher::objects {
namespace {

RawResponse error(int status, const std::string& code) {
  return {status,
          {},
          "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>it is " + code + "</Message></Error>"};
}

}  // namespace

std::function<std::optional<RawResponse>(const RawRequest&, std::size_t)> first_requests(std::size_t times,
                                                                                         int status) {
  return [=](const RawRequest&, std::size_t number) -> std::optional<RawResponse> {
    if (number >= times) return std::nullopt;
    return RawResponse{status, {}, ""};
  };
}

void FakeS3::put(const std::string& key, std::string body) {
  std::lock_guard lock(mutex_);
  objects_[key] = {std::move(body), "\"v" + std::to_string(++versions_) + "\""};
}

std::optional<std::string> FakeS3::get(const std::string& key) {
  std::lock_guard lock(mutex_);
  const auto found = objects_.find(key);
  return found == objects_.end() ? std::nullopt : std::optional(found->second.body);
}

std::size_t FakeS3::open_uploads() {
  std::lock_guard lock(mutex_);
  return uploads_.size();
}

std::vector<std::string> FakeS3::requests() {
  std::lock_guard lock(mutex_);
  return requests_;
}

std::size_t FakeS3::count(const std::string& beginning) {
  const auto all = requests();
  return static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [&](const std::string& text) { return text.starts_with(beginning); }));
}

RawResponse FakeS3::handle(const RawRequest& request) {
  std::lock_guard lock(mutex_);
  requests_.push_back(request.method + " " + request.target);
  if (fault) {
    if (auto reply = fault(request, requests_.size() - 1)) return *reply;
  }
  std::map<std::string, std::string> query;
  for (auto& [name, value] : identity::parse_query(request.target)) query[name] = value;
  const auto path = identity::uri_decode(request.target.substr(1, request.target.find('?') - 1));
  const auto slash = path.find('/');
  if (path.substr(0, slash) != bucket_) return error(404, "NoSuchBucket");
  const auto key = slash == std::string::npos ? std::string() : path.substr(slash + 1);
  if (key.empty()) return of_bucket(request, query);
  if (query.contains("uploads") || query.contains("uploadId")) return of_upload(request, key, std::move(query));
  return of_object(request, key);
}

RawResponse FakeS3::of_bucket(const RawRequest&, const std::map<std::string, std::string>& query) {
  const auto prefix = query.at("prefix");
  std::string xml = "<ListBucketResult>";
  std::size_t listed = 0;
  std::string last;
  bool more = false;
  for (const auto& [key, object] : objects_) {
    if (!key.starts_with(prefix) || (query.contains("continuation-token") && key <= query.at("continuation-token")))
      continue;
    more = listed++ == page_size;
    if (more) break;
    last = key;
    std::string escaped;
    for (const char c : key) escaped += c == '&' ? "&amp;" : std::string(1, c);
    xml += "<Contents><Key>" + escaped + "</Key><Size>" + std::to_string(object.body.size()) + "</Size><ETag>" +
           object.etag + "</ETag><LastModified>2024-06-12T10:20:30.000Z</LastModified></Contents>";
  }
  if (more) xml += "<IsTruncated>true</IsTruncated><NextContinuationToken>" + last + "</NextContinuationToken>";
  return {200, {}, xml + "</ListBucketResult>"};
}

RawResponse FakeS3::of_object(const RawRequest& request, const std::string& key) {
  if (request.method == "PUT") {
    objects_[key] = {request.body, "\"v" + std::to_string(++versions_) + "\""};
    return {200, {}, ""};
  }
  const auto found = objects_.find(key);
  if (request.method == "DELETE") {
    if (found != objects_.end()) objects_.erase(found);
    return {204, {}, ""};
  }
  if (found == objects_.end()) return request.method == "HEAD" ? RawResponse{404, {}, ""} : error(404, "NoSuchKey");
  const auto& object = found->second;
  const auto condition = request.headers.get("if-match");
  if (honours_if_match && !condition.empty() && condition != object.etag) return error(412, "PreconditionFailed");
  RawResponse response;
  response.headers.add("ETag", object.etag);
  response.headers.add("Last-Modified", "Wed, 12 Jun 2024 10:20:30 GMT");
  if (request.method == "HEAD") {
    response.headers.add("Content-Length", std::to_string(object.body.size()));
    return response;
  }
  const auto range = std::string(request.headers.get("range"));
  const auto dash = range.find('-');
  const auto from = std::stoul(range.substr(6, dash - 6));
  response.status = 206;
  response.body = object.body.substr(from, std::stoul(range.substr(dash + 1)) - from + 1);
  return response;
}

RawResponse FakeS3::of_upload(const RawRequest& request, const std::string& key,
                              std::map<std::string, std::string> query) {
  if (query.contains("uploads")) {
    const auto id = "upload" + std::to_string(++versions_);
    uploads_[id];
    return {200, {}, "<InitiateMultipartUploadResult><UploadId>" + id + "</UploadId></InitiateMultipartUploadResult>"};
  }
  const auto upload = uploads_.find(query["uploadId"]);
  if (upload == uploads_.end()) return error(404, "NoSuchUpload");
  RawResponse response;
  if (request.method == "PUT") {
    const int number = std::stoi(query["partNumber"]);
    upload->second[number] = request.body;
    response.headers.add("ETag", "\"part" + std::to_string(number) + "\"");
    return response;
  }
  if (request.method == "POST") {
    std::string body;
    for (const auto& [number, part] : upload->second) {
      if (request.body.find("<ETag>&quot;part" + std::to_string(number) + "&quot;</ETag>") == std::string::npos &&
          request.body.find("<ETag>\"part" + std::to_string(number) + "\"</ETag>") == std::string::npos)
        return error(400, "InvalidPart");
      body += part;
    }
    objects_[key] = {std::move(body), "\"v" + std::to_string(++versions_) + "\""};
  }
  uploads_.erase(upload);
  return response;
}

TEST(FakeS3, KeepsObjects) {
  FakeS3 s3("demo");
  s3.put("k", "text");
  EXPECT_EQ(s3.get("k"), "text");
  EXPECT_EQ(s3.get("other"), std::nullopt);
  EXPECT_EQ(s3.open_uploads(), 0U);
}

}  // namespace slipher::objects
