#include "objects/location.h"

#include "objects/object_store.h"

namespace slipher::objects {
namespace {

constexpr std::string_view kScheme = "s3://";
constexpr std::size_t kMinBucketName = 3;
constexpr std::size_t kMaxBucketName = 63;
constexpr std::size_t kMaxKey = 1024;
constexpr std::size_t kMaxKeyPart = 255;

bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool is_key_part(std::string_view part) {
  return !part.empty() && part != "." && part != ".." && part.size() <= kMaxKeyPart;
}

}  // namespace

bool is_bucket_name(std::string_view name) {
  if (name.size() < kMinBucketName || name.size() > kMaxBucketName) return false;
  if (!is_lower_or_digit(name.front()) || !is_lower_or_digit(name.back())) return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool dot = name[i] == '.';
    if (!is_lower_or_digit(name[i]) && name[i] != '-' && !dot) return false;
    if (dot && name[i - 1] == '.') return false;
  }
  return true;
}

bool is_key_prefix(std::string_view prefix) {
  if (prefix.size() > kMaxKey || prefix.find('\0') != std::string_view::npos) return false;
  while (true) {
    const auto slash = prefix.find('/');
    // The last part of a prefix is the beginning of a name, perhaps of one that starts with a dot.
    if (slash == std::string_view::npos) return prefix != ".." && prefix.size() <= kMaxKeyPart;
    if (!is_key_part(prefix.substr(0, slash))) return false;
    prefix.remove_prefix(slash + 1);
  }
}

bool is_key(std::string_view key) {
  const auto slash = key.rfind('/');
  return is_key_prefix(key) && is_key_part(slash == std::string_view::npos ? key : key.substr(slash + 1));
}

Result<Location> parse_location(std::string_view uri) {
  const auto fail = [&](std::string_view reason) {
    return Error(ErrorCode::kSql,
                 "ERROR: The S3 location '" + std::string(uri) + "' is not valid: " + std::string(reason) + ".");
  };
  const bool in_capital = uri.starts_with("S3://");
  if (!uri.starts_with(kScheme) && !in_capital) return fail("it must be s3://bucket/key");
  const auto path = uri.substr(kScheme.size());
  const auto slash = path.find('/');
  const auto bucket = path.substr(0, slash);
  const auto key = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  if (!is_bucket_name(bucket)) return fail("'" + std::string(bucket) + "' is not a bucket name");
  if (!is_key_prefix(key)) return fail("a key must not have empty parts, '.' or '..', or more than 1024 bytes");
  return Location{std::string(bucket), std::string(key)};
}

}  // namespace slipher::objects
