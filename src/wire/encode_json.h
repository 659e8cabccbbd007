#pragma once
#include <string>
#include <string_view>

#include "wire/type.h"

namespace slipher::wire {

/// Appends the value at `value` as JSON: members in alphabetical order, absent ones left out, timestamps as epoch
/// seconds, blobs as base64.
void encode_json(const Type& type, const void* value, std::string& out);

template <class T>
std::string encode_json(const T& value) {
  std::string out;
  encode_json(type_of<T>(), &value, out);
  return out;
}

/// Appends `text` as a JSON string with its quotes. What is not UTF-8 becomes U+FFFD.
void append_json_string(std::string& out, std::string_view text);

/// Appends epoch seconds with up to three decimals: 1598323175.823.
void append_epoch_seconds(std::string& out, Timestamp timestamp);

}  // namespace slipher::wire
