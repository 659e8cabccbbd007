#include <algorithm>
#include <set>

#include "identity/canonical_request.h"
#include "identity/hmac.h"
#include "identity/signing_key.h"
#include "identity/signing_time.h"
#include "identity/sigv4.h"

namespace slipher::identity {
namespace {

std::string credential_scope(std::string_view date, const SigningScope& scope) {
  return std::string(date) + '/' + scope.region + '/' + scope.service + "/aws4_request";
}

void add_host(RawRequest& request, std::string_view host) {
  if (!request.headers.find("host")) request.headers.add("Host", std::string(host));
}

std::string signature(const AccessKey& key, const SigningScope& scope, const std::string& time,
                      const std::string& canonical) {
  const std::string date = time.substr(0, 8);
  const Digest signing_key = derive_signing_key(key.secret_access_key, date, scope);
  const std::string text = string_to_sign(time, credential_scope(date, scope), canonical);
  return to_hex(as_bytes(hmac_sha256(as_bytes(signing_key), text)));
}

// Sorted and in lower case, as the General Reference asks of a signer.
std::string header_names(const HeaderList& headers) {
  std::set<std::string> names;
  for (const auto& [name, value] : headers) {
    std::string lowered = name;
    std::transform(lowered.begin(), lowered.end(), lowered.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    names.insert(std::move(lowered));
  }
  std::string list;
  for (const std::string& name : names) list.append(list.empty() ? 0 : 1, ';').append(name);
  return list;
}

}  // namespace

void sign(RawRequest& request, std::string_view host, const AccessKey& key, const SigningScope& scope, Timestamp now) {
  const std::string time = to_basic_time(now);
  const std::string hash = sha256_hex(request.body);
  add_host(request, host);
  request.headers.add("X-Amz-Date", time);
  request.headers.add("X-Amz-Content-Sha256", hash);
  const std::string names = header_names(request.headers);
  const std::string path = scope.service == "s3" ? verbatim_path(request.target) : canonical_path(request.target);
  const std::string canonical = canonical_request(request, path, parse_query(request.target), names, hash);
  request.headers.add("Authorization", "AWS4-HMAC-SHA256 Credential=" + key.access_key_id + '/' +
                                           credential_scope(time.substr(0, 8), scope) + ", SignedHeaders=" + names +
                                           ", Signature=" + signature(key, scope, time, canonical));
}

void presign(RawRequest& request, std::string_view host, const AccessKey& key, const SigningScope& scope, Timestamp now,
             seconds expires) {
  const std::string time = to_basic_time(now);
  add_host(request, host);
  const std::string names = request.headers.find("content-type") ? "content-type;host" : "host";
  request.target += request.target.find('?') == std::string::npos ? '?' : '&';
  request.target += "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" +
                    uri_encode(key.access_key_id + '/' + credential_scope(time.substr(0, 8), scope), false) +
                    "&X-Amz-Date=" + time + "&X-Amz-Expires=" + std::to_string(expires.count()) +
                    "&X-Amz-SignedHeaders=" + uri_encode(names, false);
  const std::string canonical =
      canonical_request(request, parse_query(request.target), names, sha256_hex(request.body));
  request.target += "&X-Amz-Signature=" + signature(key, scope, time, canonical);
}

}  // namespace slipher::identity
