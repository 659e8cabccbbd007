#pragma once
#include <string>
#include <string_view>

namespace slipher::engine {

/// Decodes one raw Snappy block (no framing). False for anything else, or for more than `most` bytes.
bool decode_snappy(std::string_view in, std::size_t most, std::string& out);

}  // namespace slipher::engine
