#include "app/cli/settings.h"

#include "app/account.h"
#include "app/config_load.h"
#include "app/files.h"

namespace slipher::app {

Result<Config> effective_config(const CommonOptions& options) {
  auto config = load_config(options.config_file, process_environment());
  if (config && !options.data_directory.empty()) config->data_directory = options.data_directory;
  return config;
}

Result<Access> local_access(const CommonOptions& options) {
  const auto config = effective_config(options);
  if (!config) return config.error();
  const auto& directory = config->data_directory;
  if (!exists(directory + "/endpoint")) {
    return Error(ErrorCode::kInternal, "no server runs on the data directory " + directory +
                                           " (start one: slipher serve --data-dir " + directory + ")");
  }
  auto url = read_file(directory + "/endpoint");
  if (!url) return url.error();
  while (!url->empty() && (url->back() == '\n' || url->back() == '\r')) url->pop_back();
  auto key = read_root_key(directory);
  if (!key) return key.error();
  return Access{*std::move(url), config->region, *std::move(key)};
}

Result<Access> client_access(const CommonOptions& options) {
  const auto environment = process_environment();
  const auto url = environment("AWS_ENDPOINT_URL");
  const auto id = environment("AWS_ACCESS_KEY_ID");
  const auto secret = environment("AWS_SECRET_ACCESS_KEY");
  if (!options.data_directory.empty() || !options.config_file.empty() || !url || !id || !secret) {
    return local_access(options);
  }
  Access access{*url, "us-east-1", {*id, *secret, "", false}};
  for (const char* name : {"AWS_DEFAULT_REGION", "AWS_REGION"}) {
    if (const auto region = environment(name); region && !region->empty()) access.region = *region;
  }
  return access;
}

std::string shell_quote(std::string_view value) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:@%+=,";
  if (!value.empty() && value.find_first_not_of(kPlain) == std::string_view::npos) return std::string(value);
  std::string out = "'";
  for (const char c : value) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

std::string export_lines(const Access& access) {
  std::string out;
  for (const auto& [name, value] : {std::pair<const char*, std::string>{"AWS_ENDPOINT_URL", access.url},
                                    {"AWS_ACCESS_KEY_ID", access.key.access_key_id},
                                    {"AWS_SECRET_ACCESS_KEY", access.key.secret_access_key},
                                    {"AWS_REGION", access.region},
                                    {"AWS_DEFAULT_REGION", access.region}}) {
    out += std::string("export ") + name + "=" + shell_quote(value) + "\n";
  }
  return out;
}

}  // namespace slipher::app
