#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "objects/store.h"

namespace slipher::objects {

/// An <Error> answer. All empty when the body is none.
struct S3Failure {
  std::string code;
  std::string message;
  std::string region;  // where the bucket is, when S3 says so
};
S3Failure parse_failure(std::string_view body);

/// One page of ListObjectsV2.
struct ListingPage {
  std::vector<Object> objects;
  std::string next_token;  // empty = the last page
};
std::optional<ListingPage> parse_listing(std::string_view body);

/// UploadId of CreateMultipartUpload's answer; empty when there is none.
std::string parse_upload_id(std::string_view body);
/// CompleteMultipartUpload's body: the parts' ETags, in order.
std::string completion_xml(const std::vector<std::string>& etags);

/// "2023-11-26T18:04:37.000Z".
std::optional<Timestamp> parse_iso_time(std::string_view text);

}  // namespace slipher::objects
