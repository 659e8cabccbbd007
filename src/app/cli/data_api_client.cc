#include "app/cli/data_api_client.h"

#include <thread>

#include "identity/sigv4.h"

namespace slipher::app {

namespace json = boost::json;

namespace {

constexpr int kTries = 4;
/// Longer than the longest WaitTimeSeconds.
constexpr seconds kTimeout{90};

bool worth_retrying(const RawResponse& response) {
  return response.status >= 500 || response.body.find("ThrottlingException") != std::string::npos;
}

Error to_error(const RawResponse& response) {
  boost::system::error_code problem;
  const json::value body = json::parse(response.body, problem);
  const auto* object = problem ? nullptr : body.if_object();
  if (!object) return Error(ErrorCode::kInternal, "the server answered " + std::to_string(response.status));
  std::string type = text_member(*object, "__type");
  type.erase(0, type.rfind('#') + 1);
  std::string message = text_member(*object, "Message");
  if (message.empty()) message = text_member(*object, "message");
  return Error(ErrorCode::kInternal, type + (message.empty() ? "" : ": " + message));
}

}  // namespace

std::string text_member(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  const auto* text = value ? value->if_string() : nullptr;
  return text ? std::string(*text) : std::string();
}

std::int64_t integer_member(const json::object& object, std::string_view name, std::int64_t fallback) {
  const auto* value = object.if_contains(name);
  return value && value->is_int64() ? value->get_int64() : fallback;
}

bool bool_member(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_bool() && value->get_bool();
}

Result<std::unique_ptr<DataApiClient>> DataApiClient::open(const Access& access, const std::string& ca_file) {
  auto http = HttpClient::open(access.url, ca_file);
  if (!http) return http.error();
  return std::unique_ptr<DataApiClient>(new DataApiClient(access, *std::move(http)));
}

Result<RawResponse> DataApiClient::send_once(std::string_view operation, const std::string& body) {
  RawRequest request;
  request.method = "POST";
  request.target = "/";
  request.headers.add("Content-Type", "application/x-amz-json-1.1");
  request.headers.add("X-Amz-Target", "RedshiftData." + std::string(operation));
  request.body = body;
  identity::sign(request, http_->host(), access_.key, {access_.region, "redshift-data"}, SystemClock().now());
  return http_->send(request, kTimeout);
}

Result<json::object> DataApiClient::call(std::string_view operation, const json::object& input) {
  const std::string body = json::serialize(input);
  for (int attempt = 1;; ++attempt) {
    auto response = send_once(operation, body);
    if (!response) return response.error();
    if (response->status == 200) {
      boost::system::error_code problem;
      json::value reply = json::parse(response->body, problem);
      if (problem || !reply.is_object()) return Error(ErrorCode::kInternal, "the server's answer is not JSON");
      return std::move(reply.get_object());
    }
    if (attempt == kTries || !worth_retrying(*response)) return to_error(*response);
    std::this_thread::sleep_for(milliseconds(100 << attempt));
  }
}

}  // namespace slipher::app
