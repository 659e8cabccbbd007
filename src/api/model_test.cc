#include "api/model.h"

#include <boost/json.hpp>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace slipher::api {
namespace {

/// A file of the source tree that this test was built from.
std::string source_file(const std::string& path) {
  std::ifstream file(std::string(SLIPHER_SOURCE_DIR) + "/" + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Model, NamesEveryOperationWithItsMembersAndErrors) {
  const auto model = boost::json::parse(model_json()).as_object().at("services").as_object();
  EXPECT_EQ(model.at("redshift-data").at("operations").as_object().size(), 12u);
  EXPECT_EQ(model.at("secretsmanager").at("operations").as_object().size(), 15u);
  EXPECT_EQ(model.at("sts").at("operations").as_object().size(), 1u);
  const auto& execute = model.at("redshift-data").at("operations").at("ExecuteStatement").as_object();
  EXPECT_EQ(execute.at("input").as_object().size(), 14u);
  EXPECT_EQ(boost::json::serialize(execute.at("input").at("WaitTimeSeconds")),
            R"({"type":"integer","min":1,"max":30})");
  EXPECT_EQ(execute.at("errors").as_array().size(), 6u);
}

TEST(Model, TheDocumentedApiIsCurrent) {
  EXPECT_EQ(source_file("docs/api.md"), model_markdown()) << "run: slipher model --markdown > docs/api.md";
}

}  // namespace
}  // namespace slipher::api
