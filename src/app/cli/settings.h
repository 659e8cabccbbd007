#pragma once
#include "app/cli/commands.h"
#include "app/config.h"
#include "base/result.h"
#include "identity/identity.h"

namespace slipher::app {

/// Defaults, the file, the environment, then the command line.
Result<Config> effective_config(const CommonOptions& options);

/// How a client reaches a server.
struct Access {
  std::string url;
  std::string region;
  identity::AccessKey key;
};

/// The server of the data directory: its endpoint and root key. Fails when none runs there.
Result<Access> local_access(const CommonOptions& options);

/// The AWS_ variables when they name an endpoint and a key and no directory was asked for, else local_access().
Result<Access> client_access(const CommonOptions& options);

/// `value` for a POSIX shell, safe whatever it holds.
std::string shell_quote(std::string_view value);

/// The lines that `slipher env` prints.
std::string export_lines(const Access& access);

}  // namespace slipher::app
