#include "api/catalog.h"

#include <array>

#include "api/redshift_data/operations.h"
#include "api/secretsmanager/operations.h"
#include "api/sts/operations.h"

namespace slipher::api {

namespace {
constexpr std::array kServices{redshift_data::kService, secretsmanager::kService, sts::kService};
}  // namespace

std::span<const ServiceInfo> services() { return kServices; }

const ServiceInfo* find_service(std::string_view target_prefix) {
  for (const ServiceInfo& service : kServices)
    if (service.protocol == Protocol::kJson && service.name == target_prefix) return &service;
  return nullptr;
}

const ServiceInfo* find_service_by_signing_name(std::string_view signing_name) {
  for (const ServiceInfo& service : kServices)
    if (service.signing_name == signing_name) return &service;
  return nullptr;
}

const ServiceInfo& query_service() { return kServices.back(); }

const OperationInfo* ServiceInfo::find(std::string_view operation) const {
  for (const OperationInfo& info : operations)
    if (info.name == operation) return &info;
  return nullptr;
}

}  // namespace slipher::api
