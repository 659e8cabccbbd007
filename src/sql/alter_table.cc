#include "sql/alter_table.h"

#include "sql/external_format.h"
#include "sql/parsers.h"
#include "sql/table_clauses.h"

namespace slipher::sql {
namespace {

/// A column with a type that only external tables can have, name array<...>; the type's text is its name.
ColumnDefinition parse_external_type_column(TokenCursor& cursor) {
  ColumnDefinition column;
  column.name = cursor.identifier();
  column.type.name = at_nested_type(cursor) ? nested_type_text(cursor) : cursor.identifier();
  return column;
}

bool at_external_type_column(TokenCursor& cursor) {
  const auto mark = cursor.mark();
  cursor.take();
  const bool is_external = at_nested_type(cursor) || cursor.at_any({"string", "tinyint"});
  cursor.reset(mark);
  return is_external;
}

AlterTableAction parse_add(TokenCursor& cursor) {
  if (at_table_constraint(cursor)) return AddConstraint{parse_table_constraint(cursor)};
  cursor.accept("column");
  AddColumn add;
  add.if_not_exists = accept_if_not_exists(cursor);
  add.column = at_external_type_column(cursor) ? parse_external_type_column(cursor) : parse_column_definition(cursor);
  return add;
}

AlterTableAction parse_drop_part(TokenCursor& cursor) {
  if (cursor.accept("constraint")) {
    DropConstraint drop{cursor.identifier()};
    drop.cascade = accept_cascade(cursor);
    return drop;
  }
  cursor.accept("column");
  DropColumn drop;
  drop.if_exists = accept_if_exists(cursor);
  drop.column = cursor.identifier();
  drop.cascade = accept_cascade(cursor);
  return drop;
}

AlterTableAction parse_rename(TokenCursor& cursor) {
  if (cursor.accept("to")) return RenameTable{cursor.identifier()};
  cursor.accept("column");
  RenameColumn rename{cursor.identifier(), {}};
  cursor.expect("to");
  rename.to = cursor.identifier();
  return rename;
}

AlterTableAction parse_alter_column(TokenCursor& cursor) {
  const std::string column = cursor.identifier();
  using Kind = AlterColumnProperty::Kind;
  if (cursor.accept("encode")) return AlterEncoding{column, cursor.identifier()};
  if (cursor.accept("set", "default")) return AlterColumnProperty{column, Kind::kSetDefault, cursor.span_until({","})};
  if (cursor.accept("drop", "default")) return AlterColumnProperty{column, Kind::kDropDefault, {}};
  if (cursor.accept("set", "not", "null")) return AlterColumnProperty{column, Kind::kSetNotNull, {}};
  if (cursor.accept("drop", "not", "null")) return AlterColumnProperty{column, Kind::kDropNotNull, {}};
  cursor.expect("type");
  return AlterColumnType{column, with_column_defaults(parse_column_type(cursor))};
}

AlterTableAction parse_alter_part(TokenCursor& cursor) {
  if (cursor.accept("encode", "auto")) return AlterEncoding{{}, "auto"};
  if (cursor.accept("sortkey", "none")) return AlterSortKey{};
  const bool distribution = cursor.at_any({"diststyle", "distkey"});
  const bool sort_key = cursor.at("sortkey") || (cursor.at_any({"compound", "interleaved"}) && cursor.at("sortkey", 1));
  if (distribution || sort_key) {
    TableAttributes attributes;
    accept_table_attribute(cursor, attributes);
    if (sort_key) return AlterSortKey{attributes.sort_style, std::move(attributes.sort_keys)};
    if (cursor.at("distkey")) accept_table_attribute(cursor, attributes);  // DISTSTYLE KEY DISTKEY c
    check_distribution(cursor, attributes);
    return AlterDistribution{attributes.distribution, std::move(attributes.distribution_key)};
  }
  cursor.accept("column");
  return parse_alter_column(cursor);
}

AlterTableAction parse_append(TokenCursor& cursor) {
  cursor.expect("from");
  AppendFrom append{cursor.qualified_name()};
  append.ignore_extra = cursor.accept("ignoreextra");
  append.fill_target = cursor.accept("filltarget");
  return append;
}

AlterTableAction parse_action(TokenCursor& cursor) {
  if (cursor.accept("add")) return parse_add(cursor);
  if (cursor.accept("drop")) return parse_drop_part(cursor);
  if (cursor.accept("rename")) return parse_rename(cursor);
  if (cursor.accept("alter")) return parse_alter_part(cursor);
  if (cursor.accept("owner", "to")) return ChangeOwner{cursor.identifier()};
  if (cursor.accept("set", "schema")) return SetSchema{cursor.identifier()};
  if (cursor.accept("append")) return parse_append(cursor);
  cursor.fail();
  return ChangeOwner{};
}

}  // namespace

Tree parse_alter_table(TokenCursor& cursor) {
  QualifiedName name = cursor.qualified_name();
  if (std::optional<Tree> refused = refused_as(cursor)) return *std::move(refused);
  if (std::optional<Tree> external = parse_alter_external_table(cursor, name)) return *std::move(external);
  return parse_alter_table_actions(cursor, std::move(name));
}

Tree parse_alter_table_actions(TokenCursor& cursor, QualifiedName name) {
  AlterTable alter{std::move(name), {}};
  do alter.actions.push_back(parse_action(cursor));
  while (cursor.accept(","));
  return alter;
}

}  // namespace slipher::sql
