#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/http_message.h"

namespace slipher::identity {

/// The rules by which a request becomes the text that Signature Version 4 signs (AWS General Reference, "Create a
/// canonical request"), as the SDKs apply them. Amazon S3 alone
/// does not normalise the path.

/// `bytes` with everything but RFC 3986's unreserved characters as %XX; '/' too unless `keep_slashes`.
std::string uri_encode(std::string_view bytes, bool keep_slashes);
/// %XX undone; a '%' without two hex digits stays, and so does '+'.
std::string uri_decode(std::string_view text);

/// The path of `target`, dot segments and repeated slashes removed, encoded once more than it was sent.
std::string canonical_path(std::string_view target);

/// A query string's names and values, decoded, in the order in which they were sent.
using QueryParameters = std::vector<std::pair<std::string, std::string>>;
QueryParameters parse_query(std::string_view target);
/// Encoded and sorted by encoded name, then value; X-Amz-Signature left out.
std::string canonical_query(const QueryParameters& parameters);

/// "name:value\n": every field of that name, trimmed, runs of blanks collapsed, joined by commas.
void append_canonical_header(std::string& out, const HeaderList& headers, std::string_view name);

/// Amazon S3's path: as it was sent, since dot segments and repeated slashes name other objects there.
std::string verbatim_path(std::string_view target);

/// What the canonical request is made of; `signed_headers` is the ;-separated list as the client sent it, `path` one of
/// the two above, the first one when there is none.
std::string canonical_request(const RawRequest& request, std::string_view path, const QueryParameters& parameters,
                              std::string_view signed_headers, std::string_view payload_hash);
std::string canonical_request(const RawRequest& request, const QueryParameters& parameters,
                              std::string_view signed_headers, std::string_view payload_hash);

/// The text whose HMAC is the signature. `timestamp` is "20150830T123600Z", `scope`
/// "20150830/us-east-1/sts/aws4_request".
std::string string_to_sign(std::string_view timestamp, std::string_view scope, std::string_view canonical_request);

}  // namespace slipher::identity
