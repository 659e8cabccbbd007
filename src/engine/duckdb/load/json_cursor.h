#pragma once
#include <string>
#include <string_view>

namespace slipher::engine {

/// Walks over JSON text (RFC 8259) without building a tree. A failure stays: everything after it is false or empty.
class JsonCursor {
 public:
  explicit JsonCursor(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  /// Nested deeper than this is refused.
  static constexpr int kMaxDepth = 512;

  void skip_blanks();
  bool at_end();
  /// The next character that is not a blank, 0 at the end.
  char peek();
  /// Takes `c` if it comes next.
  bool accept(char c);
  /// Takes one value and returns its text; checks it all the way down. Empty on failure.
  std::string_view value();
  /// Takes a string and returns its text with the quotes.
  std::string_view string();
  bool failed() const { return failed_; }
  const char* position() const { return at_; }

 private:
  bool value_at(int depth);
  bool members(char close, bool named, int depth);
  bool literal(std::string_view word);
  bool number();
  bool fail() {
    failed_ = true;
    at_ = end_;
    return false;
  }

  const char* at_;
  const char* end_;
  bool failed_ = false;
};

/// The characters that a JSON string (with its quotes) stands for. An unpaired surrogate becomes U+FFFD.
std::string json_unescape(std::string_view quoted);
/// Whether there is a backslash in a JSON text.
bool json_has_escapes(std::string_view text);
/// Appends `text` as a JSON string with quotes.
void append_json_string(std::string_view text, std::string& out);
/// A valid JSON text without the blanks between its tokens and with the escapes only that it needs: a SUPER value.
std::string json_compact(std::string_view text);
/// Whether a valid JSON text has blanks between its tokens.
bool json_has_blanks(std::string_view text);

}  // namespace slipher::engine
