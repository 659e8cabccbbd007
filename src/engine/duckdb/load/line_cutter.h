#pragma once
#include <cstring>
#include <string_view>

namespace slipher::engine {

/// Cuts a block into lines that end with `newline`; a \r before a \n is no part of the line.
class LineCutter {
 public:
  explicit LineCutter(char newline) : newline_(newline) {}

  void start(std::string_view block) {
    at_ = block.data();
    end_ = block.data() + block.size();
  }
  bool next(std::string_view& line) {
    if (at_ == end_) return false;
    const char* stop = static_cast<const char*>(std::memchr(at_, newline_, static_cast<std::size_t>(end_ - at_)));
    if (!stop) stop = end_;
    const char* last = stop;
    if (newline_ == '\n' && last != at_ && last[-1] == '\r') --last;
    line = {at_, static_cast<std::size_t>(last - at_)};
    at_ = stop == end_ ? end_ : stop + 1;
    return true;
  }

 private:
  char newline_;
  const char* at_ = nullptr;
  const char* end_ = nullptr;
};

/// Bytes up to and with the last `newline`.
inline std::size_t whole_lines(std::string_view buffer, char newline) {
  const auto last = buffer.rfind(newline);
  return last == std::string_view::npos ? 0 : last + 1;
}

}  // namespace slipher::engine
