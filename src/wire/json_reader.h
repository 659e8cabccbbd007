#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace slipher::wire {

/// Reads one JSON document (RFC 8259) value by value, without building a tree: memory stays constant whatever the text.
/// Strict: UTF-8 is checked, lone surrogates, raw control characters, and nesting beyond the limit are refused. After
/// the first fault every call fails.
class JsonReader {
 public:
  /// Nesting allowed by default; far above any modelled shape.
  static constexpr int kMaxDepth = 64;

  enum class Token { kNull, kTrue, kFalse, kNumber, kString, kArray, kObject, kFault };

  explicit JsonReader(std::string_view text, int max_depth = kMaxDepth) : text_(text), max_depth_(max_depth) {}

  /// What the next value is, without taking it.
  Token peek();

  /// Each takes one value of the kind that peek() announced. False on a fault.
  bool literal();  // null, true, false
  bool string(std::string& out);
  /// The number's text as it stands: -?digits, fraction, exponent.
  bool number(std::string_view& out);
  bool skip();  // a value of any kind

  /// [ value* ]: `while (reader.next_element(first)) { take one value }`, after enter_array(). `first` starts as true.
  bool enter_array();
  bool next_element(bool& first);
  /// { (name value)* }, likewise; `name` is the member's name.
  bool enter_object();
  bool next_member(bool& first, std::string& name);

  /// True when nothing but blanks follows and nothing was wrong.
  bool at_end();
  bool failed() const { return failed_; }

 private:
  bool fault();
  void blanks();
  bool take(char expected);
  bool enter(char open);
  bool leave_or_comma(char close, bool& first, bool& ended);
  bool string_body(std::string* out);
  bool escape(std::string* out);
  bool hex4(std::uint32_t& out);

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  int max_depth_;
  bool failed_ = false;
};

/// Whether `text` is one well-formed JSON document. Constant memory, so that it may run before the caller is known.
bool is_json(std::string_view text, int max_depth = JsonReader::kMaxDepth);

}  // namespace slipher::wire
