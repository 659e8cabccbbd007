#include "identity/identity.h"

#include <map>
#include <mutex>
#include <shared_mutex>

#include "base/ids.h"
#include "identity/hmac.h"

namespace slipher::identity {
namespace {

// RFC 4648 base32: the letters of AWS's unique ids.
constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view kSecretLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// The same for a user's whole life without being stored: drawn from account and name.
std::string unique_id(const std::string& account, const std::string& user_name) {
  const Digest digest = sha256(account + '/' + user_name);
  std::string id = "AIDA";
  for (std::size_t i = 0; i < 17; ++i) id += kBase32[digest[i] % kBase32.size()];
  return id;
}

}  // namespace

struct Identity::Keys {
  mutable std::shared_mutex mutex;
  std::map<std::string, AccessKey, std::less<>> by_id;
};

Identity::Identity(std::string account, std::string region)
    : account_(std::move(account)), region_(std::move(region)), keys_(std::make_unique<Keys>()) {}

Identity::~Identity() = default;

void Identity::add(AccessKey key) {
  std::unique_lock lock(keys_->mutex);
  std::string id = key.access_key_id;
  keys_->by_id.insert_or_assign(std::move(id), std::move(key));
}

void Identity::revoke(const std::string& access_key_id) {
  std::unique_lock lock(keys_->mutex);
  keys_->by_id.erase(access_key_id);
}

std::optional<AccessKey> Identity::find(std::string_view access_key_id) const {
  std::shared_lock lock(keys_->mutex);
  const auto found = keys_->by_id.find(access_key_id);
  if (found == keys_->by_id.end()) return std::nullopt;
  return found->second;
}

Principal Identity::principal(const AccessKey& key) const {
  return {.arn = "arn:aws:iam::" + account_ + ":user/" + key.user_name,
          .user_id = unique_id(account_, key.user_name),
          .user_name = key.user_name,
          .account = account_,
          .access_key_id = key.access_key_id,
          .is_administrator = key.is_administrator};
}

AccessKey make_access_key(std::string user_name, bool is_administrator) {
  return {.access_key_id = "AKIA" + random_text(16, kBase32),
          .secret_access_key = random_text(40, kSecretLetters),
          .user_name = std::move(user_name),
          .is_administrator = is_administrator};
}

}  // namespace slipher::identity
