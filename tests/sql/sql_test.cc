// Runs every cases/*.test through the warehouse's front door; see README.md.
#include <algorithm>
#include <filesystem>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <string>
#include <unistd.h>
#include <vector>

#include "case_file.h"
#include "cell_text.h"
#include "engine/duckdb/provider.h"
#include "engine/warehouse.h"
#include "objects/object_store.h"

namespace slipher::sql_test {
namespace {

namespace fs = std::filesystem;

std::string joined(const std::vector<std::string>& cells) {
  std::string line;
  for (const auto& cell : cells) line += (line.empty() ? "" : " | ") + cell;
  return line;
}

class SqlTest : public testing::Test {
 public:
  explicit SqlTest(fs::path file) : file_(std::move(file)) {}

  void SetUp() override {
    directory_ =
        fs::temp_directory_path() / ("slipher-sql-" + file_.stem().string() + "-" + std::to_string(::getpid()));
    fs::remove_all(directory_);
    fs::create_directories(directory_ / "buckets" / "bucket");
    objects_ = objects::local_object_store((directory_ / "buckets").string());
    engine::DuckDbSettings settings;
    settings.warehouses_directory = (directory_ / "warehouses").string();
    settings.spill_directory = (directory_ / "spill").string();
    settings.threads = 1;
    provider_ = engine::duckdb_warehouses(settings, *objects_);
    auto warehouse = provider_->find("test");
    ASSERT_TRUE(warehouse) << warehouse.error().message;
    warehouse_ = *warehouse;
  }

  void TearDown() override {
    connections_.clear();
    warehouse_.reset();
    provider_.reset();
    fs::remove_all(directory_);
  }

  void TestBody() override {
    for (const auto& step : read_case_file(file_)) {
      SCOPED_TRACE(file_.string() + ":" + std::to_string(step.line) + ": " + step.sql);
      run(step);
      if (HasFatalFailure()) return;
    }
  }

 private:
  // Each user of a file has one connection; it is opened when he first comes.
  engine::Connection* connection_of(const std::string& user) {
    auto& connection = connections_[user];
    if (!connection) {
      auto opened = warehouse_->connect({.database = "dev", .user = user});
      EXPECT_TRUE(opened) << opened.error().message;
      if (opened) connection = std::move(*opened);
    }
    return connection.get();
  }

  void run(const Step& step) {
    auto* connection = connection_of(step.user);
    ASSERT_NE(connection, nullptr);
    engine::Command command;
    command.text = step.sql;
    auto outcome = connection->execute(command);
    std::vector<std::string> rows;
    std::string error = outcome ? "" : outcome.error().message;
    if (outcome && outcome->stream) {
      if (step.is_query) check_columns(step, *outcome->stream, rows);
      error = drain(*outcome->stream, rows);
    }
    if (step.fails) {
      EXPECT_NE(error, "") << "it should have failed with: " << step.error;
      EXPECT_NE(error.find(step.error), std::string::npos) << "it failed with: " << error;
      return;
    }
    ASSERT_EQ(error, "");
    if (step.is_query) {
      EXPECT_EQ(rows, step.rows);
    }
  }

  void check_columns(const Step& step, engine::ResultStream& stream, std::vector<std::string>& rows) {
    std::vector<std::string> names, types;
    for (const auto& column : stream.columns()) {
      names.push_back(column.name);
      types.emplace_back(engine::type_name(column.type));
    }
    if (step.has_names) rows.push_back(joined(names));
    if (!step.types.empty()) {
      EXPECT_EQ(types, step.types);
    }
  }

  static std::string drain(engine::ResultStream& stream, std::vector<std::string>& rows) {
    const auto columns = stream.columns();
    engine::Chunk chunk;
    for (;;) {
      auto more = stream.next(chunk);
      if (!more) return more.error().message;
      if (!*more) return {};
      for (std::size_t row = 0; row < chunk.rows; row++) {
        std::vector<std::string> cells;
        for (std::size_t i = 0; i < columns.size(); i++) cells.push_back(cell_text(columns[i], chunk.columns[i], row));
        rows.push_back(joined(cells));
      }
    }
  }

  fs::path file_;
  fs::path directory_;
  std::unique_ptr<objects::ObjectStore> objects_;
  std::unique_ptr<engine::WarehouseProvider> provider_;
  std::shared_ptr<engine::Warehouse> warehouse_;
  std::map<std::string, std::unique_ptr<engine::Connection>> connections_;
};

}  // namespace
}  // namespace slipher::sql_test

int main(int argc, char** argv) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(SLIPHER_SQL_CASES)) {
    if (entry.path().extension() == ".test") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    testing::RegisterTest("Sql", file.stem().c_str(), nullptr, nullptr, file.c_str(), __LINE__,
                          [file]() -> testing::Test* { return new slipher::sql_test::SqlTest(file); });
  }
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
