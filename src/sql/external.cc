#include "sql/external.h"

#include <algorithm>
#include <charconv>

#include "sql/external_format.h"
#include "sql/file_options.h"

namespace slipher::sql {
namespace {

/// Sources of external schemas that this server refuses, by the words behind FROM.
constexpr std::pair<std::string_view, std::string_view> kRefusedSources[] = {
    {"hive", "CREATE EXTERNAL SCHEMA FROM HIVE METASTORE"}, {"mysql", "CREATE EXTERNAL SCHEMA FROM MYSQL"},
    {"kinesis", "CREATE EXTERNAL SCHEMA FROM KINESIS"},     {"msk", "CREATE EXTERNAL SCHEMA FROM MSK"},
    {"kafka", "CREATE EXTERNAL SCHEMA FROM KAFKA"},
};

constexpr int kPostgresPort = 5432;

ExternalColumn parse_external_column(TokenCursor& cursor) {
  ExternalColumn column;
  column.name = cursor.identifier();
  if (at_nested_type(cursor)) {
    column.type_text = nested_type_text(cursor);
    column.type = {"super", {}};
    return column;
  }
  // Hive's names that Redshift does not have otherwise.
  if (cursor.accept("string")) {
    column.type = {"varchar", {kVarcharMaxLength}};
    column.type_text = "string";
  } else if (cursor.accept("tinyint")) {
    column.type = {"smallint", {}};
    column.type_text = "tinyint";
  } else {
    const std::size_t mark = cursor.mark();
    column.type = with_column_defaults(parse_column_type(cursor));
    if (cursor.failed()) return column;
    for (const char c : lower(cursor.span_from(mark).text))
      if (c != ' ' && c != '\n' && c != '\t' && c != '\r') column.type_text += c;
  }
  // Hive's comments of columns.
  if (cursor.accept("comment")) cursor.string_literal();
  return column;
}

std::vector<ExternalColumn> parse_columns(TokenCursor& cursor) {
  std::vector<ExternalColumn> columns;
  cursor.expect("(");
  do columns.push_back(parse_external_column(cursor));
  while (cursor.accept(","));
  cursor.expect(")");
  return columns;
}

void parse_partitioned_by(TokenCursor& cursor, CreateExternalTable& table) {
  const bool names_only = cursor.at("(") && (cursor.at(",", 2) || cursor.at(")", 2));
  if (!names_only) {
    table.partitions = parse_columns(cursor);
    return;
  }
  for (auto& name : cursor.name_list()) table.partitions.push_back({std::move(name), {}, {}});
}

PartitionSpec parse_partition(TokenCursor& cursor) {
  PartitionSpec spec;
  cursor.expect("partition", "(");
  do {
    std::string name = cursor.identifier();
    cursor.expect("=");
    std::string value =
        cursor.peek().kind == TokenKind::kNumber ? std::string(cursor.take().text) : cursor.string_literal();
    spec.values.emplace_back(std::move(name), std::move(value));
  } while (cursor.accept(","));
  cursor.expect(")");
  return spec;
}

AddPartitions parse_add_partitions(TokenCursor& cursor) {
  AddPartitions add;
  add.if_not_exists = accept_if_not_exists(cursor);
  do {
    PartitionSpec spec = parse_partition(cursor);
    if (cursor.accept("location")) spec.location = cursor.string_literal();
    add.partitions.push_back(std::move(spec));
  } while (cursor.at("partition"));
  return add;
}

bool at_partition(const TokenCursor& cursor, std::size_t ahead) {
  if (cursor.at("if", ahead)) ahead += cursor.at("not", ahead + 1) ? 3 : 2;
  return cursor.at("partition", ahead) && cursor.at("(", ahead + 1);
}

}  // namespace

bool at_nested_type(const TokenCursor& cursor) {
  return cursor.at_any({"array", "map", "struct"}) && cursor.peek(1).text.starts_with("<");
}

std::string nested_type_text(TokenCursor& cursor) {
  std::string text = lower(cursor.take().text);
  int depth = 0;
  do {
    if (cursor.at_end()) {
      cursor.fail();
      return text;
    }
    const Token token = cursor.take();
    for (const char c : token.text) depth += c == '<' ? 1 : c == '>' ? -1 : 0;
    text += lower(token.text);
  } while (depth > 0);
  return text;
}

namespace {

Tree parse_create_shared_schema(TokenCursor& cursor, const CreateExternalSchema& schema) {
  CreateSharedSchema shared{schema.name, schema.if_not_exists, {}, "public"};
  cursor.expect("database");
  shared.database = lower(cursor.string_literal());
  if (cursor.accept("schema")) shared.schema = lower(cursor.string_literal());
  return shared;
}

/// A host's name or address and no more: what libraries make of paths, lists and URLs is not meant.
bool is_host(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("._-:").find(c) != std::string_view::npos;
  };
  return !text.empty() && text.front() != '-' && std::all_of(text.begin(), text.end(), allowed);
}

int parse_port(TokenCursor& cursor) {
  const auto text =
      cursor.peek().kind == TokenKind::kNumber ? std::string(cursor.take().text) : cursor.string_literal();
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port < 1 || port > 65535)
    cursor.fail("PORT must be a number from 1 to 65535");
  return port;
}

void check_complete(TokenCursor& cursor, const CreateFederatedSchema& schema) {
  if (cursor.failed()) return;
  const std::pair<std::string_view, const std::string&> required[] = {
      {"DATABASE", schema.database}, {"URI", schema.host}, {"SECRET_ARN", schema.secret_arn}};
  for (const auto& [option, value] : required) {
    if (value.empty()) return cursor.fail("CREATE EXTERNAL SCHEMA FROM POSTGRES needs " + std::string(option));
  }
  if (!is_host(schema.host)) cursor.fail("URI must be the name or the address of a host: \"" + schema.host + "\"");
}

Tree parse_create_federated_schema(TokenCursor& cursor, const CreateExternalSchema& named) {
  CreateFederatedSchema schema{named.name, named.if_not_exists, {}, "public", {}, kPostgresPort, {}, {}};
  while (!cursor.at_end() && !cursor.failed()) {
    if (cursor.accept("database")) {
      schema.database = cursor.string_literal();
    } else if (cursor.accept("schema")) {
      schema.schema = cursor.string_literal();
    } else if (cursor.accept("uri")) {
      schema.host = cursor.string_literal();
    } else if (cursor.accept("port")) {
      schema.port = parse_port(cursor);
    } else if (cursor.accept("secret_arn")) {
      schema.secret_arn = cursor.string_literal();
    } else if (cursor.accept("iam_role")) {
      if (cursor.accept("default"))
        schema.role = "default";
      else if (!cursor.accept("session"))
        schema.role = cursor.string_literal();
    } else if (cursor.accept("region")) {
      cursor.string_literal();
    } else {
      cursor.fail();
    }
  }
  check_complete(cursor, schema);
  return schema;
}

}  // namespace

Tree parse_create_external_schema(TokenCursor& cursor) {
  CreateExternalSchema schema;
  schema.if_not_exists = accept_if_not_exists(cursor);
  schema.name = cursor.identifier();
  cursor.expect("from");
  for (const auto& [word, construct] : kRefusedSources) {
    if (cursor.accept(word)) return Unsupported{std::string(construct)};
  }
  if (cursor.accept("redshift")) return parse_create_shared_schema(cursor, schema);
  if (cursor.accept("postgres")) return parse_create_federated_schema(cursor, schema);
  cursor.expect("data", "catalog");
  while (!cursor.at_end() && !cursor.failed()) {
    if (cursor.accept("database")) {
      schema.database = cursor.string_literal();
    } else if (cursor.accept("schema")) {
      cursor.string_literal();
    } else if (cursor.accept("region")) {
      schema.region = cursor.string_literal();
    } else if (cursor.accept("uri") || cursor.accept("catalog_role") || cursor.accept("catalog_id")) {
      if (!cursor.accept("session") && !cursor.accept("default")) cursor.string_literal();
    } else if (cursor.accept("create", "external", "database", "if", "not", "exists")) {
      schema.creates_database = true;
    } else if (cursor.accept("iam_role")) {
      if (!cursor.accept("default") && !cursor.accept("session")) schema.role = cursor.string_literal();
    } else if (!authorization_option(cursor)) {
      cursor.fail();
    }
  }
  if (schema.database.empty() && !cursor.failed())
    cursor.fail("CREATE EXTERNAL SCHEMA FROM DATA CATALOG needs a DATABASE");
  return schema;
}

Tree parse_create_external_table(TokenCursor& cursor) {
  CreateExternalTable table;
  table.name = cursor.qualified_name();
  if (cursor.at("(")) table.columns = parse_columns(cursor);
  while (!cursor.at_end() && !cursor.failed()) {
    std::optional<Tree> refused;
    if (cursor.accept("partitioned", "by"))
      parse_partitioned_by(cursor, table);
    else if (cursor.accept("row", "format"))
      refused = parse_row_format(cursor, table.format);
    else if (cursor.accept("stored", "as"))
      refused = parse_stored_as(cursor, table.format);
    else if (cursor.accept("location"))
      table.location = cursor.string_literal();
    else if (cursor.accept("table", "properties") || cursor.accept("tblproperties"))
      table.properties = parse_properties(cursor);
    else if (cursor.accept("as"))
      table.query = cursor.rest();
    else
      cursor.fail();
    if (refused) return *std::move(refused);
  }
  if (cursor.failed()) return table;
  if (table.location.empty()) cursor.fail("CREATE EXTERNAL TABLE needs a LOCATION");
  if (table.columns.empty() == table.query.empty()) cursor.fail("CREATE EXTERNAL TABLE needs columns or AS query");
  return table;
}

std::optional<Tree> parse_alter_external_table(TokenCursor& cursor, QualifiedName name) {
  AlterExternalTable alter{std::move(name), AddPartitions{}};
  if (cursor.at("add") && at_partition(cursor, 1)) {
    cursor.accept("add");
    alter.action = parse_add_partitions(cursor);
  } else if (cursor.at("drop") && at_partition(cursor, 1)) {
    cursor.accept("drop");
    DropPartition drop;
    drop.if_exists = accept_if_exists(cursor);
    drop.partition = parse_partition(cursor);
    alter.action = std::move(drop);
  } else if (at_partition(cursor, 0)) {
    PartitionSpec spec = parse_partition(cursor);
    cursor.expect("set", "location");
    alter.action = SetExternalLocation{std::move(spec.values), cursor.string_literal()};
  } else if (cursor.accept("set", "location")) {
    alter.action = SetExternalLocation{{}, cursor.string_literal()};
  } else if (cursor.accept("set", "file", "format")) {
    SetFileFormat set;
    if (auto refused = parse_stored_as(cursor, set.format)) return refused;
    alter.action = std::move(set);
  } else if (cursor.accept("set", "table", "properties")) {
    alter.action = SetTableProperties{parse_properties(cursor)};
  } else {
    return std::nullopt;
  }
  return Tree(std::move(alter));
}

}  // namespace slipher::sql
