#include "api/secretsmanager/versions.h"

#include <algorithm>

#include "identity/hmac.h"

namespace slipher::api::secretsmanager {

namespace {

/// Tags that one secret may carry.
constexpr std::size_t kMaxTags = 50;

using Version = store::SecretVersionRecord;

/// Takes a label off whatever version has it; true when there was one.
bool take_stage(store::SecretRecord& secret, std::string_view stage, Version** from = nullptr) {
  for (Version& version : secret.versions) {
    const auto found = std::find(version.stages.begin(), version.stages.end(), stage);
    if (found == version.stages.end()) continue;
    version.stages.erase(found);
    if (from) *from = &version;
    return true;
  }
  return false;
}

void drop_old_versions(store::SecretRecord& secret) {
  while (secret.versions.size() > kMaxVersions) {
    const auto oldest = std::find_if(secret.versions.begin(), secret.versions.end(),
                                     [](const Version& version) { return version.stages.empty(); });
    if (oldest == secret.versions.end()) return;
    secret.versions.erase(oldest);
  }
}

}  // namespace

Result<std::optional<NewValue>> new_value(const std::optional<std::string>& text,
                                          const std::optional<wire::Blob>& binary) {
  if (text && binary)
    return Error(ErrorCode::kInvalidParameter, "You can't specify both SecretString and SecretBinary.");
  if (text) return std::optional(NewValue{*text, false});
  if (binary) return std::optional(NewValue{binary->bytes, true});
  return std::optional<NewValue>();
}

Result<void> add_version(const Secrets& secrets, store::SecretRecord& secret, const std::string& version_id,
                         const NewValue& value, std::vector<std::string> stages, Timestamp now) {
  for (const Version& version : secret.versions) {
    if (version.version_id != version_id) continue;
    const auto stored = secrets.open(secret, version);
    if (!stored) return stored.error();
    if (version.is_binary == value.is_binary && identity::constant_time_equal(*stored, value.bytes)) return {};
    return Error(ErrorCode::kResourceExists, "You can't use ClientRequestToken " + version_id +
                                                 " because that value is already in use for a version of secret " +
                                                 secret.arn + ".");
  }
  // The very first version is the current one whatever it is called.
  if (secret.versions.empty() && std::find(stages.begin(), stages.end(), kCurrent) == stages.end())
    stages.emplace_back(kCurrent);
  for (const std::string& stage : stages) {
    Version* from = nullptr;
    if (take_stage(secret, stage, &from) && stage == kCurrent) {
      take_stage(secret, kPrevious);
      from->stages.emplace_back(kPrevious);
    }
  }
  secret.versions.push_back(
      {version_id, std::move(stages), secrets.seal(secret.arn, version_id, value.bytes), value.is_binary, now});
  secret.changed_at = now;
  drop_old_versions(secret);
  return {};
}

Error no_such_value(const std::string& which) {
  return {ErrorCode::kResourceNotFound, "Secrets Manager can't find the specified secret value for " + which};
}

Result<SecretValue> read_value(const Secrets& secrets, const store::SecretRecord& secret, const Version& version) {
  auto value = secrets.open(secret, version);
  if (!value) return value.error();
  SecretValue out{.arn = secret.arn,
                  .name = secret.name,
                  .version_id = version.version_id,
                  .version_stages = version.stages,
                  .created_date = version.created_at};
  if (version.is_binary) {
    out.secret_binary = wire::Blob{std::move(*value)};
  } else {
    out.secret_string = std::move(*value);
  }
  return out;
}

Result<SecretValue> current_value(const Secrets& secrets, const store::SecretRecord& secret) {
  if (auto live = check_not_deleted(secret); !live) return live.error();
  const Version* const version = find_stage(secret, kCurrent);
  if (!version) return no_such_value(std::string("staging label: ") + kCurrent);
  return read_value(secrets, secret, *version);
}

Result<void> move_stage(store::SecretRecord& secret, const std::string& stage, const std::optional<std::string>& from,
                        const std::optional<std::string>& to, Timestamp now) {
  const auto invalid = [](std::string text) { return Error(ErrorCode::kInvalidParameter, std::move(text)); };
  const auto find = [&](const std::string& id) {
    return std::find_if(secret.versions.begin(), secret.versions.end(),
                        [&](const Version& version) { return version.version_id == id; });
  };
  for (const auto* id : {&from, &to})
    if (*id && find(**id) == secret.versions.end()) return invalid("Not a valid version: " + **id);
  const Version* const holder = find_stage(secret, stage);
  if (from && (!holder || holder->version_id != *from))
    return invalid("Version stage " + stage + " not found in version " + *from);
  if (!from && holder && (!to || holder->version_id != *to)) {
    return invalid("The parameter RemoveFromVersionId can't be empty. Staging label " + stage +
                   " is currently attached to version " + holder->version_id +
                   ", so you must explicitly reference that version in RemoveFromVersionId.");
  }
  if (stage == kCurrent && !to) {
    return invalid(
        "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.");
  }
  if (from == to || (holder && to && holder->version_id == *to)) return {};
  Version* loser = nullptr;
  take_stage(secret, stage, &loser);
  if (loser && stage == kCurrent) {
    take_stage(secret, kPrevious);
    loser->stages.emplace_back(kPrevious);
  }
  if (to) find(*to)->stages.push_back(stage);
  secret.changed_at = now;
  return {};
}

StagesByVersion stages_by_version(const store::SecretRecord& secret) {
  StagesByVersion out;
  for (const Version& version : secret.versions)
    if (!version.stages.empty()) out[version.version_id] = version.stages;
  return out;
}

Result<void> check_not_deleted(const store::SecretRecord& secret) {
  if (!secret.deletes_at) return {};
  return Error(ErrorCode::kInvalidRequest,
               "You can't perform this operation on the secret because it was marked for deletion.");
}

Result<void> set_tags(store::SecretRecord& secret, const std::vector<Tag>& tags) {
  for (const Tag& tag : tags) {
    if (!tag.key) return Error(ErrorCode::kInvalidParameter, "Tag keys can't be null.");
    if (tag.key->starts_with("aws:"))
      return Error(ErrorCode::kInvalidParameter, "Tag keys can't start with aws:, which is reserved.");
    const auto same =
        std::find_if(secret.tags.begin(), secret.tags.end(), [&](const auto& held) { return held.first == *tag.key; });
    if (same != secret.tags.end()) {
      same->second = tag.value.value_or("");
    } else {
      secret.tags.emplace_back(*tag.key, tag.value.value_or(""));
    }
  }
  if (secret.tags.size() > kMaxTags)
    return Error(ErrorCode::kInvalidParameter, "A secret can't have more than 50 tags.");
  return {};
}

std::optional<std::vector<Tag>> tags_member(const store::SecretRecord& secret) {
  if (secret.tags.empty()) return std::nullopt;
  std::vector<Tag> tags;
  for (const auto& [key, value] : secret.tags) tags.push_back({key, value});
  return tags;
}

}  // namespace slipher::api::secretsmanager
