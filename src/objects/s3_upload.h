#pragma once
#include <string>

#include "objects/s3_client.h"

namespace slipher::objects {

/// Sends a file as the object at `location`: with one request, or in parts of which a few are in memory at a time. The
/// object appears whole or not at all; parts of an upload that failed are removed.
Result<void> upload_file(const S3Client& client, const std::string& path, const Location& location);

}  // namespace slipher::objects
