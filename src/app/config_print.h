#pragma once
#include <string>

#include "app/config.h"

namespace slipher::app {

/// Every key with its value in force, as a TOML file.
std::string config_toml(const Config& config);

/// examples/slipher.toml: every key with its help, commented out at its default.
std::string sample_toml();

/// docs/configuration.md.
std::string configuration_markdown();

}  // namespace slipher::app
