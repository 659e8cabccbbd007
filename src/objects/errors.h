#pragma once
#include <string>
#include <string_view>

#include "base/error.h"

namespace slipher::objects {

// What a client sees when object storage fails, in the words that Amazon Redshift passes on from Amazon S3.

/// kSql with "ERROR: " in front of `text`.
Error sql_error(std::string text);

Error no_such_bucket(std::string_view bucket);
/// `what` is a key or an s3:// location.
Error no_such_key(std::string_view what);
Error access_denied(std::string_view what);
/// The object is not the one that was opened.
Error overwritten(std::string_view uri);
/// `what` was being done ("read s3://bucket/key"), `reason` says what went wrong.
Error storage_failed(std::string_view what, std::string_view reason, int status, std::string_view code);
Error too_many_objects(std::string_view prefix);
/// kCanceled.
Error interrupted();

}  // namespace slipher::objects
