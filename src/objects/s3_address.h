#pragma once
#include <string>

#include "objects/s3_settings.h"

namespace slipher::objects {

/// Where a request for a bucket or an object goes.
struct S3Address {
  std::string origin;  // "https://bucket.s3.eu-west-1.amazonaws.com"
  std::string host;    // what is signed and sent as Host: without a scheme's own port
  std::string path;    // "/key", encoded once
};

/// Key "" = the bucket itself.
S3Address address_of(const S3Settings& settings, const Location& location);

}  // namespace slipher::objects
