#include "wire/json_reader.h"

#include "base/utf8.h"

namespace slipher::wire {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr std::uint32_t kFirstHighSurrogate = 0xD800;
constexpr std::uint32_t kFirstLowSurrogate = 0xDC00;
constexpr std::uint32_t kAfterSurrogates = 0xE000;

}  // namespace

bool JsonReader::fault() {
  failed_ = true;
  return false;
}

void JsonReader::blanks() {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') return;
    ++at_;
  }
}

bool JsonReader::take(char expected) {
  if (at_ >= text_.size() || text_[at_] != expected) return fault();
  ++at_;
  return true;
}

JsonReader::Token JsonReader::peek() {
  if (failed_) return Token::kFault;
  blanks();
  if (at_ >= text_.size()) {
    fault();
    return Token::kFault;
  }
  switch (const char c = text_[at_]; c) {
    case 'n':
      return Token::kNull;
    case 't':
      return Token::kTrue;
    case 'f':
      return Token::kFalse;
    case '"':
      return Token::kString;
    case '[':
      return Token::kArray;
    case '{':
      return Token::kObject;
    default:
      if (c == '-' || is_digit(c)) return Token::kNumber;
      fault();
      return Token::kFault;
  }
}

bool JsonReader::literal() {
  if (failed_) return false;
  blanks();
  for (const std::string_view word : {std::string_view("null"), std::string_view("true"), std::string_view("false")}) {
    if (text_.substr(at_, word.size()) == word) {
      at_ += word.size();
      return true;
    }
  }
  return fault();
}

bool JsonReader::number(std::string_view& out) {
  if (failed_) return false;
  blanks();
  const std::size_t start = at_;
  const auto digits = [&] {
    const std::size_t from = at_;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    return at_ > from;
  };
  const auto at = [&](char c) { return at_ < text_.size() && text_[at_] == c; };
  if (at('-')) ++at_;
  if (at('0')) {
    ++at_;
  } else if (!digits()) {
    return fault();
  }
  if (at('.')) {
    ++at_;
    if (!digits()) return fault();
  }
  if (at('e') || at('E')) {
    ++at_;
    if (at('+') || at('-')) ++at_;
    if (!digits()) return fault();
  }
  out = text_.substr(start, at_ - start);
  return true;
}

bool JsonReader::string(std::string& out) {
  if (failed_) return false;
  blanks();
  out.clear();
  return string_body(&out);
}

bool JsonReader::string_body(std::string* out) {
  if (!take('"')) return false;
  std::size_t run = at_;  // start of the characters that can be copied as they are
  while (at_ < text_.size()) {
    const auto c = static_cast<unsigned char>(text_[at_]);
    if (c == '"') {
      if (out) out->append(text_.substr(run, at_ - run));
      ++at_;
      return true;
    }
    if (c == '\\') {
      if (out) out->append(text_.substr(run, at_ - run));
      ++at_;
      if (!escape(out)) return false;
      run = at_;
    } else if (c < 0x20) {
      return fault();
    } else if (c < 0x80) {
      ++at_;
    } else {
      const std::size_t length = utf8_length_at(text_, at_);
      if (length == 0) return fault();
      at_ += length;
    }
  }
  return fault();
}

bool JsonReader::hex4(std::uint32_t& out) {
  if (text_.size() - at_ < 4) return fault();
  out = 0;
  for (int i = 0; i < 4; ++i) {
    const char c = text_[at_++];
    const int digit = is_digit(c)            ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return fault();
    out = out * 16 + static_cast<std::uint32_t>(digit);
  }
  return true;
}

bool JsonReader::escape(std::string* out) {
  if (at_ >= text_.size()) return fault();
  const char kind = text_[at_++];
  static constexpr std::string_view kFrom = "\"\\/bfnrt";
  static constexpr std::string_view kTo = "\"\\/\b\f\n\r\t";
  if (const std::size_t index = kFrom.find(kind); index != std::string_view::npos) {
    if (out) out->push_back(kTo[index]);
    return true;
  }
  std::uint32_t code = 0;
  if (kind != 'u') return fault();
  if (!hex4(code)) return false;
  if (code >= kFirstLowSurrogate && code < kAfterSurrogates) return fault();
  if (code >= kFirstHighSurrogate && code < kFirstLowSurrogate) {
    std::uint32_t low = 0;
    if (!take('\\') || !take('u') || !hex4(low)) return false;
    if (low < kFirstLowSurrogate || low >= kAfterSurrogates) return fault();
    code = 0x10000 + ((code - kFirstHighSurrogate) << 10) + (low - kFirstLowSurrogate);
  }
  if (out) append_utf8(*out, code);
  return true;
}

bool JsonReader::enter(char open) {
  if (failed_) return false;
  blanks();
  if (!take(open)) return false;
  if (++depth_ > max_depth_) return fault();
  return true;
}

bool JsonReader::enter_array() { return enter('['); }
bool JsonReader::enter_object() { return enter('{'); }

bool JsonReader::leave_or_comma(char close, bool& first, bool& ended) {
  if (failed_) return false;
  blanks();
  ended = at_ < text_.size() && text_[at_] == close;
  if (ended) {
    ++at_;
    --depth_;
    return true;
  }
  if (!first && !take(',')) return false;
  first = false;
  return true;
}

bool JsonReader::next_element(bool& first) {
  bool ended = false;
  return leave_or_comma(']', first, ended) && !ended && peek() != Token::kFault;
}

bool JsonReader::next_member(bool& first, std::string& name) {
  bool ended = false;
  if (!leave_or_comma('}', first, ended) || ended) return false;
  if (!string(name)) return false;
  blanks();
  return take(':') && peek() != Token::kFault;
}

bool JsonReader::skip() {
  std::string_view ignored;
  switch (peek()) {
    case Token::kNull:
    case Token::kTrue:
    case Token::kFalse:
      return literal();
    case Token::kNumber:
      return number(ignored);
    case Token::kString:
      return string_body(nullptr);
    case Token::kArray: {
      if (!enter_array()) return false;
      for (bool first = true; next_element(first);)
        if (!skip()) return false;
      return !failed_;
    }
    case Token::kObject: {
      if (!enter_object()) return false;
      std::string name;
      for (bool first = true; next_member(first, name);)
        if (!skip()) return false;
      return !failed_;
    }
    case Token::kFault:
      break;
  }
  return false;
}

bool JsonReader::at_end() {
  if (failed_) return false;
  blanks();
  return at_ == text_.size();
}

bool is_json(std::string_view text, int max_depth) {
  JsonReader reader(text, max_depth);
  return reader.skip() && reader.at_end();
}

}  // namespace slipher::wire
