#include "wire/decode_json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "wire/base64.h"

namespace slipher::wire {

namespace {

using Token = JsonReader::Token;

const char* token_name(Token token) {
  switch (token) {
    case Token::kTrue:
      return "TRUE_VALUE";
    case Token::kFalse:
      return "FALSE_VALUE";
    case Token::kNumber:
      return "NUMBER_VALUE";
    case Token::kString:
      return "STRING_VALUE";
    case Token::kNull:
      return "NULL_VALUE";
    default:
      return "VALUE";
  }
}

const char* kind_name(Kind kind) {
  switch (kind) {
    case Kind::kString:
      return "String";
    case Kind::kBoolean:
      return "Boolean";
    case Kind::kInteger:
      return "Integer";
    case Kind::kLong:
      return "Long";
    case Kind::kDouble:
      return "Double";
    case Kind::kTimestamp:
      return "Timestamp";
    case Kind::kBlob:
      return "Blob";
    case Kind::kList:
      return "List";
    case Kind::kMap:
      return "Map";
    case Kind::kStructure:
      return "Structure";
  }
  return "";
}

/// JSON has one kind of number: 60, 60.0 and 6e1 are the same, and languages without integers write the latter two.
template <class Integer>
std::optional<Integer> whole_number(std::string_view text) {
  const char* const last = text.data() + text.size();
  Integer exact{};
  if (const auto [end, error] = std::from_chars(text.data(), last, exact); error == std::errc{} && end == last)
    return exact;
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), last, number);
  constexpr double kExact = 9007199254740992;  // 2^53: beyond it not every whole number is a double
  const double bound = std::min(kExact, static_cast<double>(std::numeric_limits<Integer>::max()));
  if (error != std::errc{} || end != last || std::trunc(number) != number || std::abs(number) > bound)
    return std::nullopt;
  return static_cast<Integer>(number);
}

class Decoder {
 public:
  Decoder(std::string_view body, const DecodeOptions& options)
      : reader_(body, options.max_depth), violations_(options.pattern_style) {}

  Result<void> run(const Type& type, void* out) {
    const bool good = value(type, Limits{}, out, Path{});
    if (!good || !reader_.at_end())
      return Error(ErrorCode::kSerialization, problem_.empty() ? "The request body is not valid JSON." : problem_);
    if (!violations_.empty()) return violations_.error();
    return {};
  }

 private:
  bool refuse(std::string problem, const Path& path) {
    if (problem_.empty()) {
      problem_ = std::move(problem);
      if (const std::string where = path.text(); !where.empty()) problem_ += " at '" + where + "'";
    }
    return false;
  }

  bool wrong_type(Token token, const Type& type, const Path& path) {
    if (token == Token::kFault) return false;
    if (token == Token::kObject) return refuse("Start of structure or map found where not expected", path);
    if (token == Token::kArray) return refuse("Start of list found where not expected", path);
    return refuse(std::string(token_name(token)) + " cannot be converted to " + kind_name(type.kind), path);
  }

  bool value(const Type& type, const Limits& limits, void* out, const Path& path) {
    const Token token = reader_.peek();
    switch (type.kind) {
      case Kind::kString:
        return token == Token::kString ? reader_.string(*static_cast<std::string*>(out))
                                       : wrong_type(token, type, path);
      case Kind::kBoolean:
        if (token != Token::kTrue && token != Token::kFalse) return wrong_type(token, type, path);
        *static_cast<bool*>(out) = token == Token::kTrue;
        return reader_.literal();
      case Kind::kInteger:
        return integer<std::int32_t>(token, type, out, path);
      case Kind::kLong:
        return integer<std::int64_t>(token, type, out, path);
      case Kind::kDouble:
        return floating(token, type, *static_cast<double*>(out), path);
      case Kind::kTimestamp:
        return timestamp(token, type, *static_cast<Timestamp*>(out), path);
      case Kind::kBlob:
        return blob(token, type, *static_cast<Blob*>(out), path);
      case Kind::kList:
        return token == Token::kArray ? list(type, limits, out, path) : wrong_type(token, type, path);
      case Kind::kMap:
        return token == Token::kObject ? map(type, limits, out, path) : wrong_type(token, type, path);
      case Kind::kStructure:
        return token == Token::kObject ? structure(type, out, path) : wrong_type(token, type, path);
    }
    return false;
  }

  template <class Integer>
  bool integer(Token token, const Type& type, void* out, const Path& path) {
    if (token != Token::kNumber) return wrong_type(token, type, path);
    std::string_view text;
    if (!reader_.number(text)) return false;
    const auto parsed = whole_number<Integer>(text);
    if (!parsed) return wrong_type(token, type, path);
    *static_cast<Integer*>(out) = *parsed;
    return true;
  }

  bool floating(Token token, const Type& type, double& out, const Path& path) {
    if (token != Token::kNumber) return wrong_type(token, type, path);
    std::string_view text;
    if (!reader_.number(text)) return false;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc{} || wrong_type(token, type, path);
  }

  bool timestamp(Token token, const Type& type, Timestamp& out, const Path& path) {
    double epoch_seconds = 0;
    if (!floating(token, type, epoch_seconds, path)) return false;
    constexpr double kFarthest = 253402300800.0;  // the year 10000
    if (std::abs(epoch_seconds) > kFarthest) return wrong_type(token, type, path);
    out = Timestamp(microseconds(std::llround(epoch_seconds * 1e6)));
    return true;
  }

  bool blob(Token token, const Type& type, Blob& out, const Path& path) {
    if (token != Token::kString) return wrong_type(token, type, path);
    std::string text;
    if (!reader_.string(text)) return false;
    auto bytes = base64_decode(text);
    if (!bytes) return refuse("Invalid base64", path);
    out.bytes = std::move(*bytes);
    return true;
  }

  bool list(const Type& type, const Limits& limits, void* out, const Path& path) {
    if (!type.append) return refuse("A list is not expected", path);
    if (!reader_.enter_array()) return false;
    static constexpr Limits kNone{};
    const Limits& limits_of_element = limits.element ? *limits.element : kNone;
    std::size_t index = 0;
    for (bool first = true; reader_.next_element(first);) {
      const Path element{&path, {}, ++index};
      void* const slot = type.append(out);
      if (reader_.peek() == Token::kNull) {
        violations_.missing(element);
        if (!reader_.literal()) return false;
        continue;
      }
      if (!value(*type.element, limits_of_element, slot, element)) return false;
      violations_.check(*type.element, limits_of_element, slot, element);
    }
    return !reader_.failed();
  }

  bool map(const Type& type, const Limits& limits, void* out, const Path& path) {
    if (!reader_.enter_object()) return false;
    static constexpr Limits kNone{};
    std::string name;
    for (bool first = true; reader_.next_member(first, name);) {
      const std::string key = name;
      const Path entry{&path, key};
      if (limits.key) violations_.check_key(*limits.key, key, entry);
      const Limits& element = limits.element ? *limits.element : kNone;
      if (reader_.peek() == Token::kNull) {
        if (!reader_.literal()) return false;
        continue;
      }
      void* const slot = type.put(out, key);
      if (!value(*type.element, element, slot, entry)) return false;
      violations_.check(*type.element, element, slot, entry);
    }
    return !reader_.failed();
  }

  bool structure(const Type& type, void* out, const Path& path) {
    if (!reader_.enter_object()) return false;
    std::uint64_t seen = 0;
    std::string name;
    for (bool first = true; reader_.next_member(first, name);) {
      std::size_t index = 0;
      while (index < type.members.size() && type.members[index].name != name) ++index;
      if (index == type.members.size()) {
        if (!reader_.skip()) return false;
        continue;
      }
      if (!member(type.members[index], out, path, seen, std::uint64_t{1} << index)) return false;
    }
    if (reader_.failed()) return false;
    for (std::size_t i = 0; i < type.members.size(); ++i) check_member(type.members[i], out, path, seen >> i & 1);
    return true;
  }

  bool member(const Member& declared, void* owner, const Path& path, std::uint64_t& seen, std::uint64_t bit) {
    if (seen & bit) declared.reset(owner);
    seen &= ~bit;
    if (reader_.peek() == Token::kNull) return reader_.literal();
    const Path here{&path, declared.name};
    void* const slot = declared.emplace(owner);
    if (!value(*declared.type, declared.limits, slot, here)) return false;
    if (declared.limits.empty_is_absent && declared.type->kind == Kind::kString &&
        static_cast<const std::string*>(slot)->empty()) {
      declared.reset(owner);
    } else {
      seen |= bit;
    }
    return true;
  }

  void check_member(const Member& declared, void* owner, const Path& path, bool is_present) {
    const Path here{&path, declared.name};
    if (!is_present) {
      if (declared.limits.required) violations_.missing(here);
      return;
    }
    violations_.check(*declared.type, declared.limits, declared.get(owner), here);
  }

  JsonReader reader_;
  Violations violations_;
  std::string problem_;
};

}  // namespace

Result<void> decode_json(const Type& type, void* out, std::string_view body, const DecodeOptions& options) {
  return Decoder(body, options).run(type, out);
}

}  // namespace slipher::wire
