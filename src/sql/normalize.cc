#include "sql/normalize.h"

#include "sql/normalize_passes.h"
#include "sql/read_tokens.h"

namespace slipher::sql {

Result<Normalized> normalize(std::string_view text, const std::vector<Parameter>& parameters) {
  Result<TokenList> list = read_tokens(text, parameters);
  if (!list) return list.error();
  if (Result<void> done = refuse_extras(*list, text); !done) return done.error();
  rewrite_unnest(*list);
  rewrite_top(*list);
  rewrite_calls(*list);
  if (Result<void> done = rewrite_operators(*list, text); !done) return done.error();
  if (Result<void> done = rewrite_outer_joins(*list, text); !done) return done.error();
  if (Result<void> done = rewrite_hierarchies(*list, text); !done) return done.error();
  rewrite_statements(*list);
  rewrite_column_definitions(*list);
  rewrite_aliases(*list);
  return list->render();
}

}  // namespace slipher::sql
