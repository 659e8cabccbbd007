#pragma once
#include <string_view>

namespace slipher::objects {

/// Whether `name` is a bucket's name: 3 to 63 lower-case letters, digits, hyphens and dots (Amazon S3 User Guide,
/// "General purpose bucket naming rules"). Such a name is always one plain directory name.
bool is_bucket_name(std::string_view name);

/// Whether `key` can be kept as a relative path: no part is empty, "." or "..", at most 1024 bytes.
bool is_key(std::string_view key);

/// The same for the beginning of keys: also "", "folder/" and "folder/na".
bool is_key_prefix(std::string_view prefix);

}  // namespace slipher::objects
