#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "statements/testing/service_fixture.h"

namespace slipher::statements::testing {
namespace {

using store::StatementState;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class Results : public ServiceTest {
 protected:
  Results() { limits_.inline_result_bytes = 64; }
  std::vector<std::string> files() const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory_)) {
      if (entry.is_regular_file()) found.push_back(entry.path().string());
    }
    return found;
  }
  /// All pages, joined as they lie in `Records`.
  std::string fetch_all(const std::string& id, bool csv, std::size_t* pages = nullptr) {
    std::string all;
    std::size_t number = 0;
    while (true) {
      const auto part = page(id, number, csv);
      EXPECT_TRUE(part) << part.error().message;
      if (!part) return all;
      all += (number ? "," : "") + part->records_json;
      if (pages) *pages = number + 1;
      if (!part->next_page) return all;
      number = *part->next_page;
    }
  }
};

TEST_F(Results, LargeOnesArePagedFromAFile) {
  limits_.page_bytes = 1000;
  start();
  const auto record = run(submission({"select 500"}));
  ASSERT_EQ(files().size(), 1U);
  EXPECT_THAT(files()[0], EndsWith("/00/" + record.id));
  std::size_t pages = 0;
  const auto all = fetch_all(record.id, false, &pages);
  EXPECT_GT(pages, 8U);
  std::string expected;
  for (int i = 0; i < 500; ++i) {
    expected += (i ? "," : "") + ("[{\"longValue\":" + std::to_string(i)) + "}]";
  }
  EXPECT_EQ(all, expected);
  EXPECT_EQ(page(record.id, pages).error().code, ErrorCode::kValidation);
  EXPECT_EQ(static_cast<std::size_t>(record.subs[0].result_bytes), expected.size() - (pages - 1));
}

TEST_F(Results, SmallOnesTouchNoFile) {
  start();
  const auto record = run(submission({"select 2"}));
  EXPECT_TRUE(files().empty());
  EXPECT_EQ(page(record.id)->total_rows, 2);
}

TEST_F(Results, EmptyOneHasColumnsAndNoRows) {
  start();
  const auto record = run(submission({"select 0"}));
  EXPECT_TRUE(record.has_result_set);
  const auto rows = page(record.id);
  EXPECT_EQ(rows->records_json, "");
  EXPECT_EQ(rows->total_rows, 0);
  EXPECT_EQ(rows->columns.size(), 1U);
}

TEST_F(Results, CsvComesInChunks) {
  limits_.page_bytes = 100;
  limits_.csv_chunks_per_page = 2;
  start();
  auto made = submission({"select 100"});
  made.csv = true;
  const auto record = run(std::move(made));
  EXPECT_EQ(page(record.id).error().code, ErrorCode::kValidation);
  std::size_t pages = 0;
  const auto all = fetch_all(record.id, true, &pages);
  EXPECT_GT(pages, 2U);
  EXPECT_THAT(all, StartsWith(R"({"CSVRecords":"n\r\n0\r\n1\r\n)"));
  EXPECT_THAT(all, EndsWith(R"(99\r\n"})"));
  const auto json = run(submission({"select 1"}));
  EXPECT_EQ(page(json.id, 0, true).error().code, ErrorCode::kValidation);
}

TEST_F(Results, LimitsFailTheStatement) {
  limits_.result_bytes = 2000;
  start();
  EXPECT_EQ(run(submission({"select 50"})).state, StatementState::kFinished);
  const auto record = run(submission({"select 500"}));
  EXPECT_EQ(record.state, StatementState::kFailed);
  EXPECT_EQ(record.error, "ERROR: Database response exceeded size limit");
  EXPECT_EQ(files().size(), 1U);
}

TEST_F(Results, LongRowFailsTheStatement) {
  limits_.row_bytes = 18;
  start();
  EXPECT_EQ(run(submission({"select 10"})).state, StatementState::kFinished);
  EXPECT_THAT(run(submission({"select 5000"})).error, StartsWith("ERROR: Packet for query is too large"));
}

TEST_F(Results, ExpireWhileTheStatementStays) {
  limits_.result_retention = seconds(1000);
  limits_.statement_retention = seconds(5000);
  start();
  const auto record = run(submission({"select 500"}));
  const auto small = run(submission({"select 1"}));
  ASSERT_EQ(files().size(), 1U);
  pass(seconds(1001));
  const auto expired = page(record.id);
  EXPECT_EQ(expired.error().code, ErrorCode::kValidation);
  EXPECT_EQ(expired.error().message, "Could not retrieve the query result as it has expired after 1700001000.");
  EXPECT_TRUE(eventually([&] { return files().empty() && store_.find_statement(small.id)->value().result_expired; }));
  EXPECT_EQ(page(small.id).error().code, ErrorCode::kValidation);
  EXPECT_EQ(describe(record.id)->record->subs[0].result_rows, 500);
  pass(seconds(5001));
  EXPECT_TRUE(eventually([&] { return !describe(record.id); }));
}

TEST_F(Results, DamagedPageIsAClearError) {
  start();
  const auto record = run(submission({"select 500"}));
  {
    std::fstream file(files()[0], std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(40);
    file.put('#');
  }
  const auto rows = page(record.id);
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().code, ErrorCode::kInternal);
  EXPECT_THAT(rows.error().message, HasSubstr("The stored result is damaged: page 0 of"));
  const auto other = run(submission({"select 500"}));
  std::filesystem::resize_file(files()[0] == directory_ + "/00/" + other.id ? files()[0] : files()[1], 100);
  EXPECT_THAT(page(other.id).error().message, HasSubstr("The stored result is damaged: the end of"));
  const auto lost = run(submission({"select 500"}));
  std::filesystem::remove(directory_ + "/00/" + lost.id);
  EXPECT_THAT(page(lost.id).error().message, HasSubstr("cannot open"));
}

TEST_F(Results, UnwritableDirectoryFailsTheStatementOnly) {
  start();
  std::filesystem::remove_all(directory_);
  std::ofstream(directory_) << "in the way";
  const auto record = run(submission({"select 500"}));
  EXPECT_EQ(record.state, StatementState::kFailed);
  EXPECT_THAT(record.error, StartsWith("ERROR: the result cannot be stored: Not a directory"));
  EXPECT_EQ(run(submission({"select 1"})).state, StatementState::kFinished);
  std::filesystem::remove(directory_);
}

TEST_F(Results, OrphansAreRemovedAtStart) {
  start();
  const auto record = run(submission({"select 500"}));
  clock_.advance(std::chrono::duration_cast<microseconds>(std::chrono::hours(24 * 365 * 20)));  // files are older now
  limits_.result_retention = seconds(0);
  service_.reset();
  std::filesystem::create_directories(directory_ + "/zz");
  std::ofstream(directory_ + "/zz/zz000000-0000-4000-8000-000000000001") << "half a result";
  start();
  EXPECT_TRUE(eventually([&] { return files().size() == 1; }));
  EXPECT_THAT(files()[0], EndsWith(record.id));
}

}  // namespace
}  // namespace slipher::statements::testing
