#include "wire/encode_json.h"

#include <charconv>
#include <cmath>

#include "base/utf8.h"
#include "wire/base64.h"

namespace slipher::wire {

namespace {

constexpr std::size_t kRoomAfterRecords = 256;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

template <class Number>
void append_number(std::string& out, Number number) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
  out.append(buffer, end);
}

void append_escape(std::string& out, unsigned char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  static constexpr char kHex[] = "0123456789abcdef";
  out += "\\u00";
  out.push_back(kHex[c >> 4]);
  out.push_back(kHex[c & 15]);
}

void append_double(std::string& out, double number) {
  // JSON has no literal for these; the AWS JSON protocols send them as strings.
  if (std::isnan(number)) {
    out += "\"NaN\"";
  } else if (std::isinf(number)) {
    out += number < 0 ? "\"-Infinity\"" : "\"Infinity\"";
  } else {
    append_number(out, number);
  }
}

void append_list(const Type& type, const void* value, std::string& out) {
  out.push_back('[');
  if (type.encoded) {
    const std::string& encoded = *type.encoded(value);
    out.reserve(out.size() + encoded.size() + kRoomAfterRecords);  // else the next members would move megabytes once more
    out += encoded;
  } else {
    const std::size_t size = type.size(value);
    for (std::size_t i = 0; i < size; ++i) {
      if (i > 0) out.push_back(',');
      encode_json(*type.element, type.at(value, i), out);
    }
  }
  out.push_back(']');
}

void append_map(const Type& type, const void* value, std::string& out) {
  struct Context {
    const Type& element;
    std::string& out;
    bool first = true;
  } context{*type.element, out};
  out.push_back('{');
  type.visit(
      value,
      [](void* opaque, const std::string& key, const void* entry) {
        auto& c = *static_cast<Context*>(opaque);
        if (!c.first) c.out.push_back(',');
        c.first = false;
        append_json_string(c.out, key);
        c.out.push_back(':');
        encode_json(c.element, entry, c.out);
      },
      &context);
  out.push_back('}');
}

void append_structure(const Type& type, const void* value, std::string& out) {
  out.push_back('{');
  bool first = true;
  for (const std::uint16_t index : type.alphabetical) {
    const Member& member = type.members[index];
    const void* const held = member.get(value);
    if (!held) continue;
    if (!first) out.push_back(',');
    first = false;
    out.push_back('"');
    out += member.name;
    out += "\":";
    encode_json(*member.type, held, out);
  }
  out.push_back('}');
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out.push_back('"');
  std::size_t run = 0;
  std::size_t at = 0;
  const auto flush = [&] { out.append(text.substr(run, at - run)); };
  while (at < text.size()) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (c < 0x20 || c == '"' || c == '\\') {
      flush();
      append_escape(out, c);
      run = ++at;
    } else if (c < 0x80) {
      ++at;
    } else if (const std::size_t length = utf8_length_at(text, at); length > 0) {
      at += length;
    } else {
      flush();
      out += kReplacement;
      run = ++at;
    }
  }
  flush();
  out.push_back('"');
}

void append_epoch_seconds(std::string& out, Timestamp timestamp) {
  const std::int64_t total = std::chrono::floor<milliseconds>(timestamp).time_since_epoch().count();
  const std::int64_t magnitude = total < 0 ? -total : total;
  if (total < 0) out.push_back('-');
  append_number(out, magnitude / 1000);
  int fraction = static_cast<int>(magnitude % 1000);
  if (fraction == 0) return;
  out.push_back('.');
  for (int unit = 100; fraction > 0; fraction %= unit, unit /= 10)
    out.push_back(static_cast<char>('0' + fraction / unit));
}

void encode_json(const Type& type, const void* value, std::string& out) {
  switch (type.kind) {
    case Kind::kString:
      return append_json_string(out, *static_cast<const std::string*>(value));
    case Kind::kBoolean:
      out += *static_cast<const bool*>(value) ? "true" : "false";
      return;
    case Kind::kInteger:
      return append_number(out, *static_cast<const std::int32_t*>(value));
    case Kind::kLong:
      return append_number(out, *static_cast<const std::int64_t*>(value));
    case Kind::kDouble:
      return append_double(out, *static_cast<const double*>(value));
    case Kind::kTimestamp:
      return append_epoch_seconds(out, *static_cast<const Timestamp*>(value));
    case Kind::kBlob:
      return append_json_string(out, base64_encode(static_cast<const Blob*>(value)->bytes));
    case Kind::kList:
      return append_list(type, value, out);
    case Kind::kMap:
      return append_map(type, value, out);
    case Kind::kStructure:
      return append_structure(type, value, out);
  }
}

}  // namespace slipher::wire
