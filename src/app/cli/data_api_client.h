#pragma once
#include <boost/json.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "app/cli/http_client.h"
#include "app/cli/settings.h"

namespace slipher::app {

/// Calls operations of the Data API, signed, with retries as SDKs do them. Used by one thread.
class DataApiClient {
 public:
  static Result<std::unique_ptr<DataApiClient>> open(const Access& access, const std::string& ca_file);

  /// The reply's JSON. Errors carry the service's text: "ValidationException: ...". Throttling and 5xx are tried again
  /// a few times; every operation that the client uses may be repeated (ClientToken).
  Result<boost::json::object> call(std::string_view operation, const boost::json::object& input);

 private:
  DataApiClient(Access access, std::unique_ptr<HttpClient> http) : access_(std::move(access)), http_(std::move(http)) {}
  Result<RawResponse> send_once(std::string_view operation, const std::string& body);

  Access access_;
  std::unique_ptr<HttpClient> http_;
};

/// A member as text or number; the fallback when it is absent.
std::string text_member(const boost::json::object& object, std::string_view name);
std::int64_t integer_member(const boost::json::object& object, std::string_view name, std::int64_t fallback);
bool bool_member(const boost::json::object& object, std::string_view name);

}  // namespace slipher::app
