#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/config.h"
#include "base/result.h"

namespace slipher::app {

/// Reads a variable of the environment; a parameter, so that tests need no real one.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;
Environment process_environment();

/// Applies a TOML text to `config`. Every mistake is one entry "FILE:LINE: what"; unknown keys name the nearest known.
std::vector<std::string> apply_toml(Config& config, const std::string& text, const std::string& file);

/// Applies SLIPHER_<SECTION>_<KEY> variables of every key.
std::vector<std::string> apply_environment(Config& config, const Environment& environment);

/// Rules between keys: TLS needs both files, the body must hold the SQL.
std::vector<std::string> check_together(const Config& config);

/// Defaults, then the file ("" = none), then the environment. The error lists every mistake, one a line.
Result<Config> load_config(const std::string& file, const Environment& environment);

}  // namespace slipher::app
