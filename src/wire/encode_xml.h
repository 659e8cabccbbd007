#pragma once
#include <string>
#include <string_view>

#include "wire/type.h"

namespace slipher::wire {

/// Appends a structure's members as XML elements in the order of their declaration, absent ones left out; list elements
/// are <member>, map entries <entry><key/><value/></entry>.
void encode_xml_members(const Type& structure, const void* value, std::string& out);

/// Appends `text` escaped for an element's content. Characters that XML 1.0 does not allow become U+FFFD.
void append_xml_text(std::string& out, std::string_view text);

}  // namespace slipher::wire
