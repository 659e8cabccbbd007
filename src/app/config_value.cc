#include <algorithm>
#include <charconv>
#include <type_traits>

#include "app/config_keys.h"

namespace slipher::app {

namespace {

template <class T>
constexpr bool kIsDuration = std::is_same_v<T, seconds> || std::is_same_v<T, milliseconds>;
template <class T>
constexpr bool kIsNumber = std::is_integral_v<T> && !std::is_same_v<T, bool>;

/// A hundred years in seconds: sums with a timestamp in microseconds stay in range.
constexpr std::int64_t kLongestDuration = 3'153'600'000;

Error wrong(const ConfigKey& key, const std::string& what) {
  return Error(ErrorCode::kValidation, key.full_name() + ": " + what);
}

std::string_view trim(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

Result<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size() || text.empty()) {
    return Error(ErrorCode::kValidation, "\"" + std::string(text) + "\" is not a whole number");
  }
  return number;
}

Result<void> check_text(const ConfigKey& key, const std::string& text) {
  if (!key.choices.empty() && std::find(key.choices.begin(), key.choices.end(), text) == key.choices.end()) {
    std::string list;
    for (const auto choice : key.choices) list += (list.empty() ? "" : ", ") + std::string(choice);
    return wrong(key, "\"" + text + "\" is none of " + list);
  }
  if (key.check) {
    if (const auto problem = key.check(text); !problem.empty()) return wrong(key, "\"" + text + "\": " + problem);
  }
  return {};
}

Result<std::int64_t> checked_number(const ConfigKey& key, const ConfigValue& value) {
  std::int64_t number = 0;
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    number = *integer;
  } else if (const auto* text = std::get_if<std::string>(&value); text && key.unit == Unit::kBytes) {
    const auto bytes = parse_bytes(*text);
    if (!bytes) return wrong(key, bytes.error().message);
    number = *bytes;
  } else {
    return wrong(key, "expected " + std::string(key.type_name()));
  }
  if (number < key.minimum) return wrong(key, "must be at least " + std::to_string(key.minimum));
  const auto maximum = key.unit == Unit::kSeconds || key.unit == Unit::kMilliseconds
                           ? std::min(key.maximum, kLongestDuration)
                           : key.maximum;
  if (number > maximum) return wrong(key, "must be at most " + std::to_string(maximum));
  return number;
}

}  // namespace

Result<std::int64_t> parse_bytes(std::string_view text) {
  text = trim(text);
  const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto number = parse_integer(text.substr(0, digits));
  const auto unit = trim(text.substr(digits));
  constexpr std::string_view kUnits[] = {"", "KiB", "MiB", "GiB", "TiB"};
  const auto found = std::find(std::begin(kUnits), std::end(kUnits), unit);
  if (!number || found == std::end(kUnits)) {
    return Error(
        ErrorCode::kValidation,
        "\"" + std::string(text) + "\" is not a number of bytes, like 4096, \"64 KiB\", \"16 MiB\" or \"2 GiB\"");
  }
  const auto shift = 10 * (found - std::begin(kUnits));
  if (*number > (std::numeric_limits<std::int64_t>::max() >> shift)) {
    return Error(ErrorCode::kValidation, "\"" + std::string(text) + "\" is too large");
  }
  return *number << shift;
}

std::string ConfigKey::full_name() const { return std::string(section) + "." + std::string(name); }

std::string ConfigKey::environment_name() const {
  std::string text = "SLIPHER_" + std::string(section) + "_" + std::string(name);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return text;
}

std::string_view ConfigKey::type_name() const {
  if (unit == Unit::kBytes) return "bytes";
  if (unit == Unit::kSeconds) return "seconds";
  if (unit == Unit::kMilliseconds) return "milliseconds";
  const Config config;
  static constexpr std::string_view kNames[] = {"boolean", "integer", "text", "list of texts"};
  return kNames[get(config).index()];
}

ConfigValue ConfigKey::get(const Config& config) const {
  return std::visit(
      [&](auto access) -> ConfigValue {
        const auto& value = access(const_cast<Config&>(config));  // the accessors are shared with set()
        using T = std::decay_t<decltype(value)>;
        if constexpr (kIsDuration<T>) {
          return static_cast<std::int64_t>(value.count());
        } else if constexpr (kIsNumber<T>) {
          return static_cast<std::int64_t>(value);
        } else {
          return value;
        }
      },
      member);
}

Result<void> ConfigKey::set(Config& config, const ConfigValue& value) const {
  return std::visit(
      [&](auto access) -> Result<void> {
        auto& target = access(config);
        using T = std::decay_t<decltype(target)>;
        if constexpr (kIsDuration<T> || kIsNumber<T>) {
          const auto number = checked_number(*this, value);
          if (!number) return number.error();
          target = static_cast<T>(*number);
        } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
          const auto* one = std::get_if<std::string>(&value);
          const auto* many = std::get_if<std::vector<std::string>>(&value);
          if (!one && !many) return wrong(*this, "expected " + std::string(type_name()));
          auto list = many ? *many : std::vector<std::string>{*one};
          for (const auto& entry : list) {
            if (auto fine = check_text(*this, entry); !fine) return fine;
          }
          target = std::move(list);
        } else {
          const auto* given = std::get_if<T>(&value);
          if (!given) return wrong(*this, "expected " + std::string(type_name()));
          if constexpr (std::is_same_v<T, std::string>) {
            if (auto fine = check_text(*this, *given); !fine) return fine;
          }
          target = *given;
        }
        return {};
      },
      member);
}

Result<void> ConfigKey::set_text(Config& config, std::string_view text) const {
  const ConfigValue sample = get(config);
  if (std::holds_alternative<bool>(sample)) {
    if (text == "true" || text == "1") return set(config, true);
    if (text == "false" || text == "0") return set(config, false);
    return wrong(*this, "expected true or false");
  }
  if (std::holds_alternative<std::int64_t>(sample)) {
    if (unit == Unit::kBytes) return set(config, std::string(text));
    const auto number = parse_integer(trim(text));
    return number ? set(config, *number) : wrong(*this, number.error().message);
  }
  if (std::holds_alternative<std::string>(sample)) return set(config, std::string(text));
  std::vector<std::string> list;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    list.emplace_back(trim(text.substr(0, comma)));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return set(config, std::move(list));
}

}  // namespace slipher::app
