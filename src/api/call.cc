#include "api/call.h"

#include "api/error_table.h"
#include "api/operation.h"
#include "api/replies.h"
#include "api/request_metrics.h"
#include "base/log.h"
#include "wire/decode_json.h"

namespace slipher::api {

namespace {

/// What a request without a body means: the JSON protocols let a client send none where it has no members to send.
constexpr std::string_view kNoMembers = "{}";

}  // namespace

Call::Call(IdSource& ids, std::shared_ptr<RequestMetrics> metrics, RawRequest request,
           std::function<void(RawResponse)> done)
    : metrics_(std::move(metrics)),
      request_(std::move(request)),
      done_(std::move(done)),
      started_(std::chrono::steady_clock::now()) {
  caller_.request_id = ids.uuid();
}

Call::~Call() {
  if (!answered_) fail(Error(ErrorCode::kServiceUnavailable, "The server is stopping."));
}

Result<void> Call::decode(const wire::Type& type, void* out) {
  const wire::PatternStyle style = service_->pattern_style;
  auto decoded =
      service_->protocol == Protocol::kQuery
          ? wire::decode_query(type, out, form_, style)
          : wire::decode_json(type, out, request_.body.empty() ? kNoMembers : std::string_view(request_.body),
                              {.pattern_style = style});
  request_.body = std::string();  // a parked request need not hold its text
  return decoded;
}

void Call::succeed(const wire::Type& type, const void* response) {
  if (service_->protocol != Protocol::kQuery) return finish(json_reply(type, response), "ok");
  finish(wants_json() ? query_json_reply(*operation_, response, caller_.request_id)
                      : query_reply(*service_, *operation_, response, caller_.request_id),
         "ok");
}

bool Call::wants_json() const { return request_.headers.get("Accept") == "application/json"; }

void Call::fail(const Error& error) {
  const std::string_view service = service_ ? service_->name : "";
  const bool is_query = service_ && service_->protocol == Protocol::kQuery;
  if (error_row(error.code).status >= 500)
    spdlog::error("request id={} failed: {}", caller_.request_id, log_quote(error.message));
  Error told = error;
  if (is_for_log_only(error.code)) {
    told.message = "The request failed inside the server, whose log has the cause. Request id: " + caller_.request_id;
  }
  if (!is_query) return finish(json_error(told, service), error_type(error.code, service));
  finish(wants_json() ? query_json_error(told, caller_.request_id) : query_error(told, *service_, caller_.request_id),
         error_row(error.code).query_type);
}

void Call::answer(RawResponse response, std::string_view result) { finish(std::move(response), result); }

void Call::finish(RawResponse response, std::string_view result) {
  if (answered_.exchange(true)) return;
  response.headers.add("x-amzn-RequestId", caller_.request_id);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started_;
  metrics_->record(service_, operation_, result, took);
  spdlog::info("request id={} peer={} principal={} operation={} result={} status={} ms={:.3f}", caller_.request_id,
               request_.peer, log_quote(caller_.principal.arn), operation_ ? operation_->name : "-", result,
               response.status, took.count() * 1000);
  done_(std::move(response));
}

}  // namespace slipher::api
