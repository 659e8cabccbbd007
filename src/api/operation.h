#pragma once
#include <array>
#include <concepts>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "api/call.h"
#include "api/services.h"
#include "base/result.h"
#include "wire/violations.h"

namespace slipher::api {

/// Called once, from any thread, with an answer that came later.
template <class T>
using Completion = std::function<void(Result<T>)>;

/// An operation that answers at once: `static Result<Response> handle(Services&, const Caller&, const Request&)`.
template <class Op>
concept Immediate = requires(Services& services, const Caller& caller, const typename Op::Request& request) {
  { Op::handle(services, caller, request) } -> std::same_as<Result<typename Op::Response>>;
};

/// An operation that answers later: `static void handle(Services&, const Caller&, const Request&,
/// Completion<Response>)`.
template <class Op>
concept Deferred = requires(Services& services, const Caller& caller, const typename Op::Request& request,
                            Completion<typename Op::Response> done) {
  { Op::handle(services, caller, request, std::move(done)) } -> std::same_as<void>;
};

/// One struct is one operation: its name, a sentence, the errors its model lists, Request and Response with fields(),
/// and handle().
template <class Op>
concept Operation = wire::Shape<typename Op::Request> && wire::Shape<typename Op::Response> &&
    (Immediate<Op> || Deferred<Op>)&&requires {
  { Op::name } -> std::convertible_to<std::string_view>;
  { Op::summary } -> std::convertible_to<std::string_view>;
  {std::span<const ErrorCode>(Op::errors)};
};

/// An operation as data: what the front door and the printed model need.
struct OperationInfo {
  std::string_view name;
  std::string_view summary;
  const wire::Type* input;
  const wire::Type* output;
  std::span<const ErrorCode> errors;
  /// Errors that the service's model lists too, and that have no cause here.
  std::span<const std::string_view> unraised_errors;
  /// Decodes, handles, answers.
  void (*run)(Services& services, std::shared_ptr<Call> call);
};

enum class Protocol { kJson, kQuery };

/// A service as data.
struct ServiceInfo {
  std::string_view name;          // "RedshiftData": X-Amz-Target's prefix
  std::string_view signing_name;  // "redshift-data"
  std::string_view title;         // "Amazon Redshift Data API"
  Protocol protocol = Protocol::kJson;
  wire::PatternStyle pattern_style = wire::PatternStyle::kConstraint;
  std::string_view api_version;
  /// Of the query protocol's replies.
  std::string_view xml_namespace;
  std::span<const OperationInfo> operations{};

  const OperationInfo* find(std::string_view operation) const;
};

template <Operation Op>
void run_operation(Services& services, std::shared_ptr<Call> call) {
  typename Op::Request request{};
  if (auto decoded = call->decode(wire::type_of<typename Op::Request>(), &request); !decoded)
    return call->fail(decoded.error());
  auto answer = [call](Result<typename Op::Response> response) {
    if (response) {
      call->succeed(wire::type_of<typename Op::Response>(), &*response);
    } else {
      call->fail(response.error());
    }
  };
  if constexpr (Immediate<Op>) {
    answer(Op::handle(services, call->caller(), request));
  } else {
    Op::handle(services, call->caller(), request, std::move(answer));
  }
}

template <Operation Op>
constexpr std::span<const std::string_view> unraised_errors() {
  if constexpr (requires { Op::unraised_errors; }) {
    return Op::unraised_errors;
  } else {
    return {};
  }
}

/// The operations of a service, in the order of the list.
template <Operation... Ops>
inline constexpr std::array<OperationInfo, sizeof...(Ops)> operations_v{OperationInfo{
    Ops::name, Ops::summary, &wire::type_of<typename Ops::Request>(), &wire::type_of<typename Ops::Response>(),
    Ops::errors, unraised_errors<Ops>(), &run_operation<Ops>}...};

}  // namespace slipher::api
