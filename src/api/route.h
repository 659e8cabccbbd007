#pragma once
#include <optional>
#include <string_view>

#include "api/operation.h"
#include "base/http_message.h"
#include "wire/query.h"

namespace slipher::api {

/// What a request is for, told by its path, method and headers; nothing is verified yet.
enum class RouteKind { kHealth, kMetrics, kJson, kQuery, kNowhere };

struct Route {
  RouteKind kind = RouteKind::kNowhere;
  /// The service, when the target, the signing scope or the protocol names one.
  const ServiceInfo* service = nullptr;
  /// Of kJson: nullptr for an unknown target.
  const OperationInfo* operation = nullptr;
};

Route find_route(const RawRequest& request);

/// The parts of a request target: "/path" and the text after '?'.
std::string_view path_of(std::string_view target);
std::string_view query_of(std::string_view target);

}  // namespace slipher::api
