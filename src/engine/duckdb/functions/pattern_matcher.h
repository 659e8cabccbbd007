#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace slipher::engine::functions {

/// A stretch of the searched text, in bytes.
struct Span {
  std::size_t from = 0, size = 0;
};

/// A compiled regular expression.
class PatternMatcher {
 public:
  virtual ~PatternMatcher() = default;
  /// Every match from `start` on, from left to right: the whole match, then its groups. `only_first`: the first one
  /// will do.
  virtual std::vector<std::vector<Span>> find_all(std::string_view text, std::size_t start,
                                                  bool only_first = false) const = 0;
};

/// RE2: linear time, POSIX classes. Throws InvalidInputException for a broken pattern, as the other one does.
std::unique_ptr<PatternMatcher> re2_matcher(std::string_view pattern, bool ignores_case);
/// PCRE2: look-around assertions, back references. A search that takes too many steps fails.
std::unique_ptr<PatternMatcher> pcre_matcher(std::string_view pattern, bool ignores_case);

}  // namespace slipher::engine::functions
