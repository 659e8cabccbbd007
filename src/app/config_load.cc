#include "app/config_load.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <toml++/toml.h>

#include "app/config_keys.h"
#include "app/nearest.h"
#include "app/object_store_keys.h"

namespace slipher::app {

namespace {

std::string at(const std::string& file, const toml::source_region& source) {
  return file + ":" + std::to_string(source.begin.line) + ": ";
}

std::string unknown_key(const std::string& name) {
  std::vector<std::string> known;
  for (const auto& key : config_keys()) known.push_back(key.full_name());
  return "unknown key \"" + name + "\"; did you mean \"" + nearest(name, known) + "\"?";
}

std::string unknown_section(const std::string& name) {
  std::vector<std::string> known;
  for (const auto& section : config_sections()) known.emplace_back(section.name);
  return "unknown section [" + name + "]; did you mean [" + nearest(name, known) + "]?";
}

bool is_section(std::string_view name) {
  for (const auto& section : config_sections()) {
    if (section.name == name) return true;
  }
  return false;
}

std::optional<ConfigValue> to_value(const toml::node& node) {
  if (const auto* boolean = node.as_boolean()) return boolean->get();
  if (const auto* integer = node.as_integer()) return integer->get();
  if (const auto* text = node.as_string()) return text->get();
  const auto* array = node.as_array();
  if (!array) return std::nullopt;
  std::vector<std::string> list;
  for (const auto& entry : *array) {
    const auto* text = entry.as_string();
    if (!text) return std::nullopt;
    list.push_back(text->get());
  }
  return list;
}

/// [[object_store]] tables.
void apply_object_stores(Config& config, const toml::node& node, const std::string& file,
                         std::vector<std::string>& mistakes) {
  const auto* entries = node.as_array();
  if (!entries || !entries->is_homogeneous<toml::table>()) {
    mistakes.push_back(at(file, node.source()) + "object_store must be written as [[object_store]]");
    return;
  }
  for (const auto& entry : *entries) {
    ObjectStoreEntry store;
    for (const auto& [name, value] : *entry.as_table()) {
      const auto* text = value.as_string();
      auto done = text ? set_object_store_key(store, name.str(), text->get())
                       : Result<void>(Error(ErrorCode::kValidation,
                                            "object_store." + std::string(name.str()) + ": expected text"));
      if (!done) mistakes.push_back(at(file, value.source()) + done.error().message);
    }
    if (auto whole = check_object_store(store); !whole)
      mistakes.push_back(at(file, entry.source()) + whole.error().message);
    config.object_stores.push_back(std::move(store));
  }
}

void apply_section(Config& config, const std::string& section, const toml::table& table, const std::string& file,
                   std::vector<std::string>& mistakes) {
  for (const auto& [name, node] : table) {
    const auto full_name = section + "." + std::string(name.str());
    const auto* key = find_config_key(full_name);
    if (!key) {
      mistakes.push_back(at(file, name.source()) + unknown_key(full_name));
      continue;
    }
    const auto value = to_value(node);
    if (!value) {
      mistakes.push_back(at(file, node.source()) + full_name + ": expected " + std::string(key->type_name()));
    } else if (auto done = key->set(config, *value); !done) {
      mistakes.push_back(at(file, node.source()) + done.error().message);
    }
  }
}

std::string join(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += (text.empty() ? "" : "\n") + line;
  return text;
}

}  // namespace

Environment process_environment() {
  return [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    return value ? std::optional<std::string>(value) : std::nullopt;
  };
}

std::vector<std::string> apply_toml(Config& config, const std::string& text, const std::string& file) {
  std::vector<std::string> mistakes;
  try {
    const toml::table root = toml::parse(text, file);
    for (const auto& [name, node] : root) {
      const std::string section(name.str());
      if (section == kObjectStoreSection) {
        apply_object_stores(config, node, file, mistakes);
        continue;
      }
      const auto* table = node.as_table();
      if (table && is_section(section)) {
        apply_section(config, section, *table, file, mistakes);
      } else {
        mistakes.push_back(at(file, name.source()) + (table ? unknown_section(section) : unknown_key(section)));
      }
    }
  } catch (const toml::parse_error& error) {
    mistakes.push_back(at(file, error.source()) + std::string(error.description()));
  }
  return mistakes;
}

std::vector<std::string> apply_environment(Config& config, const Environment& environment) {
  std::vector<std::string> mistakes;
  for (const auto& key : config_keys()) {
    const auto name = key.environment_name();
    const auto text = environment(name);
    if (!text) continue;
    if (auto done = key.set_text(config, *text); !done) mistakes.push_back(name + ": " + done.error().message);
  }
  return mistakes;
}

std::vector<std::string> check_together(const Config& config) {
  std::vector<std::string> mistakes;
  if (config.http.certificate_file.empty() != config.http.key_file.empty()) {
    mistakes.emplace_back("tls.certificate_file and tls.key_file must be set together");
  }
  if (config.http.listen.empty()) mistakes.emplace_back("server.listen must name at least one address");
  if (config.http.body_bytes < config.statements.sql_bytes) {
    mistakes.emplace_back("server.body_bytes must not be smaller than statements.sql_bytes");
  }
  if (config.http.arriving_bytes < config.http.body_bytes) {
    mistakes.emplace_back("server.arriving_bytes must not be smaller than server.body_bytes");
  }
  return mistakes;
}

Result<Config> load_config(const std::string& file, const Environment& environment) {
  Config config;
  std::vector<std::string> mistakes;
  if (!file.empty()) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    if (!in) return Error(ErrorCode::kValidation, "cannot read the configuration file " + file);
    mistakes = apply_toml(config, text.str(), file);
  }
  for (auto& mistake : apply_environment(config, environment)) mistakes.push_back(std::move(mistake));
  if (mistakes.empty()) mistakes = check_together(config);
  if (!mistakes.empty()) return Error(ErrorCode::kValidation, join(mistakes));
  return config;
}

}  // namespace slipher::app
