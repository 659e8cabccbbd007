#pragma once
#include <cstdint>
#include <string_view>

namespace slipher::engine::functions {

/// FarmHash's Fingerprint64, whose values never change: FARMFINGERPRINT64().
std::uint64_t farm_fingerprint64(std::string_view bytes);

}  // namespace slipher::engine::functions
