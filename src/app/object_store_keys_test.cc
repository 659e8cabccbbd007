#include "app/object_store_keys.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/config_print.h"

namespace slipher::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::optional<std::string> no_variables(const std::string&) { return std::nullopt; }

TEST(ObjectStoreConfig, IsReadTableByTable) {
  Config config;
  const auto mistakes = apply_toml(config, R"(
[[object_store]]
bucket = "logs-*"
endpoint = "http://127.0.0.1:9000"
region = "eu-west-1"
addressing = "virtual"
access_key_id = "AKID"
secret_access_key = "hush"
session_token = "token"
[[object_store]]
bucket = "public"
)",
                                   "f");
  EXPECT_THAT(mistakes, ElementsAre());
  const auto rules = bucket_rules(config.object_stores, no_variables);
  ASSERT_TRUE(rules);
  ASSERT_EQ(rules->size(), 2U);
  const auto& logs = rules->front();
  EXPECT_EQ(logs.bucket, "logs-*");
  EXPECT_EQ(logs.settings.endpoint, "http://127.0.0.1:9000");
  EXPECT_EQ(logs.settings.addressing, objects::Addressing::kVirtualHost);
  EXPECT_EQ(logs.settings.credentials->secret_access_key, "hush");
  EXPECT_EQ(logs.settings.credentials->session_token, "token");
  EXPECT_FALSE(rules->back().settings.credentials);
}

TEST(ObjectStoreConfig, NamesMistakes) {
  const auto first = [](const std::string& text) {
    Config config;
    const auto mistakes = apply_toml(config, text, "f");
    return mistakes.empty() ? std::string() : mistakes.front();
  };
  EXPECT_THAT(first("[object_store]\nbucket = 'x'"), HasSubstr("must be written as [[object_store]]"));
  EXPECT_THAT(first("[[object_store]]\nbuckets = 'x'"), HasSubstr("did you mean \"object_store.bucket\""));
  EXPECT_THAT(first("[[object_store]]\nbucket = 1"), HasSubstr("object_store.bucket: expected text"));
  EXPECT_THAT(first("[[object_store]]\nregion = 'x'"), HasSubstr("bucket: it must not be empty"));
  EXPECT_THAT(first("[[object_store]]\nbucket = 'x'\naddressing = 'no'"), HasSubstr("none of auto, path, virtual"));
  EXPECT_THAT(first("[[object_store]]\nbucket = 'x'\nendpoint = 'host'"), HasSubstr("must begin with https://"));
  EXPECT_THAT(first("[[object_store]]\nbucket = 'x'\nendpoint = 'http://h/p'"), HasSubstr("must not have a path"));
  EXPECT_THAT(first("[[object_store]]\nbucket = 'x'\naccess_key_id = 'a'"), HasSubstr("no secret access key"));
  EXPECT_THAT(first("[[object_store]]\nbucket = 'x'\nsecret_access_key = 'a'"), HasSubstr("access_key_id is missing"));
}

TEST(ObjectStoreConfig, TakesTheSecretFromAFileOrAVariable) {
  const auto path = ::testing::TempDir() + "object_store_secret";
  std::ofstream(path) << "from file\n";
  std::vector<ObjectStoreEntry> entries(2);
  for (auto& entry : entries) entry.access_key_id = "AKID";
  entries[0].secret_access_key_file = path;
  entries[1].secret_access_key_variable = "SECRET";
  const auto rules = bucket_rules(entries, [](const std::string& name) {
    return name == "SECRET" ? std::optional<std::string>("from variable") : std::nullopt;
  });
  ASSERT_TRUE(rules);
  EXPECT_EQ(rules->at(0).settings.credentials->secret_access_key, "from file");
  EXPECT_EQ(rules->at(1).settings.credentials->secret_access_key, "from variable");
  const auto missing = bucket_rules(entries, no_variables);
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().message, HasSubstr("no variable SECRET"));
}

TEST(ObjectStoreConfig, PrintsNoSecret) {
  Config config;
  config.object_stores.emplace_back();
  config.object_stores.back().bucket = "logs";
  config.object_stores.back().secret_access_key = "hush";
  const auto text = config_toml(config);
  EXPECT_THAT(text, HasSubstr("[[object_store]]\nbucket = \"logs\""));
  EXPECT_THAT(text, HasSubstr("# secret_access_key is set, and not shown"));
  EXPECT_THAT(text, Not(HasSubstr("hush")));
}

}  // namespace
}  // namespace slipher::app
