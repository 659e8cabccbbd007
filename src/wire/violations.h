#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "wire/type.h"

namespace slipher::wire {

/// How a service words a pattern that is not met.
enum class PatternStyle {
  /// "id must satisfy regex pattern: ^...$": the Redshift Data API.
  kBare,
  /// "Value 'x' at 'id' failed to satisfy constraint: Member must satisfy regular expression pattern: ...".
  kConstraint,
};

/// Where in a request a value stands, as messages name it: "parameters.1.member.name". A chain on the stack, so that
/// no text is built unless something is wrong.
struct Path {
  const Path* parent = nullptr;
  std::string_view name{};
  /// Position in a list, from 1; 0 = a member or a map's key.
  std::size_t index = 0;

  std::string text() const;
};

/// The constraints that a request breaks, all of them, with the texts of the real service.
class Violations {
 public:
  explicit Violations(PatternStyle style) : style_(style) {}

  /// A required member (or a list's element) that is absent or null.
  void missing(const Path& path);
  /// Checks one present value against its own constraints; elements are checked one by one as they are decoded.
  void check(const Type& type, const Limits& limits, const void* value, const Path& path);
  /// A map's key.
  void check_key(const Limits& limits, const std::string& key, const Path& path);

  bool empty() const { return texts_.empty(); }
  /// One ValidationException for all of them.
  Error error() const;

 private:
  /// Violations that are named; more are only counted.
  static constexpr std::size_t kMaxNamed = 20;

  void add(std::string text, bool is_bare = false);
  void constraint(const Path& path, const Limits& limits, std::string_view shown, std::string_view rule);
  void range(const Path& path, const Limits& limits, std::int64_t actual, std::string_view shown,
             std::string_view measure);
  void check_text(const Limits& limits, const std::string& value, const Path& path);

  PatternStyle style_;
  std::vector<std::string> texts_;
  std::size_t count_ = 0;
  bool all_bare_ = true;
};

}  // namespace slipher::wire
