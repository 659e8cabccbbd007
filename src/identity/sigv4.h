#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/http_message.h"
#include "base/result.h"
#include "identity/identity.h"

namespace slipher::identity {

/// A credential scope without its date: what a signature is good for.
struct SigningScope {
  std::string region;   // "us-east-1"
  std::string service;  // "redshift-data", "secretsmanager", "sts"
};

/// The scope that a request claims in its Authorization header or presigned query, unverified: enough to tell which
/// service it is meant for. Nothing when it carries no credential of five elements.
std::optional<SigningScope> claimed_scope(const RawRequest& request);

/// What a verifier tolerates; configuration keys (app/config).
struct VerifierSettings {
  /// How old a signature may be, and how far ahead of this clock.
  seconds skew_past{900};
  seconds skew_future{300};
  /// The only region accepted; "" = every well-formed one.
  std::string region;
  /// Derived signing keys kept; the oldest go first.
  std::size_t cached_signing_keys = 1024;
};

/// Checks AWS Signature Version 4, in the Authorization header or as a presigned query. Safe to call from any thread.
class SignatureVerifier {
 public:
  /// `identity` and `clock` outlive the verifier.
  SignatureVerifier(const Identity& identity, const Clock& clock, VerifierSettings settings = {});
  ~SignatureVerifier();

  /// Who signed `request` for `service`. Errors, their order and texts are those of the AWS JSON services:
  /// kMissingAuthenticationToken, kIncompleteSignature, kInvalidSignature, kUnrecognizedClient, kExpiredToken.
  /// The body is always part of what is signed: UNSIGNED-PAYLOAD is taken only from a presigned query without a body,
  /// as whoever holds such a link could otherwise run SQL of his own. There are no temporary credentials yet, so a
  /// session token is never valid.
  Result<Principal> verify(const RawRequest& request, std::string_view service) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Signs `request` as an SDK does: adds Host (when absent, from `host`), X-Amz-Date, X-Amz-Content-Sha256 and
/// Authorization; every header present is signed. `host` is "127.0.0.1:8439". For service "s3" the path is signed as it
/// stands in the target, encoded once.
void sign(RawRequest& request, std::string_view host, const AccessKey& key, const SigningScope& scope, Timestamp now);

/// Puts the signature into the query of `request.target` instead; valid for `expires` (1 s to 7 days). The body is
/// signed too; only Host and Content-Type are signed headers.
void presign(RawRequest& request, std::string_view host, const AccessKey& key, const SigningScope& scope, Timestamp now,
             seconds expires);

}  // namespace slipher::identity
