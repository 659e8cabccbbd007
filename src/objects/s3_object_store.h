#pragma once
#include <memory>

#include "objects/s3_client.h"
#include "objects/staging_folder.h"

namespace slipher::objects {

/// The buckets of one endpoint. Files on their way there are staged on this machine.
std::unique_ptr<Store> s3_object_store(std::shared_ptr<const S3Endpoint> endpoint,
                                       std::shared_ptr<StagingFolder> staging, Access access = {});

}  // namespace slipher::objects
