#include <algorithm>
#include <string>

#include "base/utf8.h"
#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/functions/support.h"
#include "engine/duckdb/functions/text_lists.h"
#include "engine/duckdb/functions/utf8.h"
#include "sql/lexer.h"

namespace slipher::engine::functions {
namespace {

constexpr std::int64_t kTextMaxBytes = 65535;  // the longest VARCHAR

/// A start below 1 counts from the text's beginning all the same: SUBSTRING('caterpillar', -2, 6) is 'cat'.
std::string substring(std::string_view text, std::int64_t start, std::int64_t length) {
  if (length < 0) throw InvalidInputException("negative substring length not allowed");
  const std::int64_t from = std::max<std::int64_t>(start, 1);
  std::int64_t end;
  if (__builtin_add_overflow(start, length, &end)) end = kTextMaxBytes * 4;
  if (end <= from) return {};
  const auto first = offset_of(text, static_cast<std::size_t>(from - 1));
  const auto rest = text.substr(first);
  return std::string(rest.substr(0, offset_of(rest, static_cast<std::size_t>(end - from))));
}

std::string substring_bytes(std::string_view bytes, std::int64_t start, std::int64_t length) {
  if (length < 0) throw InvalidInputException("negative substring length not allowed");
  const std::int64_t size = static_cast<std::int64_t>(bytes.size());
  const std::int64_t from = std::min(std::max<std::int64_t>(start, 1), size + 1);
  const std::int64_t end = std::min(length > size ? size + 1 : start + length, size + 1);
  return end <= from
             ? std::string()
             : std::string(bytes.substr(static_cast<std::size_t>(from - 1), static_cast<std::size_t>(end - from)));
}

/// LPAD and RPAD: cut from the right when the text is longer.
std::string pad(std::string_view text, std::int64_t length, std::string_view fill, bool left) {
  if (length <= 0) return {};
  length = std::min(length, kTextMaxBytes);
  const auto characters = static_cast<std::int64_t>(character_count(text));
  if (characters >= length || fill.empty())
    return std::string(text.substr(0, offset_of(text, static_cast<std::size_t>(length))));
  std::string padding;
  std::size_t at = 0;
  for (std::int64_t i = characters; i < length; i++) {
    const auto next = character_at(fill, at);
    padding += next;
    at = (at + next.size()) % fill.size();
  }
  return left ? padding + std::string(text) : std::string(text) + padding;
}

bool is_word_character(unsigned char c) { return c >= 0x80 || std::isalnum(c); }

/// Words are runs of letters and digits.
std::string initcap(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  bool in_word = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto character = character_at(text, at);
    at += character.size();
    append_in_case(result, character, !in_word);
    in_word = is_word_character(static_cast<unsigned char>(character[0]));
  }
  return result;
}

/// The character of a code point; nothing for what is none.
std::optional<std::string> chr(std::int64_t code) {
  if (code < 1 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return std::nullopt;
  std::string result;
  append_utf8(result, static_cast<char32_t>(code));
  return result;
}

/// Each character that stands in `from` becomes the one at its place in `to`, or goes.
std::string translate(std::string_view text, std::string_view from, std::string_view to) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto character = character_at(text, at);
    at += character.size();
    std::size_t index = 0;
    bool found = false;
    for (std::size_t i = 0; i < from.size() && !found; index += !found) {
      const auto candidate = character_at(from, i);
      found = candidate == character;
      i += candidate.size();
    }
    if (!found) {
      result += character;
      continue;
    }
    const auto place = offset_of(to, index);
    if (place < to.size()) result += character_at(to, place);
  }
  return result;
}

std::string split_part(std::string_view text, std::string_view delimiter, std::int64_t number) {
  if (number < 1) throw InvalidInputException("field position must be greater than zero");
  if (delimiter.empty()) return number == 1 ? std::string(text) : std::string();
  for (;;) {
    const auto found = text.find(delimiter);
    if (--number == 0) return std::string(text.substr(0, found));
    if (found == std::string_view::npos) return {};
    text.remove_prefix(found + delimiter.size());
  }
}

std::string trim(std::string_view text, std::string_view set) {
  auto in_set = [&](std::string_view character) {
    for (std::size_t i = 0; i < set.size();) {
      const auto candidate = character_at(set, i);
      if (candidate == character) return true;
      i += candidate.size();
    }
    return false;
  };
  while (!text.empty() && in_set(character_at(text, 0))) text.remove_prefix(character_at(text, 0).size());
  while (!text.empty()) {
    std::size_t at = text.size() - 1;
    while (at > 0 && is_continuation(text[at])) at--;
    if (!in_set(text.substr(at))) break;
    text = text.substr(0, at);
  }
  return std::string(text);
}

/// Text of any value; of a SUPER string its content.
BoundPointer as_text(ClientContext& context, BoundPointer value) {
  if (is_text(value->return_type) && !is_super(value->return_type)) return value;
  return bound_cast(context, std::move(value), LogicalType::VARCHAR);
}

/// ||: bytes when one of them is bytes, anything else as text.
BoundPointer expand_concat(::duckdb::FunctionBindExpressionInput& input) {
  auto& children = input.children;
  const auto is_bytes = [](const BoundPointer& value) { return value->return_type.id() == LogicalTypeId::BLOB; };
  if (is_bytes(children[0]) || is_bytes(children[1])) {
    const auto as_bytes = [&](BoundPointer value) {
      if (value->return_type.id() != LogicalTypeId::BLOB)
        value = bound_cast(input.context, as_text(input.context, std::move(value)), varbyte_type(0));
      return bound_cast(input.context, std::move(value), LogicalType::BLOB);
    };
    auto left = as_bytes(std::move(children[0]));
    auto right = as_bytes(std::move(children[1]));
    auto joined = bound_call(input.context, "||", bound_arguments(std::move(left), std::move(right)));
    return bound_cast(input.context, std::move(joined), varbyte_type(0));
  }
  auto left = as_text(input.context, std::move(children[0]));
  auto right = as_text(input.context, std::move(children[1]));
  auto joined = bound_call(input.context, "||", bound_arguments(std::move(left), std::move(right)));
  // Beside a NULL literal the engine leaves the type open.
  if (is_text(joined->return_type)) return joined;
  return bound_cast(input.context, std::move(joined), LogicalType::VARCHAR);
}

/// Written casts to VARCHAR(n) and CHAR(n): text is cut; anything else is made text and has to fit.
BoundPointer expand_truncate(::duckdb::FunctionBindExpressionInput& input) {
  auto text = as_text(input.context, std::move(input.children[0]));
  return bound_call(input.context, "rs_cut", bound_arguments(std::move(text), std::move(input.children[1])));
}

/// Written casts to VARBYTE(n): longer values are cut.
BoundPointer expand_truncate_bytes(::duckdb::FunctionBindExpressionInput& input) {
  auto bytes = bound_cast(input.context, std::move(input.children[0]), varbyte_type(0));
  auto length = bound_cast(input.context, std::move(input.children[1]), LogicalType::BIGINT);
  auto first = bound_constant(Value::BIGINT(1));
  return bound_call(input.context, "rs_substring",
                    bound_arguments(std::move(bytes), std::move(first), std::move(length)));
}

/// Written casts to plain VARCHAR: a SUPER gives its text, everything else is left to the cast.
BoundPointer expand_text(::duckdb::FunctionBindExpressionInput& input) {
  auto& value = input.children[0];
  return is_super(value->return_type) ? as_text(input.context, std::move(value)) : std::move(value);
}

BoundPointer expand_matched(::duckdb::FunctionBindExpressionInput& input) {
  auto& value = input.children[0];
  const auto declared = declared_type(value->return_type);
  if (declared.kind != DeclaredKind::kChar || declared.bytes == 0) return expand_text(input);
  auto type = varchar_type(declared.bytes, declared.ignores_case);
  auto padded = bound_call(
      input.context, "rs_rpad",
      bound_arguments(as_text(input.context, std::move(value)), bound_constant(Value::BIGINT(declared.bytes))));
  return bound_cast(input.context, std::move(padded), type);
}

BoundPointer expand_length(::duckdb::FunctionBindExpressionInput& input) {
  auto& value = input.children[0];
  if (value->return_type.id() == LogicalTypeId::BLOB)
    return bound_call(input.context, "rs_byte_count", std::move(input.children));
  auto length = bound_call(input.context, "length", bound_arguments(as_text(input.context, std::move(value))));
  return bound_cast(input.context, std::move(length), LogicalType::INTEGER);
}

/// A CHAR(n) has n bytes with its blanks.
BoundPointer expand_octet_length(::duckdb::FunctionBindExpressionInput& input) {
  auto& value = input.children[0];
  const auto declared = declared_type(value->return_type);
  if (declared.kind == DeclaredKind::kChar && declared.bytes > 0)
    value = bound_call(
        input.context, "rs_rpad",
        bound_arguments(as_text(input.context, std::move(value)), bound_constant(Value::BIGINT(declared.bytes))));
  return bound_call(input.context, "rs_byte_count", std::move(input.children));
}

void add_substring(Registry& registry, const LogicalType& type,
                   std::string (*body)(std::string_view, std::int64_t, std::int64_t)) {
  const auto number = LogicalType::BIGINT;
  registry.add("rs_substring", {type, number}, type,
               per_row([body](const Row& row) { return body(row.text(0), row.integer(1), kTextMaxBytes * 1024); }));
  registry.add("rs_substring", {type, number, number}, type,
               per_row([body](const Row& row) { return body(row.text(0), row.integer(1), row.integer(2)); }));
}

void add_pad(Registry& registry, const std::string& name, bool left) {
  const auto text = LogicalType::VARCHAR;
  registry.add(name, {text, LogicalType::BIGINT}, text,
               per_row([left](const Row& row) { return pad(row.text(0), row.integer(1), " ", left); }));
  registry.add(name, {text, LogicalType::BIGINT, text}, text,
               per_row([left](const Row& row) { return pad(row.text(0), row.integer(1), row.text(2), left); }));
}

}  // namespace

void register_text(Registry& registry) {
  register_text_lists(registry);
  const auto text = LogicalType::VARCHAR;
  const auto number = LogicalType::BIGINT;
  const auto whole = LogicalType::INTEGER;
  registry.add_macro("rs_concat", 2, expand_concat);
  registry.add_macro("rs_truncate", 2, expand_truncate);
  registry.add_macro("rs_truncate_bytes", 2, expand_truncate_bytes);
  registry.add_macro("rs_text", 1, expand_text);
  registry.add_macro("rs_matched", 1, expand_matched);
  auto& cut = registry.add("rs_cut", {text, number}, text, per_row([](const Row& row) {
                             const auto bytes = std::max<std::int64_t>(row.integer(1), 0);
                             return std::string(utf8_prefix(row.text(0), static_cast<std::size_t>(bytes)));
                           }));
  // NULL::varchar(n) stays a call until the plan is made, which takes the length from it.
  cut.null_handling = ::duckdb::FunctionNullHandling::SPECIAL_HANDLING;
  registry.add_macro("rs_length", 1, expand_length);
  registry.add_macro("rs_octet_length", 1, expand_octet_length);
  registry.add("rs_chr", {number}, text, per_row([](const Row& row) { return chr(row.integer(0)); }));
  add_substring(registry, text, substring);
  add_substring(registry, LogicalType::BLOB, substring_bytes);
  add_pad(registry, "rs_lpad", true);
  add_pad(registry, "rs_rpad", false);
  registry.add("rs_ascii_lower", {text}, text, per_row([](const Row& row) { return sql::lower(row.text(0)); }));
  registry.add("rs_initcap", {text}, text, per_row([](const Row& row) { return initcap(row.text(0)); }));
  registry.add("rs_translate", {text, text, text}, text,
               per_row([](const Row& row) { return translate(row.text(0), row.text(1), row.text(2)); }));
  registry.add("rs_split_part", {text, text, number}, text,
               per_row([](const Row& row) { return split_part(row.text(0), row.text(1), row.integer(2)); }));
  registry.add("rs_trim", {text}, text, per_row([](const Row& row) { return trim(row.text(0), " "); }));
  registry.add("rs_trim", {text, text}, text, per_row([](const Row& row) { return trim(row.text(0), row.text(1)); }));
  for (const auto& type : {text, LogicalType::BLOB}) {
    registry.add("rs_byte_count", {type}, whole,
                 per_row([](const Row& row) { return static_cast<std::int32_t>(row.text(0).size()); }));
    registry.add("rs_octetindex", {type, type}, whole, per_row([](const Row& row) {
                   const auto found = row.text(1).find(row.text(0));
                   return found == std::string_view::npos ? 0 : static_cast<std::int32_t>(found + 1);
                 }));
  }
}

}  // namespace slipher::engine::functions
