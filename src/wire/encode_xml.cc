#include "wire/encode_xml.h"

#include <cstdio>

#include "base/utf8.h"
#include "wire/base64.h"
#include "wire/encode_json.h"

namespace slipher::wire {

namespace {

void append_value(const Type& type, const void* value, std::string& out);

void append_element(std::string_view name, const Type& type, const void* value, std::string& out) {
  out.append("<").append(name).append(">");
  append_value(type, value, out);
  out.append("</").append(name).append(">");
}

void append_iso_time(std::string& out, Timestamp timestamp) {
  const auto day = std::chrono::floor<std::chrono::days>(timestamp);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<milliseconds>(timestamp - day));
  char text[48];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
  out += text;
}

void append_map(const Type& type, const void* value, std::string& out) {
  struct Context {
    const Type& element;
    std::string& out;
  } context{*type.element, out};
  type.visit(
      value,
      [](void* opaque, const std::string& key, const void* entry) {
        auto& c = *static_cast<Context*>(opaque);
        c.out += "<entry><key>";
        append_xml_text(c.out, key);
        c.out += "</key>";
        append_element("value", c.element, entry, c.out);
        c.out += "</entry>";
      },
      &context);
}

void append_value(const Type& type, const void* value, std::string& out) {
  switch (type.kind) {
    case Kind::kString:
      return append_xml_text(out, *static_cast<const std::string*>(value));
    case Kind::kTimestamp:
      return append_iso_time(out, *static_cast<const Timestamp*>(value));
    case Kind::kBlob:
      out += base64_encode(static_cast<const Blob*>(value)->bytes);
      return;
    case Kind::kStructure:
      return encode_xml_members(type, value, out);
    case Kind::kMap:
      return append_map(type, value, out);
    case Kind::kList:
      for (std::size_t i = 0; i < type.size(value); ++i)
        append_element("member", *type.element, type.at(value, i), out);
      return;
    default:
      return encode_json(type, value, out);  // numbers and booleans look the same
  }
}

}  // namespace

void append_xml_text(std::string& out, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length_at(text, at);
    const char c = text[at];
    const bool is_control = static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
    if (length == 0 || is_control) {
      out += "\xEF\xBF\xBD";
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '\r') {
      out += "&#13;";
    } else {
      out.append(text.substr(at, length));
    }
    at += length == 0 ? 1 : length;
  }
}

void encode_xml_members(const Type& structure, const void* value, std::string& out) {
  for (const Member& member : structure.members) {
    if (const void* const held = member.get(value)) append_element(member.name, *member.type, held, out);
  }
}

}  // namespace slipher::wire
