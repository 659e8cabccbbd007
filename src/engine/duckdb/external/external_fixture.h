#pragma once
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <string>

#include "engine/duckdb/warehouse_fixture.h"

namespace slipher::engine {

/// External tables in the schema "lake", on the bucket "lake".
class ExternalTest : public WarehouseTest {
 protected:
  void SetUp() override {
    WarehouseTest::SetUp();
    must(
        "create external schema lake from data catalog database 'lakedb' iam_role default "
        "create external database if not exists");
    std::filesystem::create_directories(path(""));
  }
  std::string path(const std::string& key) const { return directory_ + "/buckets/lake/" + key; }
  void write(const std::string& key, const std::string& text) {
    std::filesystem::create_directories(std::filesystem::path(path(key)).parent_path());
    std::ofstream(path(key), std::ios::binary) << text;
  }
};

}  // namespace slipher::engine
