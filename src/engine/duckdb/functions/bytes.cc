#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>

#include "duckdb/common/types/blob.hpp"
#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/functions/hash_values.h"
#include "engine/duckdb/functions/number_text.h"
#include "engine/duckdb/functions/support.h"
#include "sql/lexer.h"

/// VARBYTE, hexadecimal and other bases.
namespace slipher::engine::functions {
namespace {

int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'z') return c - 'a' + 10;
  if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
  return 99;
}

/// Digits of a power of two, `per_byte` to a byte; a missing one in front counts as 0.
std::string from_digits(std::string_view text, int base, std::size_t per_byte) {
  std::string padded((per_byte - text.size() % per_byte) % per_byte, '0');
  padded += text;
  std::string result;
  for (std::size_t at = 0; at < padded.size(); at += per_byte) {
    int byte = 0;
    for (std::size_t i = 0; i < per_byte; i++) {
      const int digit = digit_value(padded[at + i]);
      if (digit >= base)
        throw InvalidInputException("invalid digit '%s' in text of base %d", std::string(1, padded[at + i]), base);
      byte = byte * base + digit;
    }
    result += static_cast<char>(byte);
  }
  return result;
}

bool is_utf8_format(std::string_view format) { return format == "utf8" || format == "utf-8" || format == "utf_8"; }

[[noreturn]] void unknown_format(const std::string& format) {
  throw InvalidInputException("unknown binary format \"%s\": use hex, binary, utf8 or base64", format);
}

std::string to_varbyte(const Row& row) {
  const auto format = sql::lower(row.text(1));
  if (format == "hex") return from_digits(row.text(0), 16, 2);
  if (format == "binary") return from_digits(row.text(0), 2, 8);
  if (is_utf8_format(format)) return std::string(row.text(0));
  if (format == "base64") return ::duckdb::Blob::FromBase64(row.get<string_t>(0));
  unknown_format(format);
}

std::string binary(std::string_view bytes) {
  std::string result;
  for (const char byte : bytes) {
    for (int bit = 7; bit >= 0; bit--) result += ((static_cast<unsigned char>(byte) >> bit) & 1) ? '1' : '0';
  }
  return result;
}

std::string from_varbyte(const Row& row) {
  const auto format = sql::lower(row.text(1));
  const auto bytes = row.text(0);
  if (format == "hex") return hexadecimal(bytes);
  if (format == "binary") return binary(bytes);
  if (format == "base64") return ::duckdb::Blob::ToBase64(row.get<string_t>(0));
  if (is_utf8_format(format)) {
    if (!Value::StringIsValid(bytes.data(), bytes.size())) throw InvalidInputException("the bytes are not valid UTF-8");
    return std::string(bytes);
  }
  unknown_format(format);
}

/// The bit number `index` from the right.
std::int32_t getbit(const Row& row) {
  const auto bytes = row.text(0);
  const auto index = row.integer(1);
  if (index < 0 || index >= static_cast<std::int64_t>(bytes.size()) * 8)
    throw InvalidInputException("bit index %lld out of range", index);
  const auto byte = static_cast<unsigned char>(bytes[bytes.size() - 1 - static_cast<std::size_t>(index / 8)]);
  return (byte >> (index % 8)) & 1;
}

std::string hexadecimal_number(std::int64_t number) {
  char buffer[16];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, static_cast<std::uint64_t>(number), 16).ptr;
  return std::string(buffer, end);
}

std::int64_t strtol(const Row& row) {
  const auto base = row.integer(1);
  if (base < 2 || base > 36) throw InvalidInputException("base must be between 2 and 36");
  auto text = trimmed(row.text(0));
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (base == 16 && (text.starts_with("0x") || text.starts_with("0X"))) text.remove_prefix(2);
  std::int64_t value = 0;
  for (const char c : text) {
    const int digit = digit_value(c);
    if (digit >= base)
      throw InvalidInputException("The input %s is not valid to be converted to specified base(%lld)",
                                  std::string(row.text(0)), base);
    if (__builtin_mul_overflow(value, base, &value) || __builtin_sub_overflow(value, std::int64_t{digit}, &value))
      throw InvalidInputException("The input %s is out of range", std::string(row.text(0)));
  }
  if (!negative && value == INT64_MIN)
    throw InvalidInputException("The input %s is out of range", std::string(row.text(0)));
  return negative ? value : -value;
}

/// Mainframe numbers with the sign behind: '123-'; the last character may also carry digit and sign ({A-I positive,
/// }J-R negative).
double alternative_number(std::string_view given) {
  std::string text(trimmed(given));
  bool negative = false;
  if (!text.empty()) {
    const char last = text.back();
    if (last == '-' || last == '+') {
      negative = last == '-';
      text.pop_back();
    } else if (last == '{' || (last >= 'A' && last <= 'I')) {
      text.back() = last == '{' ? '0' : static_cast<char>('1' + (last - 'A'));
    } else if (last == '}' || (last >= 'J' && last <= 'R')) {
      negative = true;
      text.back() = last == '}' ? '0' : static_cast<char>('1' + (last - 'J'));
    }
  }
  double value = 0;
  if (!parse_float(text, value))
    throw InvalidInputException("invalid input syntax for type numeric: \"%s\"", std::string(given));
  return negative ? -value : value;
}

}  // namespace

void register_bytes(Registry& registry) {
  const auto text = LogicalType::VARCHAR;
  const auto number = LogicalType::BIGINT;
  const auto bytes = varbyte_type(0);
  registry.add("rs_to_varbyte", {text, text}, bytes, per_row(to_varbyte));
  registry.add("rs_from_hex", {text}, bytes, per_row([](const Row& row) { return from_digits(row.text(0), 16, 2); }));
  for (const auto& type : {LogicalType(LogicalType::BLOB), LogicalType(LogicalType::VARCHAR)}) {
    registry.add("rs_from_varbyte", {type, text}, text, per_row(from_varbyte));
    registry.add("rs_getbit", {type, number}, LogicalType::INTEGER, per_row(getbit));
    registry.add("rs_to_hex", {type}, text, per_row([](const Row& row) { return hexadecimal(row.text(0)); }));
  }
  registry.add("rs_to_hex", {LogicalType::INTEGER}, text, per_row([](const Row& row) {
                 return hexadecimal_number(static_cast<std::uint32_t>(row.get<std::int32_t>(0)));
               }));
  registry.add("rs_to_hex", {number}, text, per_row([](const Row& row) { return hexadecimal_number(row.integer(0)); }));
  registry.add("rs_strtol", {text, number}, number, per_row(strtol));
  registry.add("rs_text_to_double_alt", {text}, LogicalType::DOUBLE,
               per_row([](const Row& row) { return alternative_number(row.text(0)); }));
  registry.add("rs_text_to_int_alt", {text}, number,
               per_row([](const Row& row) { return std::int64_t{std::llround(alternative_number(row.text(0)))}; }));
}

}  // namespace slipher::engine::functions
