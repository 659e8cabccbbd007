#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "app/config.h"
#include "app/config_load.h"
#include "base/result.h"
#include "objects/s3_settings.h"

namespace slipher::app {

inline constexpr std::string_view kObjectStoreSection = "object_store";
inline constexpr std::string_view kObjectStoreHelp =
    "Buckets at an S3 endpoint; write the table once for each. The first one that matches a bucket counts. Buckets "
    "that "
    "none matches are directories below DIR/buckets. IAM_ROLE, CREDENTIALS and keys in COPY and UNLOAD stand for "
    "the keys given here. Not settable by environment variables.";

/// One key of an [[object_store]]; all are texts.
struct ObjectStoreKey {
  std::string_view name;
  std::string ObjectStoreEntry::*member;
  std::string_view help;
  std::vector<std::string_view> choices = {};
  /// Never printed.
  bool is_secret = false;
};

const std::vector<ObjectStoreKey>& object_store_keys();

/// The error names the key and what is wrong.
Result<void> set_object_store_key(ObjectStoreEntry& entry, std::string_view name, const std::string& value);
/// What keys mean together.
Result<void> check_object_store(const ObjectStoreEntry& entry);

/// What the object store is made of. Reads the secrets that lie in files and variables.
Result<std::vector<objects::BucketRule>> bucket_rules(const std::vector<ObjectStoreEntry>& entries,
                                                      const Environment& environment);

}  // namespace slipher::app
