#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace slipher::engine {

/// DELIMITER, mostly a single byte: readers search for the first one and compare the others.
class Delimiter {
 public:
  /// `text` is not empty.
  explicit Delimiter(const std::string& text) : first_(text.front()), others_(text.substr(1)) {}

  char first() const { return first_; }
  std::size_t size() const { return 1 + others_.size(); }
  /// Whether it stands at `at`, which is before `end`.
  bool is_at(const char* at, const char* end) const {
    return *at == first_ && (others_.empty() || others_follow(at + 1, end));
  }

 private:
  bool others_follow(const char* at, const char* end) const {
    return std::string_view(at, static_cast<std::size_t>(end - at)).starts_with(others_);
  }

  char first_;
  std::string others_;
};

}  // namespace slipher::engine
