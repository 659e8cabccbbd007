#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "sql/token_cursor.h"

namespace slipher::sql {

/// DECLARE name CURSOR FOR query.
struct DeclareCursor {
  std::string name;
  Span query;
};
/// FETCH [NEXT | ALL | FORWARD [n | ALL]] FROM name.
struct FetchRows {
  std::string cursor;
  std::optional<std::int64_t> rows;  // nothing = all that are left
};
/// CLOSE name | ALL.
struct CloseCursor {
  std::string name;
  bool all = false;
};

}  // namespace slipher::sql
