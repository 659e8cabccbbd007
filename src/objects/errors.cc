#include "objects/errors.h"

#include "objects/limits.h"

namespace slipher::objects {
namespace {

Error service_error(std::string text, int status, std::string_view code) {
  return sql_error("S3ServiceException:" + std::move(text) + ",Status " + std::to_string(status) + ",Error " +
                   std::string(code));
}

}  // namespace

Error sql_error(std::string text) { return {ErrorCode::kSql, "ERROR: " + std::move(text)}; }

Error no_such_bucket(std::string_view bucket) {
  return service_error("The specified bucket does not exist: " + std::string(bucket), 404, "NoSuchBucket");
}

Error no_such_key(std::string_view what) {
  return service_error("The specified key does not exist: " + std::string(what), 404, "NoSuchKey");
}

Error access_denied(std::string_view what) {
  return service_error("Access Denied: " + std::string(what), 403, "AccessDenied");
}

Error overwritten(std::string_view uri) {
  return service_error("The object was overwritten while it was read: " + std::string(uri), 412, "PreconditionFailed");
}

Error storage_failed(std::string_view what, std::string_view reason, int status, std::string_view code) {
  return service_error("cannot " + std::string(what) + ": " + std::string(reason), status, code);
}

Error too_many_objects(std::string_view prefix) {
  return sql_error("More than " + std::to_string(kMaxListedObjects) + " objects under the prefix '" +
                   std::string(prefix) + "'.");
}

Error interrupted() { return {ErrorCode::kCanceled, "ERROR: canceling statement due to user request"}; }

}  // namespace slipher::objects
