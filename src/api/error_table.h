#pragma once
#include <string_view>

#include "base/error.h"

namespace slipher::api {

/// How an error code looks on the wire. The one place that knows wire types and HTTP statuses.
struct ErrorRow {
  ErrorCode code;
  /// AWS JSON protocol: `__type` and x-amzn-ErrorType, and the status.
  std::string_view type;
  int status;
  /// AWS query protocol: <Code>, and the status.
  std::string_view query_type;
  int query_status;
  /// The JSON member with the text: modelled errors say "Message", the front end's own "message".
  std::string_view message_member;
  /// Whether `__type` carries the front end's namespace.
  bool is_front_end;
  /// The member that carries Error::resource_id, "" when there is none.
  std::string_view resource_member;
};

/// The row of a code; every code has one.
const ErrorRow& error_row(ErrorCode code);

/// The name under which `service` (its wire name, "secretsmanager") reports the code: error_row().type, save where
/// a service's model has another name for the same thing.
std::string_view error_type(ErrorCode code, std::string_view service);

/// Whether the text of such an error is for the log alone: it names files, libraries, causes inside the server.
bool is_for_log_only(ErrorCode code);

}  // namespace slipher::api
