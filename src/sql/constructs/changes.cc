#include "sql/constructs/families.h"

namespace slipher::sql {
namespace {

using enum Verdict;

constexpr Construct kRows[] = {
    {"INSERT, UPDATE, DELETE", kExact, "fewer values than columns, DEFAULT VALUES, FROM, USING, WITH"},
    {"MERGE", kExact, "REMOVE DUPLICATES too; several matches of one row are an error"},
    {"TRUNCATE", kExact, "commits the transaction that it runs in"},
    {"concurrent writers", kDiffers,
     "a writer of rows that another transaction changed waits up to a minute, then fails with `1023 Serializable "
     "isolation violation`; writers of different rows of one table do not wait"},
};

}  // namespace

std::span<const Construct> change_constructs() { return kRows; }

}  // namespace slipher::sql
