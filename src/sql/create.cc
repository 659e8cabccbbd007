#include "sql/parsers.h"

namespace slipher::sql {
namespace {

/// What CREATE, ALTER and DROP know but this server does not build.
std::string unbuilt(TokenCursor& cursor, std::string_view verb) {
  std::string construct(verb);
  for (int words = 0; words < 3 && cursor.peek().kind == TokenKind::kWord; ++words) {
    std::string word = lower(cursor.take().text);
    for (char& c : word) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
    construct += " " + word;
    // Words that go on: EXTERNAL TABLE, IDENTITY PROVIDER, MASKING POLICY, RLS POLICY, DEFAULT PRIVILEGES ...
    const bool goes_on = word == "EXTERNAL" || word == "IDENTITY" || word == "MASKING" || word == "RLS" ||
                         word == "DEFAULT" || word == "MATERIALIZED" || word == "PROTECTED" || word == "TEXT";
    if (!goes_on) break;
  }
  return construct;
}

}  // namespace

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
  if (temporary) {
    cursor.fail();
    return Unsupported{};
  }
  if (!or_replace) {
    if (cursor.accept("materialized", "view")) return parse_create_materialized_view(cursor);
    if (cursor.accept("schema")) return parse_create_schema(cursor);
    if (cursor.accept("database")) return parse_create_database(cursor);
  }
  const bool known =
      cursor.at_any({"external", "user", "group", "role", "function", "procedure", "library", "model", "datashare",
                     "masking", "rls", "identity", "index", "sequence", "type", "protected"});
  if (!known) cursor.fail();
  return Unsupported{unbuilt(cursor, "CREATE")};
}

Tree parse_alter(TokenCursor& cursor) {
  if (cursor.accept("table")) return parse_alter_table(cursor);
  if (cursor.accept("schema")) return parse_alter_schema(cursor);
  if (cursor.accept("database")) return parse_alter_database(cursor);
  if (cursor.accept("materialized", "view")) {
    AlterMaterializedView view{cursor.qualified_name(), false};
    if (!cursor.at("auto")) return Unsupported{"ALTER MATERIALIZED VIEW"};
    cursor.expect("auto", "refresh");
    view.auto_refresh = parse_yes_or_no(cursor);
    return view;
  }
  const bool known = cursor.at_any({"external", "user", "group", "role", "function", "procedure", "datashare",
                                    "default", "identity", "masking", "rls", "view", "system", "model"});
  if (!known) cursor.fail();
  return Unsupported{unbuilt(cursor, "ALTER")};
}

Tree parse_drop(TokenCursor& cursor) {
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
    const bool known = cursor.at_any({"external", "user", "group", "role", "function", "procedure", "library", "model",
                                      "datashare", "masking", "rls", "identity", "index", "sequence", "type"});
    if (!known) cursor.fail();
    return Unsupported{unbuilt(cursor, "DROP")};
  }
  drop.if_exists = accept_if_exists(cursor);
  do drop.names.push_back(cursor.qualified_name());
  while (cursor.accept(","));
  if (cursor.at("drop") && drop.kind == Drop::Kind::kSchema) return Unsupported{"DROP EXTERNAL DATABASE"};
  drop.cascade = accept_cascade(cursor);
  return drop;
}

}  // namespace slipher::sql
