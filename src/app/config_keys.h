#pragma once
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "app/config.h"
#include "base/result.h"

namespace slipher::app {

/// A key's value as the file, the environment and the documentation see it.
using ConfigValue = std::variant<bool, std::int64_t, std::string, std::vector<std::string>>;

/// How a number is written and read.
enum class Unit { kNone, kBytes, kSeconds, kMilliseconds };

/// One key of the configuration, from which parsing, checking, documentation and the sample file follow. The type and
/// the default are those of the member of Config that `member` names.
struct ConfigKey {
  using Member = std::variant<bool& (*)(Config&), int& (*)(Config&), std::size_t& (*)(Config&),
                              std::int64_t& (*)(Config&), seconds& (*)(Config&), milliseconds& (*)(Config&),
                              std::string& (*)(Config&), std::vector<std::string>& (*)(Config&)>;
  std::string_view section;
  std::string_view name;
  Member member;
  std::string_view help;
  /// For numbers; inclusive.
  std::int64_t minimum = 0;
  std::int64_t maximum = std::numeric_limits<std::int64_t>::max();
  Unit unit = Unit::kNone;
  /// For texts: the only values allowed; empty = any.
  std::vector<std::string_view> choices = {};
  /// For texts and each entry of a list: says what is wrong, "" when nothing is.
  std::string (*check)(std::string_view) = nullptr;

  /// "statements.sql_bytes".
  std::string full_name() const;
  /// "SLIPHER_STATEMENTS_SQL_BYTES".
  std::string environment_name() const;
  /// "integer", "bytes", "seconds", "text" ...
  std::string_view type_name() const;

  ConfigValue get(const Config& config) const;
  /// Checks type and limits, then sets. The error names the key, not the place it came from.
  Result<void> set(Config& config, const ConfigValue& value) const;
  /// set() from text, as the environment gives it: "true", "16 MiB", "a,b".
  Result<void> set_text(Config& config, std::string_view text) const;
};

struct ConfigSection {
  std::string_view name;
  std::string_view help;
};

/// The sections and all keys, in the order in which they are documented.
const std::vector<ConfigSection>& config_sections();
const std::vector<ConfigKey>& config_keys();
/// By full name; nullptr when there is none.
const ConfigKey* find_config_key(std::string_view full_name);

/// "16 MiB", "4096": a number of bytes with an optional unit of KiB, MiB, GiB, TiB.
Result<std::int64_t> parse_bytes(std::string_view text);

/// As in a TOML file: true, 42, "text", ["a", "b"].
std::string to_toml(const ConfigValue& value);

}  // namespace slipher::app
