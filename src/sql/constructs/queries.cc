#include "sql/constructs/families.h"

namespace slipher::sql {
namespace {

using enum Verdict;

constexpr Construct kRows[] = {
    {"SELECT TOP n, MINUS, QUALIFY, EXCLUDE, PIVOT, UNPIVOT, (+) joins, recursive WITH", kExact},
    {"a select list that ends in a comma at the end of the statement", kDiffers, "the comma does not count"},
    {"FROM t, t.items AS item [AT i]", kExact,
     "nested paths and subscripts, `UNPIVOT t.object AS value AT key`, LEFT JOIN of them; what is no array (no object) "
     "gives no rows"},
    {"the outer join operator (+)", kDiffers,
     "only between columns of two tables, in WHERE conditions joined by AND; elsewhere it is refused"},
    {"START WITH, CONNECT BY, PRIOR, LEVEL", kDiffers,
     "over one table or subquery; rows come level by level; a loop runs until the statement is cancelled"},
    {"CONNECT BY over several tables", kNotSupported, "join them in a subquery"},
};

}  // namespace

std::span<const Construct> query_constructs() { return kRows; }

}  // namespace slipher::sql
