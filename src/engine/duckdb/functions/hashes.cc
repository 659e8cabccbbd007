#include <cstdio>
#include <string>

#include "engine/duckdb/functions/farm_hash.h"
#include "engine/duckdb/functions/hash_values.h"
#include "engine/duckdb/functions/support.h"

namespace slipher::engine::functions {
namespace {

/// The bytes of a value as it lies in memory, little-endian.
template <class T>
std::string_view bytes_of(const T& value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

/// FNV_HASH(value [, seed]): numbers by the bytes of their type, NULL as 0.
template <class T>
void add_fnv_hash(Registry& registry, const LogicalType& type) {
  auto hash = [](const Row& row) {
    const auto seed = row.size() > 1 ? static_cast<std::uint64_t>(row.integer(1)) : kFnvBasis;
    if constexpr (std::is_same_v<T, string_t>) {
      return static_cast<std::int64_t>(fnv1a(row.text(0), seed));
    } else {
      return static_cast<std::int64_t>(fnv1a(bytes_of(row.get<T>(0)), seed));
    }
  };
  registry.add("rs_fnv_hash", {type}, LogicalType::BIGINT, per_row(hash));
  registry.add("rs_fnv_hash", {type, LogicalType::BIGINT}, LogicalType::BIGINT, per_row(hash));
}

template <class T>
void add_murmur3(Registry& registry, const LogicalType& type) {
  auto hash = [](const Row& row) {
    const auto seed = row.size() > 1 ? static_cast<std::uint32_t>(row.integer(1)) : 0U;
    if constexpr (std::is_same_v<T, string_t>) {
      return static_cast<std::int32_t>(murmur3(row.text(0), seed));
    } else {
      return static_cast<std::int32_t>(murmur3(bytes_of(row.get<T>(0)), seed));
    }
  };
  registry.add("rs_murmur3_32_hash", {type}, LogicalType::INTEGER, per_row(hash));
  registry.add("rs_murmur3_32_hash", {type, LogicalType::BIGINT}, LogicalType::INTEGER, per_row(hash));
}

template <class T>
void add_both(Registry& registry, const LogicalType& type) {
  add_fnv_hash<T>(registry, type);
  add_murmur3<T>(registry, type);
}

/// The digits of a number without its point, which is what the documentation shows; beyond 32 bits they are folded.
std::int32_t folded(std::int64_t digits) {
  if (digits == static_cast<std::int32_t>(digits)) return static_cast<std::int32_t>(digits);
  return static_cast<std::int32_t>(static_cast<std::uint64_t>(digits) ^ static_cast<std::uint64_t>(digits) >> 32);
}

BoundPointer expand_checksum(::duckdb::FunctionBindExpressionInput& input) {
  auto& value = input.children[0];
  const auto type = value->return_type;
  if (type.id() == LogicalTypeId::DECIMAL) {
    // Read as a whole number: cast to 38 digits, whose HUGEINT is the number without its point.
    value =
        bound_cast(input.context, std::move(value), LogicalType::DECIMAL(38, ::duckdb::DecimalType::GetScale(type)));
    return bound_call(input.context, "rs_checksum_digits", std::move(input.children));
  }
  value = bound_cast(input.context, std::move(value), is_integer(type) ? LogicalType::BIGINT : LogicalType::VARCHAR);
  return bound_call(input.context, "rs_checksum_plain", std::move(input.children));
}

::duckdb::unique_ptr<FunctionData> keep_decimal(ClientContext&, ScalarFunction& function, BoundArguments& arguments) {
  function.arguments = {arguments[0]->return_type};
  return nullptr;
}

void register_checksum(Registry& registry) {
  const auto result = LogicalType::INTEGER;
  registry.add_macro("rs_checksum", 1, expand_checksum);
  registry.add("rs_checksum_digits", {LogicalType::ANY}, result, per_row([](const Row& row) {
                 return folded(static_cast<std::int64_t>(row.get<::duckdb::hugeint_t>(0).lower));
               }),
               keep_decimal);
  registry.add("rs_checksum_plain", {LogicalType::BIGINT}, result,
               per_row([](const Row& row) { return folded(row.integer(0)); }));
  registry.add("rs_checksum_plain", {LogicalType::VARCHAR}, result,
               per_row([](const Row& row) { return static_cast<std::int32_t>(crc32(row.text(0))); }));
}

std::int32_t difference(const Row& row) {
  const auto a = soundex(row.text(0));
  const auto b = soundex(row.text(1));
  std::int32_t same = 0;
  for (std::size_t i = 0; i < a.size() && i < b.size(); i++) same += a[i] == b[i];
  return same;
}

}  // namespace

void register_hashes(Registry& registry) {
  const auto text = LogicalType::VARCHAR;
  add_both<std::int16_t>(registry, LogicalType::SMALLINT);
  add_both<std::int32_t>(registry, LogicalType::INTEGER);
  add_both<std::int64_t>(registry, LogicalType::BIGINT);
  add_both<double>(registry, LogicalType::DOUBLE);
  add_both<string_t>(registry, LogicalType::VARCHAR);
  add_both<string_t>(registry, LogicalType::BLOB);
  registry.add("rs_sha2", {text, LogicalType::BIGINT}, text,
               per_row([](const Row& row) { return sha2(row.text(0), static_cast<int>(row.integer(1))); }));
  registry.add("rs_sha2", {LogicalType::BLOB, LogicalType::BIGINT}, text,
               per_row([](const Row& row) { return sha2(row.text(0), static_cast<int>(row.integer(1))); }));
  registry.add("rs_crc32", {text}, text, per_row([](const Row& row) {
                 char buffer[12];
                 std::snprintf(buffer, sizeof buffer, "%08x", crc32(row.text(0)));
                 return std::string(buffer);
               }));
  register_checksum(registry);
  for (const auto& type : {LogicalType(text), LogicalType(LogicalType::BLOB)})
    registry.add("rs_farmfingerprint64", {type}, LogicalType::BIGINT,
                 per_row([](const Row& row) { return static_cast<std::int64_t>(farm_fingerprint64(row.text(0))); }));
  registry.add("rs_soundex", {text}, text, per_row([](const Row& row) { return soundex(row.text(0)); }));
  registry.add("rs_difference", {text, text}, LogicalType::INTEGER, per_row(difference));
}

}  // namespace slipher::engine::functions
