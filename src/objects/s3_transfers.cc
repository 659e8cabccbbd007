#include <charconv>

#include "identity/signing_time.h"
#include "objects/errors.h"
#include "objects/s3_client.h"

namespace slipher::objects {

// The operations that move an object's bytes.

Result<Object> S3Client::head(const Location& location) const {
  const auto response = send({.method = "HEAD", .location = location, .doing = "open " + uri_of(location)});
  if (!response) return response.error();
  Object object;
  object.key = location.key;
  object.etag = response->headers.get("etag");
  if (const auto time = identity::parse_http_date(response->headers.get("last-modified"))) object.modified_at = *time;
  const auto length = response->headers.get("content-length");
  const auto [end, problem] = std::from_chars(length.data(), length.data() + length.size(), object.bytes);
  if (problem != std::errc() || object.bytes < 0)
    return storage_failed("open " + uri_of(location), "the answer has no length", 500, "InternalError");
  return object;
}

Result<std::string> S3Client::get_range(const Location& location, const std::string& etag, std::int64_t offset,
                                        std::size_t size) const {
  Call call{.method = "GET", .location = location, .most_bytes = kMaxAnswerBytes, .doing = "read " + uri_of(location)};
  call.headers.add(
      "Range", "bytes=" + std::to_string(offset) + "-" + std::to_string(offset + static_cast<std::int64_t>(size) - 1));
  if (!etag.empty()) call.headers.add("If-Match", etag);
  auto response = send(std::move(call));
  if (!response) return response.error();
  // Not every endpoint honours If-Match.
  const auto found = response->headers.get("etag");
  if (!etag.empty() && !found.empty() && found != etag) return overwritten(uri_of(location));
  if (response->body.size() != size || (response->status != 206 && offset != 0))
    return storage_failed("read " + uri_of(location), "the answer has other bytes than were asked for",
                          response->status, "InvalidRange");
  return std::move(response->body);
}

Result<std::string> S3Client::create_upload(const Location& location) const {
  const auto response =
      send({.method = "POST", .location = location, .query = {{"uploads", ""}}, .doing = "write " + uri_of(location)});
  if (!response) return response.error();
  auto id = parse_upload_id(response->body);
  if (id.empty())
    return storage_failed("write " + uri_of(location), "the answer has no upload id", response->status,
                          "InternalError");
  return id;
}

Result<std::string> S3Client::put_part(const Location& location, const std::string& upload_id, int number,
                                       std::string body) const {
  const auto response = send({.method = "PUT",
                              .location = location,
                              .query = {{"partNumber", std::to_string(number)}, {"uploadId", upload_id}},
                              .body = std::move(body),
                              .doing = "write " + uri_of(location)});
  if (!response) return response.error();
  return std::string(response->headers.get("etag"));
}

Result<void> S3Client::complete_upload(const Location& location, const std::string& upload_id,
                                       const std::vector<std::string>& etags) const {
  const auto response = send({.method = "POST",
                              .location = location,
                              .query = {{"uploadId", upload_id}},
                              .body = completion_xml(etags),
                              .doing = "write " + uri_of(location)});
  if (!response) return response.error();
  const auto failure = parse_failure(response->body);
  if (!failure.code.empty())
    return storage_failed("write " + uri_of(location), failure.message, response->status, failure.code);
  return {};
}

void S3Client::abort_upload(const Location& location, const std::string& upload_id) const {
  (void)until({})
      .send({.method = "DELETE", .location = location, .query = {{"uploadId", upload_id}}, .doing = "abort an upload"})
      .has_value();
}

}  // namespace slipher::objects
