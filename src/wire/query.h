#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "wire/violations.h"

namespace slipher::wire {

/// A decoded form or query string: names and values in the order in which they came.
class FormParameters {
 public:
  /// Parameters that one form may hold; above it the form is refused.
  static constexpr std::size_t kMaxParameters = 1000;

  /// Decodes application/x-www-form-urlencoded text. kSerialization for a bad escape, for what is not UTF-8, and for
  /// too many parameters.
  static Result<FormParameters> parse(std::string_view text);

  /// The first value of that name.
  const std::string* find(std::string_view name) const;
  bool has_prefix(std::string_view prefix) const;

 private:
  std::vector<std::pair<std::string, std::string>> entries_;
};

/// Fills the structure at `out` from the AWS query protocol: Name=value, List.member.1=value, Structure.Name=value.
/// Errors as decode_json().
Result<void> decode_query(const Type& type, void* out, const FormParameters& form,
                          PatternStyle style = PatternStyle::kConstraint);

}  // namespace slipher::wire
