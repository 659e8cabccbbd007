#include "identity/signing_key.h"

namespace slipher::identity {

Digest derive_signing_key(std::string_view secret, std::string_view date, const SigningScope& scope) {
  const Digest date_key = hmac_sha256("AWS4" + std::string(secret), date);
  const Digest region_key = hmac_sha256(as_bytes(date_key), scope.region);
  const Digest service_key = hmac_sha256(as_bytes(region_key), scope.service);
  return hmac_sha256(as_bytes(service_key), "aws4_request");
}

Digest SigningKeyCache::get(const AccessKey& key, std::string_view date, const SigningScope& scope) {
  std::string name = key.access_key_id;
  name.append(1, '/').append(date).append(1, '/').append(scope.region).append(1, '/').append(scope.service);
  {
    std::lock_guard lock(mutex_);
    const auto found = entries_.find(name);
    if (found != entries_.end() && found->second.secret == key.secret_access_key) return found->second.signing_key;
  }
  Entry entry{key.secret_access_key, derive_signing_key(key.secret_access_key, date, scope)};
  const Digest signing_key = entry.signing_key;
  std::lock_guard lock(mutex_);
  if (entries_.insert_or_assign(name, std::move(entry)).second) order_.push_back(std::move(name));
  while (order_.size() > capacity_) {
    entries_.erase(order_.front());
    order_.pop_front();
  }
  return signing_key;
}

std::size_t SigningKeyCache::size() const {
  std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace slipher::identity
