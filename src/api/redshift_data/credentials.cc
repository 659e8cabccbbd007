#include "api/redshift_data/credentials.h"

#include "api/secrets.h"
#include "wire/decode_json.h"

namespace slipher::api::redshift_data {

namespace {

/// The members of a secret's text that matter here.
struct DatabaseSecret {
  std::optional<std::string> username;
  std::optional<std::string> password;
  std::optional<std::string> cluster;
  static constexpr auto fields() {
    using S = DatabaseSecret;
    return std::tuple{wire::field("username", &S::username, {.sensitive = true}),
                      wire::field("password", &S::password, {.sensitive = true}),
                      wire::field("dbClusterIdentifier", &S::cluster)};
  }
};

Error refusal(std::string text) { return {ErrorCode::kValidation, std::move(text)}; }

bool is_given(const std::optional<std::string>& text) { return text && !text->empty(); }

Result<DatabaseSecret> database_secret(const Result<std::string>& value) {
  if (!value) return refusal(value.error().message);
  auto secret = wire::decode_json<DatabaseSecret>(*value);
  if (!secret) return refusal("The secret is not a JSON object with username and password.");
  if (!is_given(secret->username) || !is_given(secret->password))
    return refusal("username and password in secret cannot be empty");
  return secret;
}

}  // namespace

std::string federated_user(const identity::Principal& principal) { return "IAM:" + principal.user_name; }

Result<std::string> user_of_secret(Services& services, const Caller& caller, const std::string& secret_id,
                                   const std::optional<std::string>& cluster) {
  auto secret = database_secret(services.secrets.current_value(caller.requester(), secret_id));
  if (!secret) return secret.error();
  if (cluster && is_given(secret->cluster) && *secret->cluster != *cluster)
    return refusal("The dbClusterIdentifier in the secret does not match ClusterIdentifier.");
  return *std::move(secret->username);
}

Result<engine::RemoteLogin> login_of_secret(const Secrets& secrets, const std::string& secret_id) {
  auto secret = database_secret(secrets.current_value({.is_administrator = true}, secret_id));
  if (!secret) return secret.error();
  return engine::RemoteLogin{*std::move(secret->username), *std::move(secret->password)};
}

}  // namespace slipher::api::redshift_data
