#include "wire/describe.h"

#include "wire/encode_json.h"

namespace slipher::wire {

namespace {

void append_limits(const Limits& limits, std::string& out) {
  if (limits.required) out += ",\"required\":true";
  if (limits.min) out += ",\"min\":" + std::to_string(*limits.min);
  if (limits.max) out += ",\"max\":" + std::to_string(*limits.max);
  if (!limits.pattern.empty()) {
    out += ",\"pattern\":";
    append_json_string(out, limits.pattern);
  }
  if (!limits.values.empty()) {
    out += ",\"enum\":[";
    for (std::size_t i = 0; i < limits.values.size(); ++i) {
      if (i > 0) out += ',';
      append_json_string(out, limits.values[i]);
    }
    out += ']';
  }
  if (limits.idempotency_token) out += ",\"idempotencyToken\":true";
  if (limits.sensitive) out += ",\"sensitive\":true";
}

void describe_value(const Type& type, const Limits& limits, std::string& out) {
  static constexpr Limits kNone{};
  static constexpr Type kString{.kind = Kind::kString};
  out += "{\"type\":\"";
  out += kind_name(type.kind);
  out += '"';
  append_limits(limits, out);
  if (type.is_union) out += ",\"union\":true";
  switch (type.kind) {
    case Kind::kList:
      out += ",\"member\":";
      describe_value(*type.element, limits.element ? *limits.element : kNone, out);
      break;
    case Kind::kMap:
      out += ",\"key\":";
      describe_value(kString, limits.key ? *limits.key : kNone, out);
      out += ",\"value\":";
      describe_value(*type.element, limits.element ? *limits.element : kNone, out);
      break;
    case Kind::kStructure:
      out += ",\"members\":";
      describe_members(type, out);
      break;
    default:
      break;
  }
  out += '}';
}

}  // namespace

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::kString:
      return "string";
    case Kind::kBoolean:
      return "boolean";
    case Kind::kInteger:
      return "integer";
    case Kind::kLong:
      return "long";
    case Kind::kDouble:
      return "double";
    case Kind::kTimestamp:
      return "timestamp";
    case Kind::kBlob:
      return "blob";
    case Kind::kList:
      return "list";
    case Kind::kMap:
      return "map";
    case Kind::kStructure:
      return "structure";
  }
  return "";
}

void describe_members(const Type& structure, std::string& out) {
  out += '{';
  for (std::size_t i = 0; i < structure.members.size(); ++i) {
    if (i > 0) out += ',';
    append_json_string(out, structure.members[i].name);
    out += ':';
    describe_value(*structure.members[i].type, structure.members[i].limits, out);
  }
  out += '}';
}

}  // namespace slipher::wire
