#include "engine/duckdb/warehouse_fixture.h"

namespace slipher::engine {
namespace {

std::string numeric_text(Int128 value, int scale) {
  __extension__ using Wide = __int128;
  auto wide = static_cast<Wide>(value.upper) << 64 | static_cast<Wide>(value.lower);
  const bool negative = wide < 0;
  std::string digits;
  do {
    digits.insert(digits.begin(), static_cast<char>('0' + std::abs(static_cast<int>(wide % 10))));
    wide /= 10;
  } while (wide != 0);
  const auto places = static_cast<std::size_t>(scale);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  if (places > 0) digits.insert(digits.size() - places, ".");
  return (negative ? "-" : "") + digits;
}

Int128 widened(std::int64_t value) { return {static_cast<std::uint64_t>(value), value < 0 ? -1 : 0}; }

}  // namespace

std::string cell_text(const Column& column, const Cells& cells, std::size_t row) {
  if (cells.is_null(row)) return "NULL";
  const auto integer = [&](std::int64_t value) {
    return column.type == Type::kNumeric ? numeric_text(widened(value), column.scale) : std::to_string(value);
  };
  switch (cells.layout) {
    case Layout::kBool:
      return cells.at<std::uint8_t>(row) ? "true" : "false";
    case Layout::kInt16:
      return integer(cells.at<std::int16_t>(row));
    case Layout::kInt32:
      return integer(cells.at<std::int32_t>(row));
    case Layout::kInt64:
      return integer(cells.at<std::int64_t>(row));
    case Layout::kInt128:
      return numeric_text(cells.at<Int128>(row), column.scale);
    case Layout::kFloat32:
      return std::to_string(cells.at<float>(row));
    case Layout::kFloat64:
      return std::to_string(cells.at<double>(row));
    case Layout::kText:
      return std::string(cells.at<std::string_view>(row));
  }
  return "?";
}

std::vector<std::string> drain(ResultStream& stream) {
  std::vector<std::string> rows;
  Chunk chunk;
  for (;;) {
    auto more = stream.next(chunk);
    if (!more) {
      rows.push_back(more.error().message);
      return rows;
    }
    if (!*more) return rows;
    for (std::size_t row = 0; row < chunk.rows; ++row) {
      std::string line;
      for (std::size_t i = 0; i < chunk.columns.size(); ++i)
        line += (i ? "|" : "") + cell_text(stream.columns()[i], chunk.columns[i], row);
      rows.push_back(std::move(line));
    }
  }
}

void WarehouseTest::SetUp() {
  directory_ = ::testing::TempDir() + "slipher-engine-" + random_text(12, "abcdefghijklmnopqrstuvwxyz");
  std::filesystem::create_directories(directory_ + "/buckets");
  objects_ = objects::local_object_store(directory_ + "/buckets");
  reopen();
}

void WarehouseTest::TearDown() {
  connection_.reset();
  provider_.reset();
  std::filesystem::remove_all(directory_);
}

void WarehouseTest::reopen(FederatedSettings federated) {
  connection_.reset();
  provider_.reset();
  DuckDbSettings settings;
  settings.warehouses_directory = directory_ + "/warehouses";
  settings.spill_directory = directory_ + "/spill";
  settings.threads = 2;
  settings.federated = std::move(federated);
  provider_ = duckdb_warehouses(settings, *objects_);
  connection_ = connect();
}

std::unique_ptr<Connection> WarehouseTest::connect(const std::string& database) {
  auto found = provider_->find("w");
  if (!found) {
    ADD_FAILURE() << found.error().message;
    return nullptr;
  }
  auto connection = (*found)->connect({database, "awsuser"});
  if (!connection) {
    ADD_FAILURE() << connection.error().message;
    return nullptr;
  }
  return *std::move(connection);
}

std::vector<std::string> WarehouseTest::run(Connection& connection, const std::string& sql) {
  auto outcome = connection.execute({sql, nullptr, "statement"});
  if (!outcome) return {outcome.error().message};
  if (!outcome->stream) return {"rows: " + std::to_string(outcome->rows)};
  return drain(*outcome->stream);
}

void WarehouseTest::must(const std::string& sql) {
  auto outcome = connection_->execute({sql, nullptr, "statement"});
  ASSERT_TRUE(outcome) << sql << "\n" << outcome.error().message;
}

std::string WarehouseTest::error_of(const std::string& sql) {
  auto outcome = connection_->execute({sql, nullptr, "statement"});
  if (!outcome) return outcome.error().message;
  if (outcome->stream) {
    Chunk chunk;
    for (;;) {
      auto more = outcome->stream->next(chunk);
      if (!more) return more.error().message;
      if (!*more) break;
    }
  }
  return "no error";
}

std::vector<Column> WarehouseTest::columns_of(const std::string& sql) {
  auto outcome = connection_->execute({sql, nullptr, "statement"});
  if (!outcome || !outcome->stream) {
    ADD_FAILURE() << sql << (outcome ? "" : outcome.error().message);
    return {};
  }
  return outcome->stream->columns();
}

}  // namespace slipher::engine
