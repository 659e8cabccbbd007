#include "sql/constructs/families.h"

namespace slipher::sql {
namespace {

using enum Verdict;

constexpr Construct kRows[] = {
    {"pg_catalog, information_schema", kDiffers, "as far as the embedded engine has them"},
};

}  // namespace

std::span<const Construct> catalog_constructs() { return kRows; }

}  // namespace slipher::sql
