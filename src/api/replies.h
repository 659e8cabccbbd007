#pragma once
#include <string_view>

#include "base/error.h"
#include "base/http_message.h"
#include "wire/type.h"

namespace slipher::api {

struct OperationInfo;
struct ServiceInfo;

/// Replies in the protocols. None carries the request id header yet; Call adds it.
RawResponse json_reply(const wire::Type& type, const void* response);
/// `service`: its wire name, "" when it is unknown.
RawResponse json_error(const Error& error, std::string_view service);
RawResponse query_reply(const ServiceInfo& service, const OperationInfo& operation, const void* response,
                        std::string_view request_id);
RawResponse query_error(const Error& error, const ServiceInfo& service, std::string_view request_id);
/// What the query protocol answers to `Accept: application/json`: the same elements as members.
RawResponse query_json_reply(const OperationInfo& operation, const void* response, std::string_view request_id);
RawResponse query_json_error(const Error& error, std::string_view request_id);

/// What AWS answers on a path or method that no JSON service has.
RawResponse unknown_resource();
RawResponse plain_text(int status, std::string text);

}  // namespace slipher::api
