#pragma once
#include <cstdint>
#include <string_view>

namespace slipher::statements {

/// A 64-bit checksum of a page: finds damage, does not resist forgery. Several bytes a cycle.
std::uint64_t checksum(std::string_view bytes);

}  // namespace slipher::statements
