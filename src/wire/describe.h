#pragma once
#include <string>
#include <string_view>

#include "wire/type.h"

namespace slipher::wire {

/// The kind's name in the printed model, as AWS models spell it: "string", "integer", "list", "structure".
std::string_view kind_name(Kind kind);

/// Appends a structure's members as JSON: {"Sql":{"type":"string","required":true}, ...}; lists, maps and
/// structures carry their parts ("member", "key", "value", "members"), constraints their published names.
void describe_members(const Type& structure, std::string& out);

}  // namespace slipher::wire
