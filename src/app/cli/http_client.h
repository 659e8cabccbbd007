#pragma once
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/http_message.h"
#include "base/result.h"

namespace slipher::app {

/// One keep-alive connection to a server, for the command line client: blocking, used by one thread.
class HttpClient {
 public:
  /// `url` is "http://HOST[:PORT]" or "https://...". Certificates are checked against `ca_file`, or the system's when
  /// "".
  static Result<std::unique_ptr<HttpClient>> open(const std::string& url, const std::string& ca_file);
  ~HttpClient();

  /// "127.0.0.1:8439": the Host header, to be signed.
  const std::string& host() const;
  /// Sends and waits for the answer. A kept connection that the server has closed meanwhile is opened anew, once.
  Result<RawResponse> send(const RawRequest& request, seconds timeout);

 private:
  struct Impl;
  explicit HttpClient(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace slipher::app
