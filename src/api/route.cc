#include "api/route.h"

#include "api/catalog.h"
#include "identity/sigv4.h"

namespace slipher::api {

namespace {

/// A media type without its parameters.
std::string_view media_type(std::string_view content_type) {
  std::string_view type = content_type.substr(0, content_type.find(';'));
  while (!type.empty() && type.back() == ' ') type.remove_suffix(1);
  return type;
}

bool is_json_type(std::string_view content_type) {
  const std::string_view type = media_type(content_type);
  return equals_ignoring_case(type, "application/x-amz-json-1.1") ||
         equals_ignoring_case(type, "application/x-amz-json-1.0") || equals_ignoring_case(type, "application/json");
}

bool is_form_type(std::string_view content_type) {
  return equals_ignoring_case(media_type(content_type), "application/x-www-form-urlencoded");
}

bool has_action(std::string_view query) { return query.starts_with("Action=") || query.find("&Action=") != query.npos; }

const ServiceInfo* claimed_service(const RawRequest& request) {
  const auto scope = identity::claimed_scope(request);
  return scope ? find_service_by_signing_name(scope->service) : nullptr;
}

Route json_route(const RawRequest& request, std::string_view target) {
  Route route{RouteKind::kJson};
  const std::size_t dot = target.find('.');
  if (dot != std::string_view::npos) {
    route.service = find_service(target.substr(0, dot));
    if (route.service) route.operation = route.service->find(target.substr(dot + 1));
  }
  if (!route.service) route.service = claimed_service(request);
  if (route.service && route.service->protocol != Protocol::kJson) route.service = nullptr;
  return route;
}

}  // namespace

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

std::string_view query_of(std::string_view target) {
  const std::size_t mark = target.find('?');
  return mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
}

Route find_route(const RawRequest& request) {
  const std::string_view path = path_of(request.target);
  const bool is_get = request.method == "GET" || request.method == "HEAD";
  if (is_get && path == "/healthz") return {RouteKind::kHealth};
  if (is_get && path == "/metrics") return {RouteKind::kMetrics};
  if (path != "/" && !path.empty()) return {};

  const bool is_post = request.method == "POST";
  const std::string_view content_type = request.headers.get("Content-Type");
  const std::string* const target = request.headers.find("X-Amz-Target");
  if (is_post && is_json_type(content_type)) return json_route(request, target ? *target : std::string_view());
  if (target) return {};
  const bool is_form = is_post && is_form_type(content_type);
  if (is_form || ((is_post || request.method == "GET") && has_action(query_of(request.target))))
    return {RouteKind::kQuery, &query_service()};
  return {};
}

}  // namespace slipher::api
