#pragma once
#include <cstddef>
#include <string_view>

namespace slipher::engine {

/// Decodes one LZO1X stream, which must fill exactly `size` bytes of `out`. False for anything else; never writes or
/// reads outside of its buffers.
bool decode_lzo1x(std::string_view in, char* out, std::size_t size);

}  // namespace slipher::engine
