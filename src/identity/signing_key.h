#pragma once
#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "identity/hmac.h"
#include "identity/identity.h"
#include "identity/sigv4.h"

namespace slipher::identity {

/// The key that signs for one date ("20150830"), region and service: HMAC of HMAC of "AWS4" + secret.
Digest derive_signing_key(std::string_view secret, std::string_view date, const SigningScope& scope);

/// Remembers derived keys, as they are the same for a whole day. Safe to call from any thread.
class SigningKeyCache {
 public:
  explicit SigningKeyCache(std::size_t capacity) : capacity_(capacity) {}
  Digest get(const AccessKey& key, std::string_view date, const SigningScope& scope);
  std::size_t size() const;

 private:
  struct Entry {
    std::string secret;  // an id may come back with another secret
    Digest signing_key;
  };
  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Entry> entries_;
  std::deque<std::string> order_;  // oldest first
};

}  // namespace slipher::identity
