#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <sstream>

#include "app/config_keys.h"
#include "app/config_load.h"
#include "app/config_print.h"
#include "app/nearest.h"
#include "sql/constructs/construct.h"

namespace slipher::app {
namespace {

std::optional<std::string> no_environment(const std::string&) { return std::nullopt; }

std::string read_file(const std::string& path) {
  std::ifstream in(std::filesystem::path(SLIPHER_SOURCE_DIR) / path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(Config, KeysAreUniqueAndDefaultsAreAllowed) {
  std::set<std::string> names;
  std::set<std::string_view> sections;
  for (const auto& section : config_sections()) sections.insert(section.name);
  for (const auto& key : config_keys()) {
    EXPECT_TRUE(names.insert(key.full_name()).second) << key.full_name();
    EXPECT_TRUE(sections.contains(key.section)) << key.full_name();
    EXPECT_FALSE(key.help.empty()) << key.full_name();
    Config config;
    const auto kept = key.set(config, key.get(Config()));
    EXPECT_TRUE(kept) << key.full_name() << ": " << kept.error().message;
  }
}

TEST(Config, NumbersAreBoundedOnBothSides) {
  for (const auto& key : config_keys()) {
    if (!std::holds_alternative<std::int64_t>(key.get(Config()))) continue;
    Config config;
    EXPECT_TRUE(key.set(config, key.minimum)) << key.full_name();
    EXPECT_EQ(std::get<std::int64_t>(key.get(config)), key.minimum) << key.full_name();
    EXPECT_FALSE(key.set(config, key.minimum - 1)) << key.full_name();
    if (key.maximum == std::numeric_limits<std::int64_t>::max()) continue;
    EXPECT_TRUE(key.set(config, key.maximum)) << key.full_name();
    EXPECT_FALSE(key.set(config, key.maximum + 1)) << key.full_name();
  }
}

TEST(Config, WrongTypesAreRefusedByEveryKey) {
  for (const auto& key : config_keys()) {
    Config config;
    const bool is_bool = std::holds_alternative<bool>(key.get(config));
    const ConfigValue wrong = is_bool ? ConfigValue(std::int64_t{1}) : ConfigValue(true);
    EXPECT_FALSE(key.set(config, wrong)) << key.full_name();
  }
}

TEST(Config, ReadsAFile) {
  Config config;
  const auto mistakes = apply_toml(config, R"(
[server]
listen = ["127.0.0.1:1", "[::1]:2"]
body_bytes = "64 MiB"
[engine]
auto_create = false
warehouses = "only"
[sessions]
busy_wait_milliseconds = 5
[log]
level = "debug"
)",
                                   "a.toml");
  EXPECT_TRUE(mistakes.empty()) << mistakes.front();
  EXPECT_EQ(config.http.listen, (std::vector<std::string>{"127.0.0.1:1", "[::1]:2"}));
  EXPECT_EQ(config.http.body_bytes, 64u * 1024 * 1024);
  EXPECT_FALSE(config.auto_create);
  EXPECT_EQ(config.warehouses, std::vector<std::string>{"only"});
  EXPECT_EQ(config.statements.session_busy_wait, milliseconds(5));
  EXPECT_EQ(config.log.level, "debug");
}

TEST(Config, MistakesNameLineAndNearestKey) {
  Config config;
  const auto mistakes = apply_toml(config, R"([statements]
sql_byte = 5
active = "many"
[sesions]
limit = 1
[log]
level = "loud"
)",
                                   "a.toml");
  ASSERT_EQ(mistakes.size(), 4u);
  const std::string all = mistakes[0] + "\n" + mistakes[1] + "\n" + mistakes[2] + "\n" + mistakes[3];
  for (const char* part : {"a.toml:2: unknown key \"statements.sql_byte\"; did you mean \"statements.sql_bytes\"?",
                           "a.toml:3: statements.active: expected integer",
                           "a.toml:4: unknown section [sesions]; did you mean [sessions]?",
                           "a.toml:7: log.level: \"loud\" is none of trace, debug, info, warn, error, off"}) {
    EXPECT_NE(all.find(part), std::string::npos) << part << "\nin\n" << all;
  }
  const auto broken = apply_toml(config, "[server\n", "a.toml");
  ASSERT_EQ(broken.size(), 1u);
  EXPECT_TRUE(broken[0].starts_with("a.toml:1: ")) << broken[0];
}

TEST(Config, EnvironmentWinsOverDefaults) {
  Config config;
  const auto environment = [](const std::string& name) -> std::optional<std::string> {
    if (name == "SLIPHER_SERVER_LISTEN") return "127.0.0.1:1, 127.0.0.1:2";
    if (name == "SLIPHER_ENGINE_AUTO_CREATE") return "false";
    if (name == "SLIPHER_STATEMENTS_SQL_BYTES") return "1 MiB";
    if (name == "SLIPHER_RESULTS_PAGE_BYTES") return "tiny";
    return std::nullopt;
  };
  const auto mistakes = apply_environment(config, environment);
  ASSERT_EQ(mistakes.size(), 1u);
  EXPECT_TRUE(mistakes[0].starts_with("SLIPHER_RESULTS_PAGE_BYTES: ")) << mistakes[0];
  EXPECT_EQ(config.http.listen, (std::vector<std::string>{"127.0.0.1:1", "127.0.0.1:2"}));
  EXPECT_FALSE(config.auto_create);
  EXPECT_EQ(config.statements.sql_bytes, 1024u * 1024);
}

TEST(Config, KeysAreCheckedTogether) {
  Config config;
  EXPECT_TRUE(check_together(config).empty());
  config.http.key_file = "key.pem";
  config.http.body_bytes = 1;
  config.http.listen.clear();
  EXPECT_EQ(check_together(config).size(), 3u);
}

TEST(Config, PrintsWhatItReads) {
  Config config;
  config.http.listen = {"[::1]:1"};
  config.log.file = "a \"quoted\"\\ name\n";
  Config again;
  const auto mistakes = apply_toml(again, config_toml(config), "printed");
  EXPECT_TRUE(mistakes.empty()) << mistakes.front();
  EXPECT_EQ(config_toml(again), config_toml(config));
  EXPECT_EQ(again.log.file, config.log.file);
}

TEST(Config, MissingFilesAreNamed) {
  const auto config = load_config("/nonexistent/slipher.toml", no_environment);
  ASSERT_FALSE(config);
  EXPECT_NE(config.error().message.find("/nonexistent/slipher.toml"), std::string::npos);
}

TEST(Config, BytesHaveUnits) {
  EXPECT_EQ(*parse_bytes("4096"), 4096);
  EXPECT_EQ(*parse_bytes("64 KiB"), 65536);
  EXPECT_EQ(*parse_bytes("2GiB"), 2ll << 30);
  for (const char* bad : {"", "KiB", "1 kb", "-1", "1.5 MiB", "99999999999 TiB", "99999999999999999999"}) {
    EXPECT_FALSE(parse_bytes(bad)) << bad;
  }
}

TEST(Config, GeneratedFilesAreCurrent) {
  EXPECT_EQ(read_file("docs/configuration.md"), configuration_markdown()) << "run: slipher config docs";
  EXPECT_EQ(read_file("examples/slipher.toml"), sample_toml()) << "run: slipher config sample";
  Config config;
  EXPECT_TRUE(apply_toml(config, read_file("examples/slipher.toml"), "sample").empty());
}

TEST(Compatibility, GeneratedPartIsCurrent) {
  const std::string page = read_file("docs/compatibility.md");
  const auto heading = page.find("\n## SQL\n");
  ASSERT_NE(heading, std::string::npos);
  EXPECT_EQ(page.substr(heading + 1), sql::compatibility_markdown())
      << "run: slipher compatibility --update docs/compatibility.md";
}

TEST(Nearest, CountsEdits) {
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(edit_distance("lisetn", "listen"), 1u);
  EXPECT_EQ(nearest("lisen", {"threads", "listen", "level"}), "listen");
  EXPECT_EQ(nearest("x", {}), "");
}

}  // namespace
}  // namespace slipher::app
