#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "wire/fields.h"

namespace slipher::wire {

/// What a value is on the wire.
enum class Kind { kString, kBoolean, kInteger, kLong, kDouble, kTimestamp, kBlob, kList, kMap, kStructure };

struct Member;

/// A wire type as data. type_v<T> makes it from T's fields(); the codec is ordinary code over it, so that an operation
/// costs a table and not another copy of the codec.
struct Type {
  Kind kind = Kind::kStructure;

  // Structures.
  bool is_union = false;
  std::span<const Member> members{};              // as declared
  std::span<const std::uint16_t> alphabetical{};  // indices into members, by name

  // Lists and maps. A value is handed around as a pointer to it.
  const Type* element = nullptr;
  std::size_t (*size)(const void* container) = nullptr;
  void (*clear)(void* container) = nullptr;
  const void* (*at)(const void* list, std::size_t index) = nullptr;
  void* (*append)(void* list) = nullptr;
  void* (*put)(void* map, std::string key) = nullptr;
  void (*visit)(const void* map, void (*each)(void* context, const std::string& key, const void* value),
                void* context) = nullptr;
  /// Of an EncodedList: its text.
  const std::string* (*encoded)(const void* list) = nullptr;
};

/// A structure's member as data.
struct Member {
  std::string_view name;
  Limits limits;
  const Type* type;
  bool optional;
  /// The value, or nullptr when it is absent.
  const void* (*get)(const void* owner);
  /// Makes the value present and empty.
  void* (*emplace)(void* owner);
  /// Makes the value absent (a plain member: empty).
  void (*reset)(void* owner);
};

namespace detail {

template <class T>
struct OptionalTraits {
  using Value = T;
  static constexpr bool is_optional = false;
};
template <class T>
struct OptionalTraits<std::optional<T>> {
  using Value = T;
  static constexpr bool is_optional = true;
};
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_map = false;
template <class T>
inline constexpr bool is_map<std::map<std::string, T>> = true;
template <class T>
inline constexpr bool is_encoded_list = false;
template <class T>
inline constexpr bool is_encoded_list<EncodedList<T>> = true;
template <class T>
struct EncodedElement;
template <class T>
struct EncodedElement<EncodedList<T>> {
  using type = T;
};

template <class T>
constexpr Type make_type();
template <class T>
inline constexpr Type type_v = make_type<T>();

/// Where member I of T lies; known to the compiler, so that reading it does not build the tuple of fields.
template <class T, std::size_t I>
inline constexpr auto pointer_v = std::get<I>(T::fields()).member;

template <class T, std::size_t I>
constexpr Member make_member() {
  constexpr auto declared = std::get<I>(T::fields());
  using Held = std::remove_cvref_t<decltype(std::declval<T>().*(declared.member))>;
  using Traits = OptionalTraits<Held>;
  Member member{};
  member.name = declared.name;
  member.limits = declared.limits;
  member.type = &type_v<typename Traits::Value>;
  member.optional = Traits::is_optional;
  member.get = [](const void* owner) -> const void* {
    const auto& held = static_cast<const T*>(owner)->*pointer_v<T, I>;
    if constexpr (Traits::is_optional) {
      return held ? &*held : nullptr;
    } else {
      return &held;
    }
  };
  member.emplace = [](void* owner) -> void* {
    auto& held = static_cast<T*>(owner)->*pointer_v<T, I>;
    if constexpr (Traits::is_optional) {
      return &held.emplace();
    } else {
      held = Held{};
      return &held;
    }
  };
  member.reset = [](void* owner) { static_cast<T*>(owner)->*pointer_v<T, I> = Held{}; };
  return member;
}

template <class T>
inline constexpr std::size_t member_count = std::tuple_size_v<decltype(T::fields())>;

template <class T>
inline constexpr auto members_v = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<Member, sizeof...(I)>{make_member<T, I>()...};
}
(std::make_index_sequence<member_count<T>>());

template <class T>
inline constexpr auto alphabetical_v = [] {
  std::array<std::uint16_t, member_count<T>> order{};
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::uint16_t>(i);
  std::sort(order.begin(), order.end(),
            [](std::uint16_t a, std::uint16_t b) { return members_v<T>[a].name < members_v<T>[b].name; });
  return order;
}();

template <class T>
constexpr Type make_structure() {
  static_assert(member_count<T> <= 64, "a decoder keeps which members it has seen in one word");
  Type type;
  type.kind = Kind::kStructure;
  type.members = members_v<T>;
  type.alphabetical = alphabetical_v<T>;
  if constexpr (requires { T::is_union; }) type.is_union = T::is_union;
  return type;
}

template <class T>
constexpr Type make_container() {
  Type type;
  type.size = [](const void* container) { return static_cast<const T*>(container)->size(); };
  type.clear = [](void* container) { static_cast<T*>(container)->clear(); };
  if constexpr (is_vector<T>) {
    type.kind = Kind::kList;
    type.element = &type_v<typename T::value_type>;
    type.at = [](const void* list, std::size_t index) -> const void* { return &(*static_cast<const T*>(list))[index]; };
    type.append = [](void* list) -> void* { return &static_cast<T*>(list)->emplace_back(); };
  } else {
    type.kind = Kind::kMap;
    type.element = &type_v<typename T::mapped_type>;
    type.put = [](void* map, std::string key) -> void* { return &(*static_cast<T*>(map))[std::move(key)]; };
    type.visit = [](const void* map, void (*each)(void*, const std::string&, const void*), void* context) {
      for (const auto& [key, value] : *static_cast<const T*>(map)) each(context, key, &value);
    };
  }
  return type;
}

template <class T>
constexpr Type make_type() {
  if constexpr (Shape<T>) {
    return make_structure<T>();
  } else if constexpr (is_vector<T> || is_map<T>) {
    return make_container<T>();
  } else if constexpr (is_encoded_list<T>) {
    Type type;
    type.kind = Kind::kList;
    type.element = &type_v<typename EncodedElement<T>::type>;
    type.encoded = [](const void* list) { return &static_cast<const T*>(list)->json; };
    return type;
  } else {
    Type type;
    if constexpr (std::is_same_v<T, std::string>) {
      type.kind = Kind::kString;
    } else if constexpr (std::is_same_v<T, bool>) {
      type.kind = Kind::kBoolean;
    } else if constexpr (std::is_same_v<T, std::int32_t>) {
      type.kind = Kind::kInteger;
    } else if constexpr (std::is_same_v<T, std::int64_t>) {
      type.kind = Kind::kLong;
    } else if constexpr (std::is_same_v<T, double>) {
      type.kind = Kind::kDouble;
    } else if constexpr (std::is_same_v<T, Timestamp>) {
      type.kind = Kind::kTimestamp;
    } else {
      static_assert(std::is_same_v<T, Blob>, "not a wire type: a scalar, a list, a map, or a struct with fields()");
      type.kind = Kind::kBlob;
    }
    return type;
  }
}

}  // namespace detail

/// The description of a wire type.
template <class T>
constexpr const Type& type_of() {
  return detail::type_v<T>;
}

}  // namespace slipher::wire
