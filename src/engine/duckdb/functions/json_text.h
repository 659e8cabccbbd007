#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// JSON as text: SUPER values are stored as compact JSON.
namespace slipher::engine::functions::json {

/// Nesting of a JSON text; Redshift's own limit for SUPER is 1,000 too. Deeper text is not valid.
inline constexpr int kDepthMax = 1000;

/// The longest string in a SUPER value, which is that of a VARCHAR.
inline constexpr std::size_t kStringMaxBytes = 65535;

/// What JSON may have and a SUPER value may not.
struct Excess {
  /// An object has two attributes of one name.
  bool repeated_name = false;
  /// A string is longer than kStringMaxBytes.
  bool long_string = false;
};

/// The text without blanks between its tokens and with the escapes only that it needs, as SUPER is stored; nothing when
/// it is no JSON (RFC 8259).
std::optional<std::string> compact(std::string_view text, Excess* excess = nullptr);
/// The text without the blanks around it, or nothing when it is no JSON.
std::optional<std::string_view> document(std::string_view text, Excess* excess = nullptr);

// The rest expects JSON without blanks around it.

/// "object", "array", "string", "number", "boolean" or "null".
std::string_view type_of(std::string_view value);
/// The values of an array, or the keys and values of an object one after the other; slices of `container`.
std::vector<std::string_view> children(std::string_view container);
/// An array's values; any other value has none.
std::vector<std::string_view> elements(std::string_view value);
/// Values as an array.
std::string array_text(const std::vector<std::string_view>& values);
/// The value of a key of an object, or nothing.
std::optional<std::string_view> member(std::string_view object, std::string_view key);
/// A string's content, any other value as it stands.
std::string plain_text(std::string_view value);
/// `text` as a JSON string.
std::string quoted(std::string_view text);

}  // namespace slipher::engine::functions::json
