#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>

namespace slipher::wire {

/// The constraints that the service's published model puts on a member. Defaults mean "no constraint".
struct Limits {
  bool required = false;
  /// Of a number its value, of a string its characters, of a blob its bytes, of a list or map its elements.
  std::optional<std::int64_t> min{};
  std::optional<std::int64_t> max{};
  /// The regular expression as published: for messages and the printed model.
  std::string_view pattern{};
  /// The same expression as a function; no expression is ever interpreted on a client's input.
  bool (*matches)(std::string_view) = nullptr;
  /// What the service says instead of naming the pattern, when it is known to say something else.
  std::string_view mismatch{};
  /// An enum's values.
  std::span<const std::string_view> values{};
  /// "" counts as absent: Step Functions and others send every member, the unused ones empty.
  bool empty_is_absent = false;
  /// Never repeated in a message or a log.
  bool sensitive = false;
  /// SDKs fill it with a fresh UUID.
  bool idempotency_token = false;
  /// Constraints of a list's or map's elements, and of a map's keys.
  const Limits* element = nullptr;
  const Limits* key = nullptr;
};

/// One line of a declaration: the wire name, the C++ member, the constraints.
template <class Owner, class Value>
struct Field {
  std::string_view name;
  Value Owner::*member;
  Limits limits;
};

template <class Owner, class Value>
constexpr Field<Owner, Value> field(std::string_view name, Value Owner::*member, Limits limits = {}) {
  return {name, member, limits};
}

/// A structure of the wire: a C++ struct with `static constexpr auto fields()`, a tuple of field()s. One that also has
/// `static constexpr bool is_union = true` has exactly one member set.
template <class T>
concept Shape = requires {
  std::tuple_size<decltype(T::fields())>::value;
};

/// Bytes; base64 on the wire.
struct Blob {
  std::string bytes;
};

/// A list whose elements are encoded already: the inside of a JSON array.
template <class Element>
struct EncodedList {
  std::string json;
};

}  // namespace slipher::wire
