#include "statements/page_limits.h"

#include <fmt/format.h>

namespace slipher::statements {

Error SizeGuard::error() const {
  if (row_too_large()) {
    return Error(ErrorCode::kSql,
                 fmt::format("ERROR: Packet for query is too large ({} > {}). You can change this value "
                             "by setting results.max_row_bytes.",
                             last_row_, row_bytes_));
  }
  return Error(ErrorCode::kSql, "ERROR: Database response exceeded size limit");
}

}  // namespace slipher::statements
