#include "sql/normalize_passes.h"
#include "sql/token_cursor.h"

namespace slipher::sql {

Result<void> rewrite_outer_joins(TokenList& list, std::string_view original) {
  for (TokenList::Id id = list.first(); id != TokenList::kEnd; id = list.next(id)) {
    const bool plus = list.is(id, "+") && list.is(list.previous(id), "(") && list.is(list.next(id), ")");
    if (plus) return sql_error("the outer join operator (+) is not supported here", original, list.offset(id));
  }
  return {};
}

}  // namespace slipher::sql
