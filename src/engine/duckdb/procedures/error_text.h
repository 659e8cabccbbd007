#pragma once
#include <string>
#include <string_view>

#include "base/error.h"

namespace slipher::engine {

/// SQLERRM: an error's message without "ERROR: " and without the lines behind it (Position, Hint, Where ...).
std::string error_message(const Error& error);
/// SQLSTATE: the code that PostgreSQL gives to this kind of error; XX000 for those not told apart.
std::string_view error_state(const Error& error);
/// The error without its Position line, which is of a text that the user did not send, and with a Where line.
Error with_context(Error error, const std::string& context);

}  // namespace slipher::engine
