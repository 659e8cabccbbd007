#include "identity/signature_parts.h"

#include <algorithm>

#include "identity/sigv4.h"

namespace slipher::identity {
namespace {

constexpr std::string_view kMissingDate =
    "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";

const std::string* find(const QueryParameters& query, std::string_view name) {
  const auto found = std::find_if(query.begin(), query.end(), [&](const auto& item) { return item.first == name; });
  return found == query.end() ? nullptr : &found->second;
}

std::string value_of(const QueryParameters& query, std::string_view name) {
  const std::string* value = find(query, name);
  return value ? *value : std::string();
}

// "ALGORITHM Credential=..., SignedHeaders=..., Signature=...": separated by commas, blanks or both.
void read_authorization(SignatureParts& parts, std::string_view header) {
  const std::size_t space = std::min(header.find(' '), header.size());
  parts.algorithm = header.substr(0, space);
  std::string_view rest = header.substr(space);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of(", "), rest.size());
    const std::string_view item = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::size_t equals = item.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view name = item.substr(0, equals);
    const std::string_view value = item.substr(equals + 1);
    if (name == "Credential") parts.credential = value;
    if (name == "SignedHeaders") parts.signed_headers = value;
    if (name == "Signature") parts.signature = value;
  }
}

Result<SignatureParts> read_header_signature(SignatureParts parts, const RawRequest& request, std::string_view header) {
  read_authorization(parts, header);
  parts.date = request.headers.get("x-amz-date");
  if (parts.date.empty()) parts.date = request.headers.get("date");
  parts.session_token = request.headers.get("x-amz-security-token");
  std::string missing;
  const auto require = [&](const std::string& value, std::string_view name) {
    if (value.empty()) missing.append("Authorization header requires '").append(name).append("' parameter. ");
  };
  require(parts.credential, "Credential");
  require(parts.signature, "Signature");
  require(parts.signed_headers, "SignedHeaders");
  if (parts.date.empty()) missing += kMissingDate;
  if (!missing.empty()) {
    return Error(ErrorCode::kIncompleteSignature, missing.append("Authorization=").append(header));
  }
  return parts;
}

Result<SignatureParts> read_query_signature(SignatureParts parts) {
  parts.presigned = true;
  std::string missing;
  const auto take = [&](std::string& out, std::string_view name) {
    out = value_of(parts.query, name);
    if (out.empty()) missing.append("AWS query-string parameters must include '").append(name).append("'. ");
  };
  take(parts.algorithm, "X-Amz-Algorithm");
  take(parts.credential, "X-Amz-Credential");
  take(parts.signature, "X-Amz-Signature");
  take(parts.signed_headers, "X-Amz-SignedHeaders");
  take(parts.date, "X-Amz-Date");
  if (!missing.empty()) {
    return Error(ErrorCode::kIncompleteSignature, missing + "Re-examine the query-string parameters.");
  }
  if (const std::string* expires = find(parts.query, "X-Amz-Expires")) parts.expires = *expires;
  parts.session_token = value_of(parts.query, "X-Amz-Security-Token");
  return parts;
}

}  // namespace

Result<SignatureParts> read_signature(const RawRequest& request) {
  SignatureParts parts;
  parts.query = parse_query(request.target);
  const std::string* header = request.headers.find("authorization");
  const bool in_query = find(parts.query, "X-Amz-Algorithm") != nullptr;
  if (in_query && header) {
    return Error(ErrorCode::kInvalidSignature,
                 "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");
  }
  if (in_query) return read_query_signature(std::move(parts));
  if (!header || !header->starts_with("AWS4-")) {
    return Error(ErrorCode::kMissingAuthenticationToken, "Request is missing Authentication Token");
  }
  return read_header_signature(std::move(parts), request, *header);
}

std::vector<std::string> split_credential(std::string_view credential) {
  std::vector<std::string> elements;
  while (true) {
    const std::size_t end = credential.find('/');
    elements.emplace_back(credential.substr(0, end));
    if (end == std::string_view::npos) return elements;
    credential.remove_prefix(end + 1);
  }
}

std::optional<SigningScope> claimed_scope(const RawRequest& request) {
  SignatureParts parts;
  if (const std::string* header = request.headers.find("authorization"); header && header->starts_with("AWS4-")) {
    read_authorization(parts, *header);
  } else if (request.target.find("X-Amz-Credential=") != std::string::npos) {
    parts.credential = value_of(parse_query(request.target), "X-Amz-Credential");
  }
  const std::vector<std::string> elements = split_credential(parts.credential);
  if (elements.size() != 5) return std::nullopt;
  return SigningScope{.region = elements[2], .service = elements[3]};
}

}  // namespace slipher::identity
