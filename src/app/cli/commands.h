#pragma once
#include <string>
#include <utility>
#include <vector>

namespace slipher::app {

/// Options of every command that needs a server's settings.
struct CommonOptions {
  std::string config_file;
  std::string data_directory;  // "" = from the configuration
};

struct ServeOptions {
  CommonOptions common;
  std::vector<std::string> listen;
};

struct SqlOptions {
  CommonOptions common;
  std::vector<std::string> texts;  // -c
  std::string file;                // -f; "" and no texts = standard input
  std::string cluster;
  std::string workgroup;
  std::string database = "dev";
  std::string format = "table";
  std::vector<std::string> parameters;  // name=value
  std::string ca_file;
};

struct KeysOptions {
  CommonOptions common;
  std::string user;
  bool is_administrator = false;
  std::string access_key_id;
};

// Each runs one command, prints, and returns the exit status.
int run_serve(const ServeOptions& options);
int run_env(const CommonOptions& options);
int run_sql(const SqlOptions& options);
int run_keys_create(const KeysOptions& options);
int run_keys_list(const KeysOptions& options);
int run_keys_revoke(const KeysOptions& options);
int run_config_check(const std::string& file);
int run_config_print(const CommonOptions& options);
/// Replaces what follows the heading "## SQL" of docs/compatibility.md.
int run_update_compatibility(const std::string& file);

/// Prints "slipher: TEXT" to standard error; returns 1.
int fail(const std::string& text);

}  // namespace slipher::app
