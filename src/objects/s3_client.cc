#include "objects/s3_client.h"

#include <algorithm>
#include <random>
#include <thread>

#include "base/log.h"
#include "identity/canonical_request.h"
#include "objects/errors.h"
#include "objects/s3_address.h"

namespace slipher::objects {
namespace {

bool is_worth_another_try(const RawResponse& response) {
  const int status = response.status;
  if (status == 429 || status == 408 || (status >= 500 && status != 501)) return true;
  // S3 answers some failures of a completion with status 200, after it has begun to answer.
  const auto code = status == 200 || status == 400 ? parse_failure(response.body).code : std::string();
  return code == "InternalError" || code == "SlowDown" || code == "RequestTimeout" || code == "OperationAborted";
}

/// Full jitter: any time between nothing and the doubled delay, so that many clients do not come back together.
milliseconds retry_delay(const RetryLimits& limits, int attempt) {
  const auto most = std::min(limits.longest_delay.count(), limits.first_delay.count() << std::min(attempt, 20));
  thread_local std::minstd_rand random{std::random_device{}()};
  return milliseconds(std::uniform_int_distribution<std::int64_t>(0, most)(random));
}

}  // namespace

S3Client::S3Client(std::shared_ptr<const S3Endpoint> endpoint, Access access)
    : endpoint_(std::move(endpoint)), access_(std::move(access)) {
  const auto& credentials = access_.credentials ? access_.credentials : endpoint_->settings.credentials;
  if (!credentials) return;
  key_ = identity::AccessKey{credentials->access_key_id, credentials->secret_access_key, {}, false};
  session_token_ = credentials->session_token;
}

void S3Client::sign(RawRequest& request, const std::string& host) const {
  if (!key_) {
    request.headers.add("Host", host);
    return;
  }
  if (!session_token_.empty()) request.headers.add("X-Amz-Security-Token", session_token_);
  identity::sign(request, host, *key_, {endpoint_->settings.region, "s3"}, endpoint_->clock->now());
}

bool S3Client::wait_before_retry(int attempt) const {
  auto left = retry_delay(endpoint_->retries, attempt);
  while (left.count() > 0) {
    if (is_interrupted()) return false;
    const auto slice = std::min(left, kInterruptPoll);
    std::this_thread::sleep_for(slice);
    left -= slice;
  }
  return !is_interrupted();
}

Result<RawResponse> S3Client::attempt(const Call& call, RawRequest& request, const std::string& origin) const {
  return endpoint_->http->send(origin, request, call.most_bytes, access_.is_interrupted);
}

Result<RawResponse> S3Client::send(Call call) const {
  const auto address = address_of(endpoint_->settings, call.location);
  RawRequest plain{.method = call.method, .target = address.path, .headers = call.headers};
  char separator = '?';
  for (const auto& [name, value] : call.query) {
    plain.target += separator + identity::uri_encode(name, false) + "=" + identity::uri_encode(value, false);
    separator = '&';
  }
  plain.body = std::move(call.body);
  for (int number = 0;; ++number) {
    RawRequest request{.method = plain.method, .target = plain.target, .headers = plain.headers};
    request.body.swap(plain.body);  // a part is large: it is lent, not copied
    sign(request, address.host);
    auto response = attempt(call, request, address.origin);
    plain.body.swap(request.body);
    const bool last = number + 1 >= endpoint_->retries.attempts;
    const bool again =
        response ? is_worth_another_try(*response) : response.error().code == ErrorCode::kServiceUnavailable;
    if (again && !last) {
      spdlog::debug("S3: cannot {}, {}; attempt {}", call.doing,
                    response ? "status " + std::to_string(response->status) : response.error().message, number + 1);
      if (!wait_before_retry(number)) return interrupted();
      continue;
    }
    if (!response) {
      if (response.error().code == ErrorCode::kCanceled) return response.error();
      return storage_failed(call.doing, response.error().message, 500, "ConnectionError");
    }
    if (response->status >= 300 || again) return failure(call, *response);
    return response;
  }
}

Error S3Client::failure(const Call& call, const RawResponse& response) {
  const auto failure = parse_failure(response.body);
  const auto& location = call.location;
  const auto what = location.key.empty() ? location.bucket : uri_of(location);
  if (failure.code == "NoSuchBucket") return no_such_bucket(location.bucket);
  if (response.status == 412) return overwritten(uri_of(location));
  if (response.status == 404 && (failure.code == "NoSuchKey" || failure.code.empty()))
    return location.key.empty() ? no_such_bucket(location.bucket) : no_such_key(uri_of(location));
  if (failure.code == "AccessDenied" || (response.status == 403 && failure.code.empty())) return access_denied(what);
  auto region = failure.region;
  if (region.empty()) region = response.headers.get("x-amz-bucket-region");
  const bool elsewhere =
      response.status == 301 || response.status == 307 || failure.code == "AuthorizationHeaderMalformed";
  if (elsewhere && !region.empty())
    return storage_failed(call.doing, "the bucket is in region " + region, response.status, "PermanentRedirect");
  return storage_failed(call.doing,
                        failure.message.empty() ? "status " + std::to_string(response.status) : failure.message,
                        response.status, failure.code.empty() ? "ServiceException" : failure.code);
}

Result<ListingPage> S3Client::list_page(const std::string& bucket, const std::string& prefix,
                                        const std::string& token) const {
  Query query = {{"list-type", "2"}, {"prefix", prefix}};
  if (!token.empty()) query.emplace_back("continuation-token", token);
  const auto response = send({.method = "GET",
                              .location = {bucket, ""},
                              .query = std::move(query),
                              .doing = "list s3://" + bucket + "/" + prefix});
  if (!response) return response.error();
  auto page = parse_listing(response->body);
  if (!page)
    return storage_failed("list s3://" + bucket + "/" + prefix, "the answer is not a listing", 500, "InternalError");
  return *std::move(page);
}

Result<void> S3Client::put(const Location& location, std::string body) const {
  const auto response =
      send({.method = "PUT", .location = location, .body = std::move(body), .doing = "write " + uri_of(location)});
  return response ? Result<void>() : response.error();
}

Result<void> S3Client::remove(const Location& location) const {
  const auto response = send({.method = "DELETE", .location = location, .doing = "remove " + uri_of(location)});
  return response ? Result<void>() : response.error();
}

}  // namespace slipher::objects
