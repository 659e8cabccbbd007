#include <fmt/chrono.h>
#include <fmt/format.h>
#include <iostream>

#include "app/access_keys.h"
#include "app/cli/commands.h"
#include "app/cli/settings.h"
#include "app/files.h"

namespace slipher::app {

namespace {

/// The durable keys and the master key, opened beside a server that may be running: SQLite arbitrates, and the server
/// looks at its keys once a second.
struct KeyRing {
  std::unique_ptr<identity::Vault> vault;
  std::unique_ptr<store::Store> store;
};

Result<KeyRing> open_keys(const CommonOptions& options) {
  const auto config = effective_config(options);
  if (!config) return config.error();
  if (auto made = make_directory(config->data_directory); !made) return made.error();
  KeyRing ring;
  auto vault = identity::Vault::open(config->data_directory + "/master.key");
  if (!vault) return vault.error();
  ring.vault = *std::move(vault);
  auto store = store::open_store(config->data_directory + "/slipher.sqlite");
  if (!store) return store.error();
  ring.store = *std::move(store);
  return ring;
}

/// IAM's rule for user names (IAM API reference, CreateUser).
bool is_user_name(std::string_view name) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+=,.@-";
  return !name.empty() && name.size() <= 64 && name.find_first_not_of(kAllowed) == std::string_view::npos;
}

}  // namespace

int run_keys_create(const KeysOptions& options) {
  if (!is_user_name(options.user)) return fail("a user name has 1 to 64 letters, digits and _+=,.@-");
  if (options.user == "root") return fail("the root user has one key, in root.key of the data directory");
  const auto ring = open_keys(options.common);
  if (!ring) return fail(ring.error().message);
  const SystemClock clock;
  const auto key = create_access_key(*ring->store, *ring->vault, clock, options.user, options.is_administrator);
  if (!key) return fail(key.error().message);
  std::cout << "export AWS_ACCESS_KEY_ID=" << shell_quote(key->access_key_id) << "\n"
            << "export AWS_SECRET_ACCESS_KEY=" << shell_quote(key->secret_access_key) << "\n";
  std::cerr << "The secret is not shown again. A running server takes the key within a second.\n";
  return 0;
}

int run_keys_list(const KeysOptions& options) {
  const auto ring = open_keys(options.common);
  if (!ring) return fail(ring.error().message);
  const auto records = ring->store->access_keys();
  if (!records) return fail(records.error().message);
  fmt::print("{:<20}  {:<20}  {:<8}  {:<13}  {}\n", "ACCESS KEY ID", "CREATED (UTC)", "STATE", "ROLE", "USER");
  for (const auto& record : *records) {
    const auto created = std::chrono::system_clock::to_time_t(record.created_at);
    fmt::print("{:<20}  {:%Y-%m-%dT%H:%M:%SZ}  {:<8}  {:<13}  {}\n", record.access_key_id, fmt::gmtime(created),
               record.is_revoked ? "revoked" : "active", record.is_administrator ? "administrator" : "user",
               record.user_name);
  }
  return 0;
}

int run_keys_revoke(const KeysOptions& options) {
  const auto ring = open_keys(options.common);
  if (!ring) return fail(ring.error().message);
  if (auto revoked = revoke_access_key(*ring->store, options.access_key_id); !revoked) {
    return fail(revoked.error().message);
  }
  std::cerr << "Revoked. A running server refuses the key within a second.\n";
  return 0;
}

}  // namespace slipher::app
