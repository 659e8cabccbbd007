#include "api/secretsmanager/create_secret.h"

#include <algorithm>

#include "api/secretsmanager/versions.h"

namespace slipher::api::secretsmanager {

namespace {

bool is_name_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view("-/_+=.@!").find(c) != std::string_view::npos;
}

Result<void> check_request(const CreateSecret::Request& request) {
  if (!std::all_of(request.name->begin(), request.name->end(), is_name_character))
    return Error(ErrorCode::kValidation,
                 "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: "
                 "-/_+=.@!");
  if (request.add_replica_regions)
    return Error(ErrorCode::kInvalidParameter, "AddReplicaRegions is not supported: this server is one region.");
  if (request.cross_account_primary_arn)
    return Error(ErrorCode::kInvalidParameter, "CrossAccountPrimaryARN is not supported: this server is one account.");
  if (request.type)
    return Error(ErrorCode::kInvalidParameter, "Type is not supported: this server keeps no partner-managed secrets.");
  return {};
}

/// "-" and six characters that follow the name in an ARN. Taken from a fresh id, so that tests can fix it.
std::string arn_suffix(IdSource& ids) {
  static constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  const std::string id = ids.uuid();
  std::string suffix = "-";
  for (std::size_t at = id.size() - 12; at < id.size(); at += 2)
    suffix += kAlphabet[std::stoul(id.substr(at, 2), nullptr, 16) % kAlphabet.size()];
  return suffix;
}

using Record = Secrets::Record;
using Change = Secrets::Change;

/// What the name stands for already: nothing, the same request again, or an obstacle.
Result<std::optional<Change>> settle_existing(const Secrets& secrets, const store::SecretRecord& existing,
                                              const std::string& owner, const std::string& token,
                                              const std::optional<NewValue>& value) {
  if (existing.deletes_at)
    return Error(ErrorCode::kInvalidRequest,
                 "You can't create this secret because a secret with this name is already scheduled for deletion.");
  for (const store::SecretVersionRecord& version : existing.versions) {
    if (existing.owner != owner || version.version_id != token || !value) continue;
    store::SecretRecord same = existing;
    if (auto added = add_version(secrets, same, token, *value, {}, {}); !added) return added.error();
    return std::optional(Change{.put = std::move(same)});
  }
  return Error(ErrorCode::kResourceExists,
               "The operation failed because the secret " + existing.name + " already exists.");
}

}  // namespace

void CreateSecret::handle(Services& services, const Caller& caller, const Request& request, Completion<Response> done) {
  if (auto checked = check_request(request); !checked) return done(checked.error());
  auto value = new_value(request.secret_string, request.secret_binary);
  if (!value) return done(value.error());

  const std::string version_id = request.client_request_token ? *request.client_request_token : services.ids.uuid();
  const bool has_value = value->has_value();
  auto make = [&services, owner = caller.principal.arn, request, version_id,
               value = std::move(*value)]() -> Result<Change> {
    const Timestamp now = services.clock.now();
    Change change;
    if (const Record existing = services.secrets.find_by_name(*request.name)) {
      if (existing->deletes_at && *existing->deletes_at <= now) {
        change.erase = existing->arn;
      } else {
        auto settled = settle_existing(services.secrets, *existing, owner, version_id, value);
        if (!settled) return settled.error();
        return std::move(**settled);
      }
    }
    store::SecretRecord secret;
    secret.name = *request.name;
    secret.arn = "arn:aws:secretsmanager:" + services.settings.region + ":" + services.settings.account +
                 ":secret:" + secret.name + arn_suffix(services.ids);
    secret.description = request.description.value_or("");
    secret.kms_key_id = request.kms_key_id.value_or("");
    secret.owner = owner;
    secret.created_at = secret.changed_at = now;
    if (auto tagged = set_tags(secret, request.tags.value_or(std::vector<Tag>{})); !tagged) return tagged.error();
    if (value) {
      if (auto added = add_version(services.secrets, secret, version_id, *value, {kCurrent}, now); !added)
        return added.error();
    }
    change.put = std::move(secret);
    return change;
  };
  services.secrets.change(std::move(make), [done = std::move(done), version_id, has_value](Result<Record> record) {
    if (!record) return done(record.error());
    Response response{(*record)->arn, (*record)->name};
    if (has_value) response.version_id = version_id;
    done(std::move(response));
  });
}

}  // namespace slipher::api::secretsmanager
