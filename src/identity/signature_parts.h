#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/http_message.h"
#include "base/result.h"
#include "identity/canonical_request.h"

namespace slipher::identity {

/// What a request says about its signature, taken apart but not believed. Views point into the request and `query`.
struct SignatureParts {
  QueryParameters query;
  bool presigned = false;
  std::string algorithm;
  std::string credential;
  std::string signed_headers;
  std::string signature;
  std::string date;                    // X-Amz-Date or Date, as sent
  std::optional<std::string> expires;  // X-Amz-Expires of a presigned query
  std::string session_token;
};

/// Reads the Authorization header or the query; fails with kMissingAuthenticationToken, kInvalidSignature (both given)
/// or kIncompleteSignature (naming every missing piece).
Result<SignatureParts> read_signature(const RawRequest& request);

/// keyid/date/region/service/term; more or fewer elements than five when the client sent so.
std::vector<std::string> split_credential(std::string_view credential);

}  // namespace slipher::identity
