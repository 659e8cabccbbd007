#pragma once
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "identity/sigv4.h"
#include "objects/http_client.h"
#include "objects/limits.h"
#include "objects/s3_settings.h"
#include "objects/s3_xml.h"
#include "objects/worker_pool.h"

namespace slipher::objects {

/// What all statements share at one endpoint.
struct S3Endpoint {
  S3Settings settings;
  std::shared_ptr<HttpClient> http;
  std::shared_ptr<WorkerPool> workers;
  std::shared_ptr<const Clock> clock;
  RetryLimits retries;
};

/// Amazon S3's operations at one endpoint: signed, sent again while that may help, failures as named errors. Safe to
/// call from any thread.
class S3Client {
 public:
  S3Client(std::shared_ptr<const S3Endpoint> endpoint, Access access);

  /// HeadObject.
  Result<Object> head(const Location& location) const;
  /// `size` bytes from `offset` on, of the object with this ETag.
  Result<std::string> get_range(const Location& location, const std::string& etag, std::int64_t offset,
                                std::size_t size) const;
  /// One page of ListObjectsV2.
  Result<ListingPage> list_page(const std::string& bucket, const std::string& prefix, const std::string& token) const;
  Result<void> put(const Location& location, std::string body) const;
  Result<void> remove(const Location& location) const;

  Result<std::string> create_upload(const Location& location) const;
  /// The part's ETag.
  Result<std::string> put_part(const Location& location, const std::string& upload_id, int number,
                               std::string body) const;
  Result<void> complete_upload(const Location& location, const std::string& upload_id,
                               const std::vector<std::string>& etags) const;
  /// Also of an interrupted statement.
  void abort_upload(const Location& location, const std::string& upload_id) const;

  /// The same client for something that ends earlier than its statement.
  S3Client until(IsInterrupted is_interrupted) const {
    return S3Client(endpoint_, {access_.credentials, std::move(is_interrupted)});
  }

  bool is_interrupted() const { return access_.is_interrupted && access_.is_interrupted(); }
  WorkerPool& workers() const { return *endpoint_->workers; }

 private:
  using Query = std::vector<std::pair<std::string, std::string>>;
  struct Call {
    std::string method;
    Location location;
    Query query;
    HeaderList headers;
    std::string body;
    std::size_t most_bytes = kMaxAnswerBytes;
    std::string doing;  // "read s3://bucket/key", for errors
  };

  /// The answer of a status below 300, or the error that the last attempt ended with.
  Result<RawResponse> send(Call call) const;
  Result<RawResponse> attempt(const Call& call, RawRequest& request, const std::string& origin) const;
  void sign(RawRequest& request, const std::string& host) const;
  static Error failure(const Call& call, const RawResponse& response);
  /// False when interrupted.
  bool wait_before_retry(int attempt) const;

  const std::shared_ptr<const S3Endpoint> endpoint_;
  const Access access_;
  std::optional<identity::AccessKey> key_;
  std::string session_token_;
};

}  // namespace slipher::objects
