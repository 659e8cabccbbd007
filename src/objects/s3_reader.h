#pragma once
#include <memory>

#include "objects/s3_client.h"

namespace slipher::objects {

/// Reads an object in ranges: large reads as several at once, and ahead of a caller that reads from front to back.
std::unique_ptr<ObjectReader> s3_reader(std::shared_ptr<const S3Client> client, Location location, Object object);

}  // namespace slipher::objects
