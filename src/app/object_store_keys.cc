#include "app/object_store_keys.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "app/nearest.h"

namespace slipher::app {
namespace {

Error mistake(const std::string& text) { return {ErrorCode::kValidation, text}; }

/// The secret access key from wherever it is kept.
Result<std::string> secret_of(const ObjectStoreEntry& entry, const Environment& environment) {
  if (!entry.secret_access_key.empty()) return entry.secret_access_key;
  if (!entry.secret_access_key_variable.empty()) {
    auto value = environment(entry.secret_access_key_variable);
    if (!value || value->empty())
      return mistake("object_store \"" + entry.bucket + "\": the environment has no variable " +
                     entry.secret_access_key_variable);
    return *std::move(value);
  }
  std::ifstream file(entry.secret_access_key_file, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  auto secret = text.str();
  while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r' || secret.back() == ' ')) secret.pop_back();
  if (!file || secret.empty())
    return mistake("object_store \"" + entry.bucket + "\": cannot read a secret from the file " +
                   entry.secret_access_key_file);
  return secret;
}

objects::Addressing addressing_of(const std::string& text) {
  if (text == "path") return objects::Addressing::kPath;
  return text == "virtual" ? objects::Addressing::kVirtualHost : objects::Addressing::kAuto;
}

}  // namespace

const std::vector<ObjectStoreKey>& object_store_keys() {
  using Entry = ObjectStoreEntry;
  static const std::vector<ObjectStoreKey> keys = {
      {"bucket", &Entry::bucket, "Name of a bucket, or a pattern with * for any characters. Needed."},
      {"endpoint", &Entry::endpoint,
       "\"https://HOST[:PORT]\" or \"http://HOST[:PORT]\"; empty = Amazon S3 in the region."},
      {"region", &Entry::region, "Region of the bucket, part of each signature."},
      {"addressing",
       &Entry::addressing,
       "Where the bucket's name goes: into the path, into the host name, or (auto) into the host name at Amazon S3 "
       "only.",
       {"auto", "path", "virtual"}},
      {"access_key_id", &Entry::access_key_id, "Access key; empty = requests are not signed, for public buckets."},
      {"secret_access_key", &Entry::secret_access_key, "Its secret; one of the three ways to give it.", {}, true},
      {"secret_access_key_file", &Entry::secret_access_key_file, "File that holds the secret and nothing else."},
      {"secret_access_key_variable", &Entry::secret_access_key_variable, "Environment variable that holds the secret."},
      {"session_token", &Entry::session_token, "Token of temporary credentials.", {}, true},
      {"ca_file", &Entry::ca_file, "PEM file of certificates to trust at this endpoint; empty = the system's."},
  };
  return keys;
}

Result<void> set_object_store_key(ObjectStoreEntry& entry, std::string_view name, const std::string& value) {
  const auto full_name = std::string(kObjectStoreSection) + "." + std::string(name);
  std::vector<std::string> known;
  for (const auto& key : object_store_keys()) {
    known.push_back(std::string(kObjectStoreSection) + "." + std::string(key.name));
    if (key.name != name) continue;
    if (!key.choices.empty() && std::find(key.choices.begin(), key.choices.end(), value) == key.choices.end()) {
      std::string list;
      for (const auto choice : key.choices) list += (list.empty() ? "" : ", ") + std::string(choice);
      return mistake(full_name + ": \"" + value + "\" is none of " + list);
    }
    entry.*key.member = value;
    return {};
  }
  return mistake("unknown key \"" + full_name + "\"; did you mean \"" + nearest(full_name, known) + "\"?");
}

Result<void> check_object_store(const ObjectStoreEntry& entry) {
  const auto name = "object_store \"" + entry.bucket + "\": ";
  if (entry.bucket.empty()) return mistake("object_store.bucket: it must not be empty");
  const auto& endpoint = entry.endpoint;
  if (!endpoint.empty() && !endpoint.starts_with("https://") && !endpoint.starts_with("http://"))
    return mistake(name + "endpoint must begin with https:// or http://");
  if (const auto host = endpoint.find("://"); host != std::string::npos) {
    const auto slash = endpoint.find('/', host + 3);
    if (slash != std::string::npos && slash + 1 != endpoint.size())
      return mistake(name + "endpoint must not have a path");
  }
  if (entry.region.empty()) return mistake(name + "region must not be empty");
  const int secrets = !entry.secret_access_key.empty() + !entry.secret_access_key_file.empty() +
                      !entry.secret_access_key_variable.empty();
  if (secrets > 1) return mistake(name + "the secret access key is given in more than one way");
  if (secrets == 0 && !entry.access_key_id.empty()) return mistake(name + "access_key_id has no secret access key");
  if (secrets == 1 && entry.access_key_id.empty()) return mistake(name + "access_key_id is missing");
  return {};
}

Result<std::vector<objects::BucketRule>> bucket_rules(const std::vector<ObjectStoreEntry>& entries,
                                                      const Environment& environment) {
  std::vector<objects::BucketRule> rules;
  for (const auto& entry : entries) {
    objects::S3Settings settings;
    settings.endpoint = entry.endpoint;
    settings.region = entry.region;
    settings.addressing = addressing_of(entry.addressing);
    settings.ca_file = entry.ca_file;
    if (!entry.access_key_id.empty()) {
      auto secret = secret_of(entry, environment);
      if (!secret) return secret.error();
      settings.credentials = objects::Credentials{entry.access_key_id, *std::move(secret), entry.session_token};
    }
    rules.push_back({entry.bucket, std::move(settings)});
  }
  return rules;
}

}  // namespace slipher::app
