#pragma once
#include <filesystem>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <vector>

#include "base/ids.h"
#include "engine/duckdb/provider.h"

namespace slipher::engine {

/// A cell as text, for tests: "NULL", "true", "12", "1.50", "2024-06-12" as days ... as its layout gives it.
std::string cell_text(const Column& column, const Cells& cells, std::size_t row);

/// Rows of a result, each as its cells' texts joined by "|".
std::vector<std::string> drain(ResultStream& stream);

/// A provider on a directory of its own, and shorthands for one connection.
class WarehouseTest : public ::testing::Test {
 protected:
  void SetUp() override;
  void TearDown() override;

  /// Closes everything and opens the directory again.
  void reopen(FederatedSettings federated = {});
  std::shared_ptr<Warehouse> warehouse() { return *provider_->find("w"); }
  std::unique_ptr<Connection> connect(const std::string& database = "dev");

  /// Runs `sql` on `connection`; its rows, or one line with the error, or "rows: n" for a statement without a result.
  std::vector<std::string> run(Connection& connection, const std::string& sql);
  std::vector<std::string> run(const std::string& sql) { return run(*connection_, sql); }
  /// Runs `sql`, which must succeed.
  void must(const std::string& sql);
  /// The error text of a statement that must fail.
  std::string error_of(const std::string& sql);
  std::vector<Column> columns_of(const std::string& sql);

  std::string directory_;
  std::unique_ptr<objects::ObjectStore> objects_;
  std::unique_ptr<WarehouseProvider> provider_;
  std::unique_ptr<Connection> connection_;
};

using Lines = std::vector<std::string>;

}  // namespace slipher::engine
