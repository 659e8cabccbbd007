#include "sql/parsers.h"

namespace slipher::sql {
Tree parse_create(TokenCursor& cursor) {
  const bool or_replace = cursor.accept("or", "replace");
  if (!cursor.accept("local")) cursor.accept("global");
  const bool temporary = cursor.accept("temporary") || cursor.accept("temp");
  if (!or_replace && cursor.accept("table")) return parse_create_table(cursor, temporary);
  if (cursor.accept("view")) {
    CreateView view = parse_create_view(cursor);
    view.or_replace = or_replace;
    view.temporary = temporary;
    return view;
  }
  if (!temporary && cursor.accept("function")) return parse_create_function(cursor, or_replace);
  if (temporary) {
    cursor.fail();
    return Unsupported{};
  }
  if (!or_replace) {
    if (cursor.accept("materialized", "view")) return parse_create_materialized_view(cursor);
    if (cursor.accept("schema")) return parse_create_schema(cursor);
    if (cursor.accept("database")) return parse_create_database(cursor);
    if (cursor.accept("external", "schema")) return parse_create_external_schema(cursor);
    if (cursor.accept("external", "table")) return parse_create_external_table(cursor);
    if (cursor.accept("user")) return parse_create_user(cursor);
    if (cursor.accept("group")) return parse_create_group(cursor);
    if (cursor.accept("role")) return parse_create_role(cursor);
  }
  if (cursor.accept("procedure")) return parse_create_procedure(cursor, or_replace);
  return refuse(cursor);
}

Tree parse_alter(TokenCursor& cursor) {
  if (cursor.accept("table")) return parse_alter_table(cursor);
  if (cursor.accept("schema")) return parse_alter_schema(cursor);
  if (cursor.accept("database")) return parse_alter_database(cursor);
  if (cursor.accept("function")) return parse_alter_function(cursor);
  if (cursor.accept("procedure")) return parse_alter_procedure(cursor);
  if (cursor.accept("user")) return parse_alter_user(cursor);
  if (cursor.accept("group")) return parse_alter_group(cursor);
  if (cursor.accept("role")) return parse_alter_role(cursor);
  if (cursor.accept("default", "privileges")) return parse_alter_default_privileges(cursor);
  if (cursor.accept("materialized", "view")) {
    AlterMaterializedView view{cursor.qualified_name(), false};
    // The table that holds its rows.
    if (cursor.at_any({"alter", "owner"})) return parse_alter_table_actions(cursor, std::move(view.name));
    if (!cursor.at("auto")) return refuse(cursor);
    cursor.expect("auto", "refresh");
    view.auto_refresh = parse_yes_or_no(cursor);
    return view;
  }
  return refuse(cursor);
}

Tree parse_drop(TokenCursor& cursor) {
  if (cursor.accept("function")) return parse_drop_function(cursor);
  if (cursor.accept("procedure")) return parse_drop_procedure(cursor);
  if (cursor.at_any({"user", "group", "role"})) return parse_drop_principals(cursor);
  Drop drop;
  if (cursor.accept("table")) {
    drop.kind = Drop::Kind::kTable;
  } else if (cursor.accept("view")) {
    drop.kind = Drop::Kind::kView;
  } else if (cursor.accept("materialized", "view")) {
    drop.kind = Drop::Kind::kMaterializedView;
  } else if (cursor.accept("schema")) {
    drop.kind = Drop::Kind::kSchema;
  } else if (cursor.accept("database")) {
    drop.kind = Drop::Kind::kDatabase;
  } else {
    return refuse(cursor);
  }
  drop.if_exists = accept_if_exists(cursor);
  do drop.names.push_back(cursor.qualified_name());
  while (cursor.accept(","));
  if (drop.kind == Drop::Kind::kSchema) drop.drops_external_database = cursor.accept("drop", "external", "database");
  drop.cascade = accept_cascade(cursor);
  return drop;
}

}  // namespace slipher::sql
