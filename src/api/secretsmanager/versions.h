#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/call.h"
#include "api/secrets.h"
#include "api/secretsmanager/structures.h"

/// The rules of versions and staging labels, apart from any request.
namespace slipher::api::secretsmanager {

inline constexpr char kCurrent[] = "AWSCURRENT";
inline constexpr char kPrevious[] = "AWSPREVIOUS";

/// A value as it came: SecretString or SecretBinary.
struct NewValue {
  std::string bytes;
  bool is_binary = false;
};

/// The value of a request; nothing when there is none, kInvalidParameter when there are two.
Result<std::optional<NewValue>> new_value(const std::optional<std::string>& text,
                                          const std::optional<wire::Blob>& binary);

/// Adds a version that carries `stages`, taking them from the versions that have them; the one that loses AWSCURRENT
/// becomes AWSPREVIOUS. A version of that id that holds the same value already is left as it is; another value is
/// kResourceExists. Versions without labels are dropped, oldest first, beyond kMaxVersions.
Result<void> add_version(const Secrets& secrets, store::SecretRecord& secret, const std::string& version_id,
                         const NewValue& value, std::vector<std::string> stages, Timestamp now);

/// Versions kept per secret.
inline constexpr std::size_t kMaxVersions = 100;

/// Labels by version, of versions that have any.
StagesByVersion stages_by_version(const store::SecretRecord& secret);

/// kResourceNotFound: no version of a secret is meant by `which`, a label or an id.
Error no_such_value(const std::string& which);
/// A version with its value, opened.
Result<SecretValue> read_value(const Secrets& secrets, const store::SecretRecord& secret,
                               const store::SecretVersionRecord& version);
/// The version that carries AWSCURRENT; fails as GetSecretValue does.
Result<SecretValue> current_value(const Secrets& secrets, const store::SecretRecord& secret);

/// Takes a label off version `from` and puts it on version `to`, where given. A label that a version carries already is
/// moved only when `from` names that version; AWSCURRENT can't be taken off without another version that gets it, and
/// the version that loses it becomes AWSPREVIOUS.
Result<void> move_stage(store::SecretRecord& secret, const std::string& stage, const std::optional<std::string>& from,
                        const std::optional<std::string>& to, Timestamp now);

/// kInvalidRequest when the secret is scheduled for deletion.
Result<void> check_not_deleted(const store::SecretRecord& secret);

/// Sets tags on a record; kInvalidParameter for a missing key, a reserved one, or too many.
Result<void> set_tags(store::SecretRecord& secret, const std::vector<Tag>& tags);
std::optional<std::vector<Tag>> tags_member(const store::SecretRecord& secret);

}  // namespace slipher::api::secretsmanager
