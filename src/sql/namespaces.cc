#include "sql/namespaces.h"

#include <charconv>

#include "sql/parsers.h"

namespace slipher::sql {
namespace {

/// QUOTA n [MB | GB | TB] | UNLIMITED, behind QUOTA; nothing = unlimited.
std::optional<std::int64_t> parse_quota(TokenCursor& cursor) {
  if (cursor.accept("unlimited")) return std::nullopt;
  const std::string number(cursor.peek().text);  // may have decimals
  if (cursor.peek().kind != TokenKind::kNumber) cursor.fail();
  cursor.take();
  double amount = 0;
  std::from_chars(number.data(), number.data() + number.size(), amount);
  if (cursor.accept("gb"))
    amount *= 1024;
  else if (cursor.accept("tb"))
    amount *= 1024.0 * 1024;
  else
    cursor.accept("mb");
  constexpr double kMost = 1e15;
  if (amount > kMost) {
    cursor.fail("quota is out of range");
    return std::nullopt;
  }
  return static_cast<std::int64_t>(amount);
}

/// A name, or one of the words that stand for one.
std::string parse_isolation_level(TokenCursor& cursor) {
  if (cursor.accept("snapshot")) return "snapshot";
  cursor.expect("serializable");
  return "serializable";
}

std::string parse_collation(TokenCursor& cursor) {
  if (cursor.accept("case_insensitive") || cursor.accept("ci")) return "case_insensitive";
  if (!cursor.accept("case_sensitive")) cursor.expect("cs");
  return "case_sensitive";
}

bool shares_data(const TokenCursor& cursor) {
  return cursor.at_any({"from", "iam_role"}) || (cursor.at("with") && cursor.at("permissions", 1));
}

}  // namespace

CreateSchema parse_create_schema(TokenCursor& cursor) {
  CreateSchema schema;
  schema.if_not_exists = accept_if_not_exists(cursor);
  if (!cursor.at("authorization")) schema.name = cursor.qualified_name();
  if (cursor.accept("authorization")) schema.owner = cursor.identifier();
  if (schema.name.empty()) schema.name = {schema.owner};
  if (cursor.accept("quota")) schema.quota_megabytes = parse_quota(cursor);
  return schema;
}

AlterSchema parse_alter_schema(TokenCursor& cursor) {
  AlterSchema alter;
  alter.name = cursor.qualified_name();
  if (cursor.accept("rename", "to")) {
    alter.value = cursor.identifier();
  } else if (cursor.accept("owner", "to")) {
    alter.kind = AlterSchema::Kind::kOwner;
    alter.value = cursor.identifier();
  } else {
    cursor.expect("quota");
    alter.kind = AlterSchema::Kind::kQuota;
    alter.quota_megabytes = parse_quota(cursor);
  }
  return alter;
}

Tree parse_create_database(TokenCursor& cursor) {
  CreateDatabase database{cursor.identifier()};
  if (shares_data(cursor)) return Unsupported{"CREATE DATABASE FROM"};
  cursor.accept("with");
  while (!cursor.at_end()) {
    if (cursor.accept("owner")) {
      cursor.accept("=");
      database.owner = cursor.identifier();
    } else if (cursor.accept("connection", "limit")) {
      if (!cursor.accept("unlimited")) database.connection_limit = cursor.integer();
    } else if (cursor.accept("collate")) {
      database.collation = parse_collation(cursor);
    } else if (cursor.accept("isolation", "level")) {
      database.isolation_level = parse_isolation_level(cursor);
    } else if (shares_data(cursor)) {
      return Unsupported{"CREATE DATABASE FROM"};
    } else {
      cursor.fail();
    }
  }
  return database;
}

Tree parse_alter_database(TokenCursor& cursor) {
  AlterDatabase alter{cursor.identifier(), AlterDatabase::Kind::kRename, {}};
  if (cursor.accept("rename", "to")) {
    alter.value = cursor.identifier();
  } else if (cursor.accept("owner", "to")) {
    alter.kind = AlterDatabase::Kind::kOwner;
    alter.value = cursor.identifier();
  } else if (cursor.accept("connection", "limit")) {
    alter.kind = AlterDatabase::Kind::kConnectionLimit;
    alter.value = cursor.accept("unlimited") ? "unlimited" : std::to_string(cursor.integer());
  } else if (cursor.accept("collate")) {
    alter.kind = AlterDatabase::Kind::kCollate;
    alter.value = parse_collation(cursor);
  } else if (cursor.accept("isolation", "level")) {
    alter.kind = AlterDatabase::Kind::kIsolationLevel;
    alter.value = parse_isolation_level(cursor);
  } else {
    return refuse(cursor);
  }
  return alter;
}

Tree parse_comment(TokenCursor& cursor) {
  cursor.expect("on");
  Comment comment;
  if (cursor.accept("materialized")) cursor.at("view");
  if (cursor.at_any({"function", "procedure"})) return Unsupported{"COMMENT ON ROUTINE"};
  if (!cursor.at_any({"table", "column", "view", "schema", "database", "constraint"})) cursor.fail();
  comment.kind = lower(cursor.take().text);
  comment.name = cursor.qualified_name();
  if (comment.kind == "constraint") {
    cursor.expect("on");
    comment.on_table = cursor.qualified_name();
  }
  cursor.expect("is");
  if (!cursor.accept("null")) comment.text = cursor.string_literal();
  return comment;
}

}  // namespace slipher::sql
