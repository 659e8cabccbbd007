#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace slipher::identity {

/// Who signed a request.
struct Principal {
  std::string arn;      // "arn:aws:iam::123456789012:user/root"
  std::string user_id;  // "AIDA...": sts:GetCallerIdentity's UserId
  std::string user_name;
  std::string account;
  std::string access_key_id;
  bool is_administrator = false;
};

/// An access key with its secret in the clear: memory only.
struct AccessKey {
  std::string access_key_id;
  std::string secret_access_key;
  std::string user_name;
  bool is_administrator = false;
};

/// Seals and opens bytes under the master key: AES-256-GCM, a random nonce, `context` (what the value belongs to) as
/// associated data, so that a sealed value copied elsewhere does not open.
class Vault {
 public:
  /// Reads DIR/master.key (32 bytes, mode 0600), or makes it. Refuses a file that others may read.
  static Result<std::unique_ptr<Vault>> open(const std::string& key_file);
  virtual ~Vault() = default;
  virtual std::string seal(std::string_view plain, std::string_view context) const = 0;
  /// kDecryptionFailure when it was not sealed with this key and context.
  virtual Result<std::string> open(std::string_view sealed, std::string_view context) const = 0;
};

/// The keys in force. Safe to call from any thread; replaced key by key as they are made and revoked.
class Identity {
 public:
  Identity(std::string account, std::string region);
  void add(AccessKey key);
  void revoke(const std::string& access_key_id);
  /// Secret and user of a key that is in force.
  std::optional<AccessKey> find(std::string_view access_key_id) const;
  Principal principal(const AccessKey& key) const;
  const std::string& account() const { return account_; }
  const std::string& region() const { return region_; }
  ~Identity();

 private:
  struct Keys;
  std::string account_;
  std::string region_;
  std::unique_ptr<Keys> keys_;
};

/// A fresh key pair for a user: "AKIA" and 16 characters, and a secret of 40.
AccessKey make_access_key(std::string user_name, bool is_administrator);

}  // namespace slipher::identity
