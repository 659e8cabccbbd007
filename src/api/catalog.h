#pragma once
#include <span>
#include <string_view>

#include "api/operation.h"

namespace slipher::api {

/// Every service that the front door serves.
std::span<const ServiceInfo> services();
/// By X-Amz-Target's prefix ("RedshiftData"), or by signing name ("redshift-data"); nullptr when unknown.
const ServiceInfo* find_service(std::string_view target_prefix);
const ServiceInfo* find_service_by_signing_name(std::string_view signing_name);
/// The service that speaks the query protocol.
const ServiceInfo& query_service();

}  // namespace slipher::api
