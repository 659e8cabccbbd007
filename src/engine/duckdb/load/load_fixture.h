#pragma once
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <string>

#include "duckdb.hpp"
#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/load/load.h"
#include "engine/duckdb/own_catalog.h"
#include "engine/duckdb/session_context.h"
#include "objects/object_store.h"

namespace slipher::engine {

/// For tests: a session on an in-memory database "dev", and a bucket "bkt".
class LoadFixture : public ::testing::Test {
 protected:
  LoadFixture() {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    top_ = std::filesystem::path(::testing::TempDir()) / (std::string(info->test_suite_name()) + "_" + info->name());
    std::filesystem::remove_all(top_);
    std::filesystem::create_directories(top_ / "bkt");
    objects_ = objects::local_object_store(top_.string());
    register_declared_types(*database_.instance);
    register_load_functions(*database_.instance);
    query("ATTACH ':memory:' AS dev");
    prepare_database(connection_, "dev");
    query("USE dev.public");
    session_.connection = &connection_;
    session_.database = "dev";
    session_.objects = objects_.get();
    session_.translate_query = [](std::string_view text) -> Result<std::string> { return std::string(text); };
  }
  ~LoadFixture() override { std::filesystem::remove_all(top_); }

  void write(const std::string& key, const std::string& text) {
    std::filesystem::create_directories((top_ / "bkt" / key).parent_path());
    std::ofstream(top_ / "bkt" / key, std::ios::binary) << text;
  }
  std::string read(const std::string& key) {
    std::ostringstream text;
    text << std::ifstream(top_ / "bkt" / key, std::ios::binary).rdbuf();
    return text.str();
  }
  std::vector<std::string> keys(const std::string& prefix = "") {
    std::vector<std::string> keys;
    const auto objects = objects_->list("bkt", prefix);
    EXPECT_TRUE(objects);
    if (objects)
      for (const auto& object : *objects) keys.push_back(object.key);
    return keys;
  }

  /// Runs SQL of the engine; the rows as text: fields joined by |, rows by /, NULL as ~.
  std::string query(const std::string& text) {
    const auto result = connection_.Query(text);
    EXPECT_FALSE(result->HasError()) << text << ": " << result->GetError();
    if (result->HasError()) return "failed";
    std::string out;
    for (idx_t row = 0; row < result->RowCount(); ++row) {
      if (row > 0) out += "/";
      for (idx_t column = 0; column < result->ColumnCount(); ++column) {
        const auto value = result->GetValue(column, row);
        out += (column > 0 ? "|" : "") + (value.IsNull() ? "~" : value.ToString());
      }
    }
    return out;
  }

  /// Runs a statement inside a transaction, as a connection does; its rows, or its error's text.
  std::string run(const std::string& statement) {
    connection_.BeginTransaction();
    const auto result = statement.starts_with("copy") ? copy(statement) : unload(statement);
    if (!result) {
      connection_.Rollback();
      return result.error().message;
    }
    connection_.Commit();
    return std::to_string(*result);
  }
  Result<std::int64_t> copy(const std::string& statement) {
    const auto parsed = sql::parse_copy(statement);
    return parsed ? run_copy(session_, *parsed) : Result<std::int64_t>(parsed.error());
  }
  Result<std::int64_t> unload(const std::string& statement) {
    const auto parsed = sql::parse_unload(statement);
    return parsed ? run_unload(session_, *parsed) : Result<std::int64_t>(parsed.error());
  }

  std::filesystem::path top_;
  std::unique_ptr<objects::ObjectStore> objects_;
  ::duckdb::DuckDB database_{nullptr};
  ::duckdb::Connection connection_{database_};
  SessionContext session_;
};

}  // namespace slipher::engine
