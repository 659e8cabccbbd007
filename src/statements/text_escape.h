#pragma once
#include <string>
#include <string_view>

#include "statements/byte_buffer.h"

namespace slipher::statements {

/// Appends `text` as the inside of a JSON string. Bytes that are not UTF-8 become U+FFFD, so that the document around
/// it stays valid.
void append_json_escaped(ByteBuffer& out, std::string_view text);

/// Appends one CSV field (RFC 4180) as the inside of a JSON string: quoted when it holds a comma, a quote, CR or LF or
/// is empty (an unquoted empty field is NULL), its quotes doubled.
void append_csv_field(ByteBuffer& out, std::string_view text);

/// `text` as a whole JSON string with its quotes.
std::string json_string(std::string_view text);

}  // namespace slipher::statements
