#pragma once
#include <string_view>

#include "base/result.h"
#include "wire/json_reader.h"
#include "wire/violations.h"

namespace slipher::wire {

struct DecodeOptions {
  PatternStyle pattern_style = PatternStyle::kBare;
  int max_depth = JsonReader::kMaxDepth;
};

/// Fills the structure at `out` from a JSON object. Not JSON, or a member of the wrong type: kSerialization. Broken
/// constraints: one kValidation that names them all. null = absent; members that `type` does not declare are skipped;
/// of a member given twice the last counts.
Result<void> decode_json(const Type& type, void* out, std::string_view body, const DecodeOptions& options = {});

template <Shape T>
Result<T> decode_json(std::string_view body, const DecodeOptions& options = {}) {
  T out{};
  if (auto decoded = decode_json(type_of<T>(), &out, body, options); !decoded) return decoded.error();
  return out;
}

}  // namespace slipher::wire
