#include "wire/violations.h"

#include "base/utf8.h"

namespace slipher::wire {

namespace {

/// Bytes of a value that a message repeats.
constexpr std::size_t kMaxShown = 256;

std::string shown_value(std::string_view value) {
  const std::string_view prefix = utf8_prefix(value, kMaxShown);
  return std::string(prefix) + (prefix.size() < value.size() ? "..." : "");
}

void append_path(const Path& path, std::string& out) {
  if (path.parent) append_path(*path.parent, out);
  if (path.index > 0) {
    out += "." + std::to_string(path.index) + ".member";
  } else if (!path.name.empty()) {
    if (!out.empty()) out += '.';
    const char first = path.name.front();
    out += first >= 'A' && first <= 'Z' ? static_cast<char>(first - 'A' + 'a') : first;
    out += path.name.substr(1);
  }
}

std::string anchored(std::string_view pattern) {
  if (pattern.starts_with('^') || pattern.starts_with(".*")) return std::string(pattern);
  return "^" + std::string(pattern) + "$";
}

}  // namespace

std::string Path::text() const {
  std::string out;
  append_path(*this, out);
  return out;
}

void Violations::add(std::string text, bool is_bare) {
  ++count_;
  all_bare_ = all_bare_ && is_bare;
  if (texts_.size() < kMaxNamed) texts_.push_back(std::move(text));
}

void Violations::missing(const Path& path) {
  add("Value null at '" + path.text() + "' failed to satisfy constraint: Member must not be null");
}

void Violations::constraint(const Path& path, const Limits& limits, std::string_view shown, std::string_view rule) {
  std::string text = "Value";
  if (!limits.sensitive) text += " '" + shown_value(shown) + "'";
  add(text + " at '" + path.text() + "' failed to satisfy constraint: " + std::string(rule));
}

void Violations::range(const Path& path, const Limits& limits, std::int64_t actual, std::string_view shown,
                       std::string_view measure) {
  const auto rule = [&](std::string_view comparison, std::int64_t bound) {
    constraint(path, limits, shown,
               "Member must have " + std::string(measure) + " " + std::string(comparison) + " than or equal to " +
                   std::to_string(bound));
  };
  if (limits.max && actual > *limits.max) rule("less", *limits.max);
  if (limits.min && actual < *limits.min) rule("greater", *limits.min);
}

void Violations::check_text(const Limits& limits, const std::string& value, const Path& path) {
  if (limits.min || limits.max) range(path, limits, static_cast<std::int64_t>(utf8_characters(value)), value, "length");
  if (!limits.values.empty() && std::find(limits.values.begin(), limits.values.end(), value) == limits.values.end()) {
    std::string set;
    for (const std::string_view allowed : limits.values) set += (set.empty() ? "" : ", ") + std::string(allowed);
    constraint(path, limits, value, "Member must satisfy enum value set: [" + set + "]");
  }
  if (limits.matches && !limits.matches(value)) {
    if (!limits.mismatch.empty()) {
      add(std::string(limits.mismatch), true);
    } else if (style_ == PatternStyle::kBare) {
      add(path.text() + " must satisfy regex pattern: " + anchored(limits.pattern), true);
    } else {
      constraint(path, limits, value, "Member must satisfy regular expression pattern: " + std::string(limits.pattern));
    }
  }
}

void Violations::check_key(const Limits& limits, const std::string& key, const Path& path) {
  check_text(limits, key, path);
}

void Violations::check(const Type& type, const Limits& limits, const void* value, const Path& path) {
  const auto number = [&](std::int64_t actual) { range(path, limits, actual, std::to_string(actual), "value"); };
  switch (type.kind) {
    case Kind::kString:
      return check_text(limits, *static_cast<const std::string*>(value), path);
    case Kind::kInteger:
      return number(*static_cast<const std::int32_t*>(value));
    case Kind::kLong:
      return number(*static_cast<const std::int64_t*>(value));
    case Kind::kBlob: {
      const auto bytes = static_cast<std::int64_t>(static_cast<const Blob*>(value)->bytes.size());
      return range(path, limits, bytes, "(" + std::to_string(bytes) + " bytes)", "length");
    }
    case Kind::kList:
    case Kind::kMap: {
      const auto size = static_cast<std::int64_t>(type.size(value));
      return range(path, limits, size, size == 0 ? "[]" : "(" + std::to_string(size) + " elements)", "length");
    }
    case Kind::kBoolean:
    case Kind::kDouble:
    case Kind::kTimestamp:
    case Kind::kStructure:
      return;
  }
}

Error Violations::error() const {
  std::string text;
  if (!all_bare_) {
    text = std::to_string(count_) + (count_ == 1 ? " validation error detected: " : " validation errors detected: ");
  }
  for (std::size_t i = 0; i < texts_.size(); ++i) text += (i ? "; " : "") + texts_[i];
  return {ErrorCode::kValidation, std::move(text)};
}

}  // namespace slipher::wire
