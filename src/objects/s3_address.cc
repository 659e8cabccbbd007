#include "objects/s3_address.h"

#include "identity/canonical_request.h"

namespace slipher::objects {
namespace {

/// Curl leaves out the port that the scheme implies; what is signed must say the same.
std::string host_header(const std::string& scheme, std::string host) {
  const std::string implied = scheme == "https" ? ":443" : ":80";
  if (host.ends_with(implied)) host.resize(host.size() - implied.size());
  return host;
}

bool uses_host_names(const S3Settings& settings, const std::string& scheme, const std::string& host,
                     const std::string& bucket) {
  if (settings.addressing != Addressing::kAuto) return settings.addressing == Addressing::kVirtualHost;
  // A certificate for *.host does not cover a name with a further dot in it.
  if (scheme == "https" && bucket.find('.') != std::string::npos) return false;
  return host.find("amazonaws.com") != std::string::npos;
}

}  // namespace

S3Address address_of(const S3Settings& settings, const Location& location) {
  std::string endpoint = settings.endpoint;
  if (endpoint.empty()) endpoint = "https://s3." + settings.region + ".amazonaws.com";
  while (endpoint.ends_with('/')) endpoint.pop_back();
  const auto separator = endpoint.find("://");
  const std::string scheme = separator == std::string::npos ? "https" : endpoint.substr(0, separator);
  std::string host = separator == std::string::npos ? endpoint : endpoint.substr(separator + 3);
  std::string path = "/";
  if (uses_host_names(settings, scheme, host, location.bucket)) {
    host = location.bucket + "." + host;
  } else {
    path += location.bucket;
    if (!location.key.empty()) path += "/";
  }
  path += identity::uri_encode(location.key, true);
  return {scheme + "://" + host, host_header(scheme, host), std::move(path)};
}

}  // namespace slipher::objects
