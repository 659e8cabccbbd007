#include "identity/sigv4.h"

#include <algorithm>
#include <charconv>

#include "identity/hmac.h"
#include "identity/signature_parts.h"
#include "identity/signing_key.h"
#include "identity/signing_time.h"

namespace slipher::identity {
namespace {

/// STS takes its presigned queries for 15 minutes, whatever they say of it: Kubernetes tokens rely on that
/// (aws-iam-authenticator, pkg/token/token.go).
constexpr std::string_view kIdentityService = "sts";
constexpr seconds kIdentityLinkLife{15 * 60};

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view kTerminator = "aws4_request";
constexpr std::string_view kUnsignedPayload = "UNSIGNED-PAYLOAD";
/// Longest validity of a presigned query (AWS General Reference: 7 days).
constexpr std::int64_t kMaxExpires = 604800;
/// Each signed header is looked for among all headers, so their number is bounded.
constexpr std::size_t kMaxSignedHeaders = 200;
constexpr std::size_t kMaxRegionSize = 64;

Error incomplete(std::string message) { return Error(ErrorCode::kIncompleteSignature, std::move(message)); }
Error invalid(std::string message) { return Error(ErrorCode::kInvalidSignature, std::move(message)); }

Error mismatch() {
  return invalid(
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
      "and signing method. Consult the service documentation for details.");
}

// "15 min" or, where it does not come out even, "90 sec".
std::string in_words(seconds duration) {
  const auto count = duration.count();
  return count % 60 == 0 ? std::to_string(count / 60) + " min" : std::to_string(count) + " sec";
}

Result<Timestamp> read_time(const SignatureParts& parts) {
  auto time = parse_basic_time(parts.date);
  if (!time && !parts.presigned) time = parse_http_date(parts.date);
  if (time) return *time;
  return incomplete("Date must be in ISO-8601 'basic format'. Got '" + parts.date +
                    "'. See http://en.wikipedia.org/wiki/ISO_8601");
}

Result<void> check_skew(const SignatureParts& parts, std::string_view service, Timestamp signed_at, Timestamp now,
                        const VerifierSettings& settings) {
  seconds past = settings.skew_past;
  if (parts.expires && service == kIdentityService) {
    past = kIdentityLinkLife;
  } else if (parts.expires) {
    std::int64_t value = 0;
    const char* const end = parts.expires->data() + parts.expires->size();
    const auto [stop, error] = std::from_chars(parts.expires->data(), end, value);
    if (error != std::errc() || stop != end || value < 1 || value > kMaxExpires) {
      return incomplete("X-Amz-Expires must be a number of seconds from 1 to " + std::to_string(kMaxExpires) +
                        ". Got '" + *parts.expires + "'.");
    }
    past = seconds(value);
  }
  const std::string sent = to_basic_time(signed_at);
  if (const Timestamp oldest = now - past; signed_at < std::chrono::floor<seconds>(oldest)) {
    return invalid("Signature expired: " + sent + " is now earlier than " + to_basic_time(oldest) + " (" +
                   to_basic_time(now) + " - " + in_words(past) + ".)");
  }
  if (const Timestamp newest = now + settings.skew_future; signed_at > newest) {
    return invalid("Signature not yet current: " + sent + " is still later than " + to_basic_time(newest) + " (" +
                   to_basic_time(now) + " + " + in_words(settings.skew_future) + ".)");
  }
  return {};
}

Result<void> check_signed_headers(std::string_view list) {
  bool host = false;
  std::size_t count = 0;
  for (std::string_view rest = list; !rest.empty(); ++count) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    host = host || equals_ignoring_case(rest.substr(0, end), "host");
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (!host) return invalid("'Host' must be a 'SignedHeader' in the AWS Authorization.");
  if (count > kMaxSignedHeaders) {
    return incomplete("At most " + std::to_string(kMaxSignedHeaders) + " headers can be signed. Got " +
                      std::to_string(count) + ".");
  }
  return {};
}

bool is_region(std::string_view region, const std::string& configured) {
  if (!configured.empty()) return region == configured;
  return !region.empty() && region.size() <= kMaxRegionSize && std::all_of(region.begin(), region.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

Result<void> check_scope(const std::vector<std::string>& credential, std::string_view service,
                         const std::string& configured_region, const std::string& signed_at) {
  std::string wrong;
  if (!is_region(credential[2], configured_region)) {
    wrong += "Credential should be scoped to a valid region, not '" + credential[2] + "'. ";
  }
  if (credential[3] != service) {
    wrong.append("Credential should be scoped to correct service: '").append(service).append("'. ");
  }
  if (credential[4] != kTerminator) {
    wrong += "Credential should be scoped with a valid terminator: 'aws4_request', not '" + credential[4] + "'. ";
  }
  if (credential[1] != signed_at.substr(0, 8)) {
    wrong += "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '" +
             credential[1] + "' != '" + signed_at.substr(0, 8) + "', from '" + signed_at + "'.";
  }
  if (!wrong.empty()) return invalid(std::move(wrong));
  return {};
}

// The hash that must have been signed, or nothing when the client announces another body than it sent.
std::optional<std::string> payload_hash(const RawRequest& request, const SignatureParts& parts) {
  std::string_view announced = request.headers.get("x-amz-content-sha256");
  if (announced.empty()) {
    for (const auto& [name, value] : parts.query) {
      if (name == "X-Amz-Content-Sha256") announced = value;
    }
  }
  if (parts.presigned && request.body.empty() && announced == kUnsignedPayload) return std::string(kUnsignedPayload);
  std::string hash = sha256_hex(request.body);
  if (!announced.empty() && announced != hash) return std::nullopt;
  return hash;
}

}  // namespace

struct SignatureVerifier::Impl {
  const Identity& identity;
  const Clock& clock;
  const VerifierSettings settings;
  SigningKeyCache signing_keys;
};

SignatureVerifier::SignatureVerifier(const Identity& identity, const Clock& clock, VerifierSettings settings)
    : impl_(new Impl{identity, clock, settings, SigningKeyCache(settings.cached_signing_keys)}) {}

SignatureVerifier::~SignatureVerifier() = default;

Result<Principal> SignatureVerifier::verify(const RawRequest& request, std::string_view service) const {
  const Result<SignatureParts> parts = read_signature(request);
  if (!parts) return parts.error();
  const Result<Timestamp> signed_at = read_time(*parts);
  if (!signed_at) return signed_at.error();
  if (auto skew = check_skew(*parts, service, *signed_at, impl_->clock.now(), impl_->settings); !skew)
    return skew.error();
  if (auto headers = check_signed_headers(parts->signed_headers); !headers) return headers.error();
  if (parts->algorithm != kAlgorithm) {
    return incomplete("Unsupported AWS 'algorithm': '" + parts->algorithm + "' (only AWS4-HMAC-SHA256 for now). ");
  }
  const std::vector<std::string> credential = split_credential(parts->credential);
  if (credential.size() != 5) {
    return incomplete(
        "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '" +
        parts->credential + "'");
  }
  const std::string time = to_basic_time(*signed_at);
  if (auto scope = check_scope(credential, service, impl_->settings.region, time); !scope) return scope.error();
  const std::optional<AccessKey> key = impl_->identity.find(credential[0]);
  if (!key) {
    return Error(ErrorCode::kUnrecognizedClient, "The security token included in the request is invalid.");
  }
  const std::optional<std::string> hash = payload_hash(request, *parts);
  if (!hash) return mismatch();
  const std::string_view scope = std::string_view(parts->credential).substr(credential[0].size() + 1);
  const std::string text =
      string_to_sign(time, scope, canonical_request(request, parts->query, parts->signed_headers, *hash));
  const Digest signing_key = impl_->signing_keys.get(*key, credential[1], {credential[2], credential[3]});
  const std::string expected = to_hex(as_bytes(hmac_sha256(as_bytes(signing_key), text)));
  if (!constant_time_equal(expected, parts->signature)) return mismatch();
  if (!parts->session_token.empty()) {
    return Error(ErrorCode::kUnrecognizedClient, "The security token included in the request is invalid");
  }
  return impl_->identity.principal(*key);
}

}  // namespace slipher::identity
