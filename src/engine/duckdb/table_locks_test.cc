#include "engine/duckdb/table_locks.h"

#include <gtest/gtest.h>

namespace slipher::engine {
namespace {

const TableLocks::Table kTable{"dev", "public", "t"};
const TableLocks::Table kOther{"dev", "public", "u"};

TEST(TableLocks, OneAtATime) {
  TableLocks locks;
  EXPECT_FALSE(locks.any());
  EXPECT_TRUE(locks.lock(kTable, 1));
  EXPECT_TRUE(locks.lock(kTable, 1)) << "its own";
  EXPECT_TRUE(locks.any());
  EXPECT_FALSE(locks.lock(kTable, 2));
  EXPECT_TRUE(locks.lock(kOther, 2));
  EXPECT_FALSE(locks.use(kTable, 2, true));
  EXPECT_FALSE(locks.use(kTable, 2, false));
  EXPECT_TRUE(locks.use(kTable, 1, true));
  locks.release(1);
  EXPECT_TRUE(locks.any()) << "the other one's";
  EXPECT_TRUE(locks.use(kTable, 2, true));
  locks.release(2);
  EXPECT_FALSE(locks.any());
}

TEST(TableLocks, ALockWaitsForWriters) {
  TableLocks locks;
  EXPECT_TRUE(locks.use(kTable, 1, true));
  EXPECT_TRUE(locks.use(kTable, 2, true));
  EXPECT_TRUE(locks.use(kTable, 3, false));
  EXPECT_FALSE(locks.lock(kTable, 1));
  locks.release(2);
  EXPECT_TRUE(locks.lock(kTable, 1));
  locks.release(1);
  EXPECT_TRUE(locks.lock(kTable, 4));
}

}  // namespace
}  // namespace slipher::engine
