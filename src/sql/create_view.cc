#include "sql/create_view.h"

#include "sql/parsers.h"
#include "sql/table_clauses.h"

namespace slipher::sql {

CreateView parse_create_view(TokenCursor& cursor) {
  CreateView view;
  view.if_not_exists = accept_if_not_exists(cursor);
  view.name = cursor.qualified_name();
  if (cursor.at("(")) view.columns = cursor.name_list();
  cursor.expect("as");
  const std::size_t mark = cursor.mark();
  const auto at_late_binding = [&] {
    return cursor.at("with") && cursor.at("no", 1) && cursor.at("schema", 2) && cursor.at("binding", 3);
  };
  while (!cursor.at_end() && !at_late_binding()) cursor.take();
  view.query = cursor.span_from(mark);
  view.late_binding = cursor.accept("with", "no", "schema", "binding");
  return view;
}

CreateMaterializedView parse_create_materialized_view(TokenCursor& cursor) {
  CreateMaterializedView view;
  view.name = cursor.qualified_name();
  if (cursor.at("(")) view.columns = cursor.name_list();
  while (true) {
    if (cursor.accept("auto", "refresh")) {
      view.auto_refresh = parse_yes_or_no(cursor);
    } else if (!accept_table_attribute(cursor, view.attributes)) {
      break;
    }
  }
  check_distribution(cursor, view.attributes);
  cursor.expect("as");
  view.query = cursor.rest();
  return view;
}

}  // namespace slipher::sql
