#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "objects/store.h"

namespace slipher::objects {

/// How a bucket is named in a request: in the path, in the host name, or whichever fits the endpoint.
enum class Addressing { kAuto, kPath, kVirtualHost };

/// Where a bucket is kept, if not on this machine.
struct S3Settings {
  /// "https://host[:port]"; empty = Amazon S3 in the region.
  std::string endpoint;
  std::string region = "us-east-1";
  Addressing addressing = Addressing::kAuto;
  /// Absent = requests are not signed: public buckets.
  std::optional<Credentials> credentials;
  /// PEM file of certificates to trust; empty = the system's.
  std::string ca_file;
};

/// Buckets, by name or with * for any characters, and their endpoint.
struct BucketRule {
  std::string bucket;
  S3Settings settings;
};

/// Whether a bucket's name matches "name", "logs-*" or "*".
bool matches_bucket(std::string_view pattern, std::string_view bucket);

/// Buckets that a rule matches (the first one that does) at S3 endpoints, all others as directories below `local_root`.
/// Files on their way to an endpoint are staged below `local_root` too.
std::unique_ptr<Store> object_store(std::string local_root, std::vector<BucketRule> rules);

}  // namespace slipher::objects
