#pragma once
#include <cstddef>
#include <memory>
#include <string>

#include "base/http_message.h"
#include "base/result.h"
#include "objects/store.h"

namespace slipher::objects {

/// Sends requests and keeps connections for the next ones. Safe to call from any thread.
class HttpClient {
 public:
  virtual ~HttpClient() = default;
  /// `origin` is "https://host:port"; the request's target is sent as it is. Any status is a success. Fails with
  /// kServiceUnavailable for what may go away (no connection, a timeout, a cut answer), kInternal for what will not (a
  /// wrong certificate, an answer of more than `most_bytes`), kCanceled when interrupted.
  virtual Result<RawResponse> send(const std::string& origin, const RawRequest& request, std::size_t most_bytes,
                                   const IsInterrupted& is_interrupted) = 0;
};

/// Over libcurl. Certificates are checked against `ca_file`, or the system's when it is empty.
std::unique_ptr<HttpClient> curl_client(std::string ca_file);

}  // namespace slipher::objects
