#include "engine/duckdb/functions/hll_sketch.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>

#include "engine/duckdb/functions/farm_hash.h"
#include "engine/duckdb/functions/json_text.h"

namespace slipher::engine::functions {
namespace {

constexpr int kDenseBits = 15;
constexpr int kSparseBits = 26;
constexpr std::uint32_t kRegisters = 1U << kDenseBits;
constexpr std::uint32_t kSparseRegisters = 1U << kSparseBits;
constexpr int kRankMax = 64 - kDenseBits + 1;
/// Beyond it the registers take less room than the pairs.
constexpr std::size_t kSparseEntriesMax = kRegisters / 8;
constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// One more than the number of zeros before the first one among the lower bits of `hash`.
std::uint8_t rank_of(std::uint64_t hash, int index_bits) {
  const int zeros = std::countl_zero(hash << index_bits);
  return static_cast<std::uint8_t>(std::min(zeros, 64 - index_bits) + 1);
}

/// The two corrections of O. Ertl's estimator, "New cardinality estimation algorithms for HyperLogLog sketches".
double sigma(double x) {
  if (x == 1) return HUGE_VAL;
  double y = 1, z = x;
  for (double before = -1; before != z;) {
    x *= x;
    before = z;
    z += x * y;
    y += y;
  }
  return z;
}
double tau(double x) {
  if (x == 0 || x == 1) return 0;
  double y = 1, z = 1 - x;
  for (double before = -1; before != z;) {
    x = std::sqrt(x);
    before = z;
    y /= 2;
    z -= (1 - x) * (1 - x) * y;
  }
  return z / 3;
}

std::optional<std::uint32_t> number_of(std::string_view text, std::uint32_t limit) {
  std::uint32_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || value >= limit) return std::nullopt;
  return value;
}

/// Four characters for three bytes; the number of registers is such that the last group has two of them.
std::string registers_to_base64(const std::vector<std::uint8_t>& registers) {
  std::string text;
  for (std::size_t i = 0; i < registers.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; k++) group = group << 8 | (i + k < registers.size() ? registers[i + k] : 0U);
    for (int shift = 18; shift >= 0; shift -= 6) text += kBase64[group >> shift & 63];
  }
  for (std::size_t missing = (3 - registers.size() % 3) % 3, k = 0; k < missing; k++) text[text.size() - 1 - k] = '=';
  return text;
}

std::optional<std::vector<std::uint8_t>> registers_from_base64(std::string_view text) {
  std::vector<std::uint8_t> registers;
  std::uint32_t bits = 0;
  int filled = 0;
  while (text.ends_with('=')) text.remove_suffix(1);
  for (const char c : text) {
    const auto digit = kBase64.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    filled += 6;
    if (filled < 8) continue;
    filled -= 8;
    registers.push_back(static_cast<std::uint8_t>(bits >> filled));
  }
  const bool sound = registers.size() == kRegisters &&
                     std::all_of(registers.begin(), registers.end(), [](std::uint8_t r) { return r <= kRankMax; });
  if (!sound) return std::nullopt;
  return registers;
}

}  // namespace

void HllSketch::add(std::uint64_t hash) {
  if (is_dense()) return put_dense(static_cast<std::uint32_t>(hash >> (64 - kDenseBits)), rank_of(hash, kDenseBits));
  put_sparse(static_cast<std::uint32_t>(hash >> (64 - kSparseBits)), rank_of(hash, kSparseBits));
}

void HllSketch::put_sparse(std::uint32_t index, std::uint8_t rank) {
  auto& kept = sparse_[index];
  kept = std::max(kept, rank);
  if (sparse_.size() > kSparseEntriesMax) make_dense();
}

void HllSketch::put_dense(std::uint32_t index, std::uint8_t rank) {
  registers_[index] = std::max(registers_[index], rank);
}

void HllSketch::make_dense() {
  if (is_dense()) return;
  registers_.assign(kRegisters, 0);
  constexpr int kMore = kSparseBits - kDenseBits;
  for (const auto& [index, rank] : sparse_) {
    // The bits between the two precisions belong to the rank.
    const std::uint32_t between = index & ((1U << kMore) - 1);
    const int dense_rank = between != 0 ? std::countl_zero(between) - (32 - kMore) + 1 : kMore + rank;
    put_dense(index >> kMore, static_cast<std::uint8_t>(dense_rank));
  }
  sparse_.clear();
}

void HllSketch::merge(const HllSketch& other) {
  if (!is_dense() && !other.is_dense()) {
    for (const auto& [index, rank] : other.sparse_) {
      if (is_dense()) break;
      put_sparse(index, rank);
    }
    if (!is_dense()) return;
  }
  make_dense();
  HllSketch dense = other;
  dense.make_dense();
  for (std::uint32_t i = 0; i < kRegisters; i++) put_dense(i, dense.registers_[i]);
}

std::int64_t HllSketch::cardinality() const {
  if (!is_dense()) {
    const double registers = kSparseRegisters;
    return std::llround(registers * std::log(registers / (registers - static_cast<double>(sparse_.size()))));
  }
  std::array<double, kRankMax + 1> counts{};
  for (const auto rank : registers_) counts[rank]++;
  const double registers = kRegisters;
  double sum = registers * tau((registers - counts[kRankMax]) / registers);
  for (int rank = kRankMax - 1; rank >= 1; rank--) sum = 0.5 * (sum + counts[static_cast<std::size_t>(rank)]);
  sum += registers * sigma(counts[0] / registers);
  return std::llround(registers * registers / (2 * std::log(2.0) * sum));
}

std::string HllSketch::to_json() const {
  std::string json = "{\"version\":1,\"logm\":15,";
  if (is_dense()) return json + "\"dense\":\"" + registers_to_base64(registers_) + "\"}";
  std::string indices, values;
  for (const auto& [index, rank] : sparse_) {
    indices += (indices.empty() ? "" : ",") + std::to_string(index);
    values += (values.empty() ? "" : ",") + std::to_string(rank);
  }
  return json + "\"sparse\":{\"indices\":[" + indices + "],\"values\":[" + values + "]}}";
}

std::optional<HllSketch> HllSketch::from_json(std::string_view text) {
  const auto json = json::compact(text);
  if (!json || json::member(*json, "logm") != "15") return std::nullopt;
  HllSketch sketch;
  if (const auto dense = json::member(*json, "dense")) {
    auto registers = registers_from_base64(json::plain_text(*dense));
    if (!registers) return std::nullopt;
    sketch.registers_ = std::move(*registers);
    return sketch;
  }
  const auto sparse = json::member(*json, "sparse");
  if (!sparse) return std::nullopt;
  const auto indices = json::member(*sparse, "indices");
  const auto values = json::member(*sparse, "values");
  if (!indices || !values || json::type_of(*indices) != "array" || json::type_of(*values) != "array")
    return std::nullopt;
  const auto index_list = json::children(*indices);
  const auto value_list = json::children(*values);
  if (index_list.size() != value_list.size()) return std::nullopt;
  for (std::size_t i = 0; i < index_list.size(); i++) {
    const auto index = number_of(index_list[i], kSparseRegisters);
    const auto rank = number_of(value_list[i], 64 - kSparseBits + 2);
    if (!index || !rank) return std::nullopt;
    if (sketch.is_dense()) return std::nullopt;
    sketch.put_sparse(*index, static_cast<std::uint8_t>(*rank));
  }
  return sketch;
}

std::uint64_t hll_hash(std::string_view bytes) { return farm_fingerprint64(bytes); }
std::uint64_t hll_hash(std::int64_t number) {
  return farm_fingerprint64({reinterpret_cast<const char*>(&number), sizeof number});
}

}  // namespace slipher::engine::functions
