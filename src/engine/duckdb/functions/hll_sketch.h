#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipher::engine::functions {

/// A HyperLogLog sketch with 2^15 registers. As long as few values were seen it keeps them sparsely, with the precision
/// of 2^26 registers. Adding is idempotent and merging commutes.
class HllSketch {
 public:
  /// Adds the 64-bit hash of a value.
  void add(std::uint64_t hash);
  void merge(const HllSketch& other);
  /// How many different values were added, nearly.
  std::int64_t cardinality() const;

  /// {"version":1,"logm":15,"sparse":{"indices":[...],"values":[...]}} or {...,"dense":"registers in Base64"}.
  std::string to_json() const;
  static std::optional<HllSketch> from_json(std::string_view json);

 private:
  void put_sparse(std::uint32_t index, std::uint8_t rank);
  void put_dense(std::uint32_t index, std::uint8_t rank);
  void make_dense();
  bool is_dense() const { return !registers_.empty(); }

  std::map<std::uint32_t, std::uint8_t> sparse_;  // index of 26 bits -> rank of the other bits
  std::vector<std::uint8_t> registers_;           // empty while sparse
};

/// The hash by which values are added.
std::uint64_t hll_hash(std::string_view bytes);
std::uint64_t hll_hash(std::int64_t number);

}  // namespace slipher::engine::functions
