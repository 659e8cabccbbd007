#include "app/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <functional>
#include <iostream>

#include "api/model.h"
#include "app/cli/commands.h"
#include "app/config_print.h"
#include "sql/constructs/construct.h"

namespace slipher::app {

namespace {

constexpr const char* kVersion = "0.1.0";

/// What was asked for; set by the callbacks of the subcommands.
using Command = std::function<int()>;

void add_common(CLI::App& command, CommonOptions& options) {
  command.add_option("--config", options.config_file, "TOML file (docs/configuration.md)");
  command.add_option("--data-dir", options.data_directory, "data directory (default ./slipher-data)");
}

int print(const std::string& text) {
  std::cout << text << std::flush;
  return std::cout ? 0 : 1;
}

void add_serve(CLI::App& root, ServeOptions& options, Command& chosen) {
  auto* command = root.add_subcommand("serve", "run the server");
  add_common(*command, options.common);
  command->add_option("--listen", options.listen, "HOST:PORT (default 127.0.0.1:8439); port 0 takes a free one");
  command->callback([&] { chosen = [&] { return run_serve(options); }; });
}

void add_env(CLI::App& root, CommonOptions& options, Command& chosen) {
  auto* command = root.add_subcommand("env", "print export lines for AWS clients: eval \"$(slipher env)\"");
  add_common(*command, options);
  command->callback([&] { chosen = [&] { return run_env(options); }; });
}

void add_sql(CLI::App& root, SqlOptions& options, Command& chosen) {
  auto* command = root.add_subcommand("sql", "run SQL on a server and print the results");
  add_common(*command, options.common);
  auto* texts = command->add_option("-c,--command", options.texts, "SQL to run; may be repeated");
  command->add_option("-f,--file", options.file, "file of SQL; neither -c nor -f reads standard input")
      ->excludes(texts);
  auto* cluster = command->add_option("--cluster", options.cluster, "ClusterIdentifier (default \"default\")");
  command->add_option("--workgroup", options.workgroup, "WorkgroupName")->excludes(cluster);
  command->add_option("--database", options.database, "database (default dev)");
  command->add_option("--format", options.format, "how results are printed")
      ->check(CLI::IsMember({"table", "csv", "json", "jsonl"}));
  command->add_option("--param", options.parameters, "name=value for :name in the SQL; may be repeated")
      ->allow_extra_args(false);
  command->add_option("--ca-file", options.ca_file, "PEM file of certificates to trust, for https");
  command->callback([&] { chosen = [&] { return run_sql(options); }; });
}

void add_keys(CLI::App& root, KeysOptions& options, Command& chosen) {
  auto* keys = root.add_subcommand("keys", "access keys of users");
  keys->require_subcommand(1);
  auto* create = keys->add_subcommand("create", "make a key; its secret is shown this once");
  add_common(*create, options.common);
  create->add_option("user", options.user, "user name")->required();
  create->add_flag("--admin", options.is_administrator, "the user sees everybody's statements");
  create->callback([&] { chosen = [&] { return run_keys_create(options); }; });
  auto* list = keys->add_subcommand("list", "list the keys, without secrets");
  add_common(*list, options.common);
  list->callback([&] { chosen = [&] { return run_keys_list(options); }; });
  auto* revoke = keys->add_subcommand("revoke", "make a key invalid");
  add_common(*revoke, options.common);
  revoke->add_option("access-key-id", options.access_key_id, "the key")->required();
  revoke->callback([&] { chosen = [&] { return run_keys_revoke(options); }; });
}

void add_config(CLI::App& root, CommonOptions& options, std::string& file, Command& chosen) {
  auto* config = root.add_subcommand("config", "the configuration");
  config->require_subcommand(1);
  auto* check = config->add_subcommand("check", "report every mistake of a configuration file");
  check->add_option("file,--config", file, "TOML file")->required();
  check->callback([&] { chosen = [&] { return run_config_check(file); }; });
  auto* show = config->add_subcommand("print", "print what is in force: file, environment, defaults");
  add_common(*show, options);
  show->callback([&] { chosen = [&] { return run_config_print(options); }; });
  config->add_subcommand("sample", "print examples/slipher.toml")->callback([&] {
    chosen = [] { return print(sample_toml()); };
  });
  config->add_subcommand("docs", "print docs/configuration.md")->callback([&] {
    chosen = [] { return print(configuration_markdown()); };
  });
}

}  // namespace

int run_command_line(int argc, char** argv) {
  CLI::App root("Slipher: the Amazon Redshift Data API on a server of your own.", "slipher");
  root.require_subcommand(1);
  root.set_version_flag("--version", std::string("slipher ") + kVersion);
  Command chosen;
  ServeOptions serve;
  CommonOptions env;
  SqlOptions sql;
  KeysOptions keys;
  CommonOptions config;
  std::string config_file;
  add_serve(root, serve, chosen);
  add_env(root, env, chosen);
  add_sql(root, sql, chosen);
  add_keys(root, keys, chosen);
  add_config(root, config, config_file, chosen);
  auto* model = root.add_subcommand("model", "print the declared API as JSON");
  bool markdown = false;
  model->add_flag("--markdown", markdown, "as docs/api.md");
  model->callback([&] { chosen = [&] { return print(markdown ? api::model_markdown() : api::model_json() + "\n"); }; });
  auto* compatibility = root.add_subcommand("compatibility", "print what Redshift SQL is supported, as Markdown");
  std::string page;
  compatibility->add_option("--update", page, "rewrite the SQL part of this page (docs/compatibility.md) instead");
  compatibility->callback([&] {
    chosen = [&] { return page.empty() ? print(sql::compatibility_markdown()) : run_update_compatibility(page); };
  });
  root.add_subcommand("version", "print the version")->callback([&] {
    chosen = [] { return print(std::string("slipher ") + kVersion + "\n"); };
  });
  try {
    root.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return root.exit(error) == 0 ? 0 : 2;
  }
  try {
    return chosen();
  } catch (const std::exception& failure) {
    return fail(failure.what());
  }
}

}  // namespace slipher::app
