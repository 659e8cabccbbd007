#include "sql/create_table.h"

#include "sql/parsers.h"
#include "sql/table_clauses.h"

namespace slipher::sql {
namespace {

/// ( name [, ...] ) without types: the columns of CREATE TABLE AS.
bool at_plain_column_list(const TokenCursor& cursor) {
  return cursor.at("(") && cursor.peek(1).is_identifier() && (cursor.at(",", 2) || cursor.at(")", 2));
}

LikeTable parse_like(TokenCursor& cursor) {
  LikeTable like{cursor.qualified_name(), false};
  if (cursor.accept("including")) {
    cursor.expect("defaults");
    like.including_defaults = true;
  } else if (cursor.accept("excluding")) {
    cursor.expect("defaults");
  }
  return like;
}

void parse_elements(TokenCursor& cursor, CreateTable& table) {
  cursor.expect("(");
  do {
    if (at_table_constraint(cursor)) {
      table.constraints.push_back(parse_table_constraint(cursor));
    } else if (cursor.accept("like")) {
      table.likes.push_back(parse_like(cursor));
    } else {
      ColumnDefinition& column = table.columns.emplace_back(parse_column_definition(cursor));
      if (column.distribution_key) {
        if (!table.attributes.distribution_key.empty()) cursor.fail(kOneDistributionKey);
        table.attributes.distribution = DistributionStyle::kKey;
        table.attributes.distribution_key = column.name;
      }
      if (column.sort_key) {
        table.attributes.sort_style = SortKeyStyle::kCompound;
        table.attributes.sort_keys.push_back(column.name);
      }
    }
  } while (cursor.accept(","));
  cursor.expect(")");
}

}  // namespace

Tree parse_create_table(TokenCursor& cursor, bool temporary) {
  CreateTable table;
  table.if_not_exists = accept_if_not_exists(cursor);
  table.name = cursor.qualified_name();
  table.temporary = temporary || table.name.back().starts_with('#');
  CreateTableAs as{table.name, table.temporary, table.if_not_exists, {}, {}, {}};
  const bool plain = at_plain_column_list(cursor);
  if (plain) {
    as.columns = cursor.name_list();
  } else if (cursor.at("(")) {
    parse_elements(cursor, table);
    while (accept_table_attribute(cursor, table.attributes)) {
    }
    check_distribution(cursor, table.attributes);
    accept_on_commit(cursor, table.temporary);
    return table;
  }
  while (accept_table_attribute(cursor, as.attributes)) {
  }
  check_distribution(cursor, as.attributes);
  accept_on_commit(cursor, as.temporary);
  cursor.expect("as");
  as.query = cursor.rest();
  return as;
}

std::optional<CreateTableAs> parse_select_into(TokenCursor& cursor) {
  const std::size_t start = cursor.mark();
  std::size_t depth = 0;
  // INTO is reserved: outside of parentheses and not behind INSERT it can only be this one.
  while (!cursor.at_end() && !(depth == 0 && cursor.at_any({"into", "insert", "update", "delete"}))) {
    if (cursor.at("(")) ++depth;
    if (cursor.at(")") && depth > 0) --depth;
    cursor.take();
  }
  if (!cursor.at("into")) {
    cursor.reset(start);
    return std::nullopt;
  }
  CreateTableAs table;
  const std::size_t from = cursor.peek().offset;
  cursor.expect("into");
  if (cursor.accept("local") || cursor.accept("global")) {
  }
  table.temporary = cursor.accept("temp") || cursor.accept("temporary");
  cursor.accept("table");
  table.name = cursor.qualified_name();
  table.temporary = table.temporary || table.name.back().starts_with('#');
  const std::size_t to = cursor.peek().offset;
  if (!cursor.at_end()) cursor.rest();
  // Blanks in the clause's place keep every other place where it was.
  table.query.text = cursor.text();
  table.query.text.replace(from, to - from, to - from, ' ');
  return table;
}

}  // namespace slipher::sql
