#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipher::engine {

/// A configuration parameter of a Redshift session (Amazon Redshift, "Configuration reference") with its default.
/// Values are kept per session; those that mean something here are search_path, timezone and statement_timeout.
struct SessionParameter {
  std::string_view name;
  std::string_view default_value;
  /// "" = any text; "fixed" = it cannot be set; "low..high" = whole numbers; else the words that it takes, separated by
  /// blanks, in the spelling that SHOW gives. A parameter whose default is on or off takes the spellings of booleans.
  std::string_view takes = {};

  bool can_be_set() const { return takes != "fixed"; }
};

const SessionParameter* find_session_parameter(std::string_view name);
/// In order of their names.
const std::vector<SessionParameter>& session_parameters();

/// The value in its canonical spelling ("on", "1000"), or nothing when the parameter does not take it.
std::optional<std::string> canonical_value(const SessionParameter& parameter, const std::string& value);

}  // namespace slipher::engine
