#include "api/patterns.h"

#include <gtest/gtest.h>

namespace slipher::api::patterns {
namespace {

TEST(Patterns, StatementIds) {
  const std::string id = "d9b6c0c9-0000-4000-8000-00000000000a";
  for (const std::string& good : {id, id + ":", id + ":1", id + ":40"}) EXPECT_TRUE(is_statement_id(good)) << good;
  for (const std::string& bad : {std::string(), id.substr(1), id + "0", id + ":123", id + ":x", "D" + id.substr(1),
                                 std::string("d9b6c0c900000-4000-8000-00000000000a"), id + "\n"})
    EXPECT_FALSE(is_statement_id(bad)) << bad;
}

TEST(Patterns, ClusterIdentifiers) {
  for (const char* good : {"a", "a1", "my-cluster-2", "z-9"}) EXPECT_TRUE(is_cluster_identifier(good)) << good;
  for (const char* bad : {"", "1a", "-a", "a-", "a--b", "A", "a_b", "a b", "clusterId", "ä"})
    EXPECT_FALSE(is_cluster_identifier(bad)) << bad;
}

TEST(Patterns, Workgroups) {
  const std::string uuid = "01234567-89ab-cdef-0123-456789abcdef";
  for (const std::string region : {"us-east-1", "us-gov-west-1", "us-iso-east-1", "us-isob-east-1", "eusc-de-east-1"}) {
    EXPECT_TRUE(is_workgroup("arn:aws:redshift-serverless:" + region + ":123456789012:workgroup/" + uuid)) << region;
  }
  for (const char* partition : {"aws-cn", "aws-us-gov"})
    EXPECT_TRUE(is_workgroup("arn:" + std::string(partition) +
                             ":redshift-serverless:eu-west-1:123456789012:workgroup/" + uuid));
  EXPECT_TRUE(is_workgroup("arn:aws:redshift-serverless:us-east-1:123456789012:workgroup/my-group/abc-1"));
  for (const char* good : {"abc", "1-2", "---"}) EXPECT_TRUE(is_workgroup(good)) << good;
  const std::string arn = "arn:aws:redshift-serverless:us-east-1:123456789012:workgroup/" + uuid;
  for (const std::string& bad : {std::string("ab"), std::string(64, 'a'), std::string("Abc"), arn + "0", arn + "/",
                                 arn.substr(0, arn.size() - 1), arn + "/a/b", arn.substr(1), std::string("arn:aws:"),
                                 "arn:aws-:redshift-serverless:us-east-1:123456789012:workgroup/" + uuid,
                                 "arn:aws:redshift:us-east-1:123456789012:workgroup/" + uuid,
                                 "arn:aws:redshift-serverless:us-east:123456789012:workgroup/" + uuid,
                                 "arn:aws:redshift-serverless:us-east-12:123456789012:workgroup/" + uuid,
                                 "arn:aws:redshift-serverless:us-east-1:12345678901:workgroup/" + uuid,
                                 "arn:aws:redshift-serverless:us-east-1:123456789012:cluster/" + uuid})
    EXPECT_FALSE(is_workgroup(bad)) << bad;
}

TEST(Patterns, TheShortOnes) {
  EXPECT_TRUE(is_parameter_name("1") && is_parameter_name("a_B9"));
  EXPECT_FALSE(is_parameter_name("") || is_parameter_name("a-b") || is_parameter_name("ä"));
  EXPECT_TRUE(is_region("us-east-1") && is_region("a-12"));
  EXPECT_FALSE(is_region("us-east-") || is_region("useast1") || is_region("-1") || is_region("us--1") ||
               is_region("US-east-1"));
  EXPECT_TRUE(is_rotation_token("a-Z9"));
  EXPECT_FALSE(is_rotation_token("") || is_rotation_token("a_b"));
  EXPECT_TRUE(is_rotation_duration("12h"));
  EXPECT_FALSE(is_rotation_duration("h") || is_rotation_duration("1") || is_rotation_duration("1hh"));
  EXPECT_TRUE(is_schedule_expression("cron(0 8 1 * ? *)"));
  EXPECT_FALSE(is_schedule_expression("") || is_schedule_expression("a;b"));
  EXPECT_TRUE(is_filter_value("") && is_filter_value("!a b:_@/+=.-"));
  EXPECT_FALSE(is_filter_value("a,b"));
}

}  // namespace
}  // namespace slipher::api::patterns
