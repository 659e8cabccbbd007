#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/settings.h"
#include "app/config_load.h"
#include "app/config_print.h"

namespace slipher::app {

int run_config_check(const std::string& file) {
  const auto config = load_config(file, process_environment());
  if (!config) {
    std::cerr << config.error().message << "\n";
    return 1;
  }
  std::cout << file << ": ok\n";
  return 0;
}

int run_config_print(const CommonOptions& options) {
  const auto config = effective_config(options);
  if (!config) return fail(config.error().message);
  std::cout << config_toml(*config) << std::flush;
  return 0;
}

}  // namespace slipher::app
