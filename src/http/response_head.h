#pragma once
#include <cstddef>
#include <string>

#include "base/http_message.h"

namespace slipher::http {

/// What stands before a response's body: status line, Date, Server, Connection, Content-Length and the response's own
/// fields. `body_bytes` is the body's length, also when it is not sent (HEAD).
std::string response_head(const RawResponse& response, std::size_t body_bytes, bool keep_alive);

/// The reply to a request that never reached the front door: AWS's name for the mishap as `__type`, a message, a fresh
/// request id (AWS API references, "Common Errors").
RawResponse refusal(int status);

}  // namespace slipher::http
