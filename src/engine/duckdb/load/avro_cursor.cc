#include "engine/duckdb/load/avro_cursor.h"

#include <cctype>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <utility>

#include "engine/duckdb/load/date_time.h"
#include "engine/duckdb/load/json_cursor.h"
#include "engine/duckdb/load/number_parser.h"
#include "engine/duckdb/load/record.h"
#include "engine/duckdb/load/utf8.h"

namespace slipher::engine {
namespace {

using Kind = AvroType::Kind;
using Logical = AvroType::Logical;

__extension__ typedef unsigned __int128 WideUnsigned;

constexpr int kMaxDepth = 256;
constexpr std::int64_t kDayMicroseconds = 86'400'000'000;

template <class T>
void append_number(T value, std::string& out) {
  char text[32];
  const auto [end, problem] = std::to_chars(text, text + sizeof text, value);
  out.append(text, end);
}

void append_date(std::int64_t days, std::string& out) {
  int year = 0;
  int month = 0;
  int day = 0;
  civil_from_days(days, year, month, day);
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
  out += text;
}

void append_time(std::int64_t microseconds, std::string& out) {
  char text[48];
  std::snprintf(text, sizeof text, "%02d:%02d:%02d", static_cast<int>(microseconds / 3'600'000'000),
                static_cast<int>(microseconds / 60'000'000 % 60), static_cast<int>(microseconds / 1'000'000 % 60));
  out += text;
  if (microseconds % 1'000'000 == 0) return;
  std::snprintf(text, sizeof text, ".%06d", static_cast<int>(microseconds % 1'000'000));
  out += text;
}

/// Numbers of days and moments that have a date of four digits; others are written as they are.
constexpr std::int64_t kMaxDays = 2'932'896;
constexpr std::int64_t kMinDays = -719'162;

void append_logical(Logical logical, std::int64_t value, std::string& out) {
  if (logical == Logical::kDate) {
    if (value < kMinDays || value > kMaxDays) return append_number(value, out);
    return append_date(value, out);
  }
  const bool milliseconds = logical == Logical::kTimeMillis || logical == Logical::kTimestampMillis;
  const std::int64_t unit = milliseconds ? 1'000 : 1;
  if (value / kDayMicroseconds > kMaxDays / unit || value / kDayMicroseconds < kMinDays / unit)
    return append_number(value, out);
  const std::int64_t microseconds = value * unit;
  const std::int64_t days = (microseconds - (microseconds < 0 ? kDayMicroseconds - 1 : 0)) / kDayMicroseconds;
  if (logical == Logical::kTimestampMillis || logical == Logical::kTimestampMicros) {
    append_date(days, out);
    out += ' ';
  } else if (days != 0) {
    return append_number(value, out);
  }
  append_time(microseconds - days * kDayMicroseconds, out);
}

/// Whether a number of this logical type is written as text.
bool is_written_out(const AvroType& type, AvroTexts texts) {
  switch (type.logical) {
    case Logical::kDate:
      return texts.dates;
    case Logical::kTimestampMillis:
    case Logical::kTimestampMicros:
      return texts.timestamps;
    case Logical::kTimeMillis:
    case Logical::kTimeMicros:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool is_json_string(const AvroType& type, AvroTexts texts) {
  switch (type.kind) {
    case Kind::kString:
    case Kind::kEnum:
      return true;
    case Kind::kBytes:
    case Kind::kFixed:
      return type.logical != Logical::kDecimal;
    default:
      return is_written_out(type, texts);
  }
}

std::string_view AvroCursor::take(std::size_t size) {
  if (size > left_.size()) {
    fail();
    return {};
  }
  const auto taken = left_.substr(0, size);
  left_.remove_prefix(size);
  return taken;
}

std::int64_t AvroCursor::number() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64 && !left_.empty(); shift += 7) {
    const char byte = left_.front();
    left_.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (!(byte & 0x80)) return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
  }
  fail();
  return 0;
}

std::string_view AvroCursor::bytes() {
  const auto size = number();
  if (size < 0) fail();
  return failed_ ? std::string_view() : take(static_cast<std::size_t>(size));
}

const AvroType* AvroCursor::resolve(const AvroType& type) {
  if (type.kind != Kind::kUnion) return &type;
  const auto branch = number();
  if (failed_ || branch < 0 || branch >= static_cast<std::int64_t>(type.branches.size())) {
    fail();
    return nullptr;
  }
  // A union holds no union.
  const AvroType* chosen = type.branches[static_cast<std::size_t>(branch)];
  if (chosen->kind == Kind::kUnion) fail();
  return failed_ ? nullptr : chosen;
}

/// A big-endian two's complement number.
bool AvroCursor::decimal(std::string_view digits, int scale, std::string& out) {
  if (digits.empty() || digits.size() > 16) return fail();
  WideInteger value = digits.front() & 0x80 ? -1 : 0;
  for (const char c : digits)
    value = static_cast<WideInteger>(static_cast<WideUnsigned>(value) << 8 | static_cast<unsigned char>(c));
  const bool negative = value < 0;
  auto rest = negative ? -static_cast<WideUnsigned>(value) : static_cast<WideUnsigned>(value);
  std::string reversed;
  for (int place = 0; rest > 0 || place <= scale; ++place, rest /= 10) {
    if (place == scale && scale > 0) reversed += '.';
    reversed += static_cast<char>('0' + static_cast<int>(rest % 10));
  }
  if (negative) out += '-';
  out.append(reversed.rbegin(), reversed.rend());
  return true;
}

bool AvroCursor::text(const AvroType& type, std::string& out) {
  switch (type.kind) {
    case Kind::kNull:
      return !failed_;
    case Kind::kBoolean:
      out += take(1) == std::string_view("\0", 1) ? "false" : "true";
      return !failed_;
    case Kind::kInt:
    case Kind::kLong: {
      const auto value = number();
      if (is_written_out(type, texts_)) {
        append_logical(type.logical, value, out);
      } else {
        append_number(value, out);
      }
      return !failed_;
    }
    case Kind::kFloat:
    case Kind::kDouble: {
      const bool wide = type.kind == Kind::kDouble;
      const auto raw = take(wide ? sizeof(double) : sizeof(float));
      if (failed_) return false;
      float narrow_value = 0;
      double value = 0;
      if (wide) {
        std::memcpy(&value, raw.data(), sizeof value);
        append_number(value, out);
      } else {
        std::memcpy(&narrow_value, raw.data(), sizeof narrow_value);
        append_number(narrow_value, out);
      }
      return true;
    }
    case Kind::kEnum: {
      const auto symbol = number();
      if (failed_ || symbol < 0 || symbol >= static_cast<std::int64_t>(type.symbols.size())) return fail();
      out += type.symbols[static_cast<std::size_t>(symbol)];
      return true;
    }
    case Kind::kFixed:
    case Kind::kBytes:
    case Kind::kString: {
      const auto raw = type.kind == Kind::kFixed ? take(type.size) : bytes();
      if (failed_) return false;
      if (type.logical == Logical::kDecimal) return decimal(raw, type.scale, out);
      out += raw;
      return true;
    }
    default:
      return fail();
  }
}

/// Values may have no bytes at all: their number has a limit of its own.
bool AvroCursor::may_go_on(int depth) { return depth <= kMaxDepth && ++values_ <= kMaxRecordBytes; }

template <class Item>
bool AvroCursor::each(bool skippable, Item&& item) {
  for (auto count = number(); count != 0 && !failed_; count = number()) {
    if (count < 0) {
      const auto size = number();
      if (skippable && size >= 0) {
        take(static_cast<std::size_t>(size));
        continue;
      }
      count = count == INT64_MIN ? INT64_MAX : -count;
    }
    for (; count > 0; --count)
      if (!item()) return fail();
  }
  return !failed_;
}

bool AvroCursor::json_at(const AvroType& declared, std::string& out, int depth) {
  const AvroType* type = resolve(declared);
  if (!type || !may_go_on(depth) || out.size() > kMaxRecordBytes) return fail();
  bool first = true;
  switch (type->kind) {
    case Kind::kNull:
      out += "null";
      return !failed_;
    case Kind::kRecord:
      out += '{';
      for (const auto& field : type->fields) {
        if (&field != type->fields.data()) out += ',';
        append_json_string(field.name, out);
        out += ':';
        if (!json_at(*field.type, out, depth + 1)) return false;
      }
      out += '}';
      return !failed_;
    case Kind::kArray:
    case Kind::kMap: {
      const bool map = type->kind == Kind::kMap;
      out += map ? '{' : '[';
      const auto item = [&] {
        if (!std::exchange(first, false)) out += ',';
        if (map) {
          append_json_string(replace_invalid_utf8(bytes(), '?'), out);
          out += ':';
        }
        return json_at(*type->items, out, depth + 1);
      };
      if (!each(false, item)) return false;
      out += map ? '}' : ']';
      return true;
    }
    default:
      break;
  }
  if (!is_json_string(*type, texts_)) {
    const std::size_t from = out.size();
    if (!text(*type, out)) return false;
    // NaN and infinities are no JSON.
    if (std::isalpha(static_cast<unsigned char>(out.back())) && type->kind != Kind::kBoolean)
      out.replace(from, std::string::npos, "null");
    return true;
  }
  std::string value;
  if (!text(*type, value)) return false;
  append_json_string(replace_invalid_utf8(value, '?'), out);
  return true;
}

bool AvroCursor::skip_at(const AvroType& declared, int depth) {
  const AvroType* type = resolve(declared);
  if (!type || !may_go_on(depth)) return fail();
  switch (type->kind) {
    case Kind::kNull:
      return !failed_;
    case Kind::kBoolean:
      take(1);
      return !failed_;
    case Kind::kInt:
    case Kind::kLong:
    case Kind::kEnum:
      number();
      return !failed_;
    case Kind::kFloat:
      take(sizeof(float));
      return !failed_;
    case Kind::kDouble:
      take(sizeof(double));
      return !failed_;
    case Kind::kBytes:
    case Kind::kString:
      bytes();
      return !failed_;
    case Kind::kFixed:
      take(type->size);
      return !failed_;
    case Kind::kRecord:
      for (const auto& field : type->fields)
        if (!skip_at(*field.type, depth + 1)) return false;
      return !failed_;
    default:
      return each(true, [&] {
        if (type->kind == Kind::kMap) bytes();
        return skip_at(*type->items, depth + 1);
      });
  }
}

}  // namespace slipher::engine
