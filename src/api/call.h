#pragma once
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "api/services.h"
#include "base/http_message.h"
#include "base/result.h"
#include "wire/query.h"
#include "wire/type.h"

namespace slipher::api {

struct OperationInfo;
struct ServiceInfo;
class RequestMetrics;

/// Who asks, and under which request id.
struct Caller {
  identity::Principal principal;
  std::string request_id;

  statements::Requester requester() const { return {principal.arn, principal.is_administrator}; }
};

/// One request and its way back. Answered exactly once; one that is dropped without an answer (a completion that a
/// stopping server threw away) answers that the service is unavailable. Writes the request's log line and metrics.
class Call {
 public:
  Call(IdSource& ids, std::shared_ptr<RequestMetrics> metrics, RawRequest request,
       std::function<void(RawResponse)> done);
  ~Call();
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  const RawRequest& request() const { return request_; }
  const Caller& caller() const { return caller_; }

  /// What the front door has found out so far; decides how errors look and what the log says.
  void set_service(const ServiceInfo& service) { service_ = &service; }
  void set_operation(const OperationInfo& operation) { operation_ = &operation; }
  void set_form(wire::FormParameters form) { form_ = std::move(form); }
  void set_principal(identity::Principal principal) { caller_.principal = std::move(principal); }
  const wire::FormParameters& form() const { return form_; }

  /// Decodes the body in the service's protocol, then drops it.
  Result<void> decode(const wire::Type& type, void* out);
  void succeed(const wire::Type& type, const void* response);
  void fail(const Error& error);
  /// An answer outside of any protocol: /healthz, /metrics, 404. `result` is for the log.
  void answer(RawResponse response, std::string_view result);

 private:
  void finish(RawResponse response, std::string_view result);
  /// Whether a client of the query protocol asks for JSON, as Kubernetes' authenticators do.
  bool wants_json() const;

  std::shared_ptr<RequestMetrics> metrics_;  // shared: a parked call may outlive the front door
  RawRequest request_;
  std::function<void(RawResponse)> done_;
  Caller caller_;
  const ServiceInfo* service_ = nullptr;
  const OperationInfo* operation_ = nullptr;
  wire::FormParameters form_;
  std::chrono::steady_clock::time_point started_;
  std::atomic<bool> answered_{false};
};

}  // namespace slipher::api
