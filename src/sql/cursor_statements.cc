#include "sql/cursor_statements.h"

#include "sql/parsers.h"

namespace slipher::sql {

DeclareCursor parse_declare_cursor(TokenCursor& cursor) {
  DeclareCursor declare{cursor.identifier(), {}};
  // PostgreSQL's options mean nothing for a cursor that only goes forward over a result that does not change.
  while (cursor.accept("binary") || cursor.accept("insensitive") || cursor.accept("no", "scroll") ||
         cursor.accept("scroll")) {
  }
  cursor.expect("cursor");
  if (!cursor.accept("with", "hold")) cursor.accept("without", "hold");
  cursor.expect("for");
  declare.query = cursor.rest();
  return declare;
}

FetchRows parse_fetch(TokenCursor& cursor) {
  FetchRows fetch{{}, 1};
  // "FETCH FROM next": a direction is one only when something follows it.
  const bool named_only = cursor.peek(1).kind == TokenKind::kEnd;
  if (!named_only && cursor.accept("all")) {
    fetch.rows.reset();
  } else if (!named_only && cursor.accept("forward")) {
    if (cursor.accept("all")) {
      fetch.rows.reset();
    } else if (cursor.peek().kind == TokenKind::kNumber) {
      fetch.rows = cursor.integer();
    }
  } else if (!named_only && cursor.peek().kind == TokenKind::kNumber) {
    fetch.rows = cursor.integer();
  } else if (!named_only) {
    cursor.accept("next");
  }
  if (!cursor.accept("from")) cursor.accept("in");
  fetch.cursor = cursor.identifier();
  return fetch;
}

CloseCursor parse_close(TokenCursor& cursor) {
  if (cursor.accept("all")) return {{}, true};
  return {cursor.identifier(), false};
}

}  // namespace slipher::sql
