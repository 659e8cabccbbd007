#include "sql/session_statements.h"

#include "sql/parsers.h"

namespace slipher::sql {
namespace {

/// Isolation levels and access modes, with or without commas.
BeginTransaction parse_modes(TokenCursor& cursor) {
  BeginTransaction begin;
  bool more = true;
  while (more) {
    if (cursor.accept("isolation", "level")) {
      if (cursor.accept("read", "committed"))
        begin.isolation_level = "read committed";
      else if (cursor.accept("read", "uncommitted"))
        begin.isolation_level = "read uncommitted";
      else if (cursor.accept("repeatable", "read"))
        begin.isolation_level = "repeatable read";
      else if (cursor.accept("snapshot"))
        begin.isolation_level = "snapshot";
      else {
        cursor.expect("serializable");
        begin.isolation_level = "serializable";
      }
    } else if (cursor.accept("read", "only")) {
      begin.read_only = true;
    } else if (cursor.accept("read", "write")) {
      begin.read_only = false;
    } else if (!cursor.accept("not", "deferrable") && !cursor.accept("deferrable")) {
      break;
    }
    more = cursor.accept(",") || !cursor.at_end();
  }
  return begin;
}

/// One parameter: isolation levels all mean the same, so that READ ONLY beside one is what counts.
SetParameter set_modes(const BeginTransaction& modes, const std::string& prefix) {
  if (modes.read_only && (*modes.read_only || modes.isolation_level.empty()))
    return {prefix + "transaction_read_only", {*modes.read_only ? "on" : "off"}};
  return {prefix + "transaction_isolation", {modes.isolation_level.empty() ? "serializable" : modes.isolation_level}};
}

std::string joined(const QualifiedName& name) {
  std::string out;
  for (const std::string& part : name) out += (out.empty() ? "" : ".") + part;
  return out;
}

std::string parse_value(TokenCursor& cursor) {
  if (cursor.at("interval") && cursor.peek(1).kind == TokenKind::kString) cursor.take();  // SET timezone
  const Token& token = cursor.peek();
  if (token.kind == TokenKind::kString || token.kind == TokenKind::kDollarString) return cursor.string_literal();
  if (token.is_identifier()) return cursor.identifier();
  std::string value = cursor.accept("-") ? "-" : "";
  cursor.accept("+");
  if (cursor.peek().kind != TokenKind::kNumber) {
    cursor.fail();
    return value;
  }
  return value + std::string(cursor.take().text);
}

void parse_values(TokenCursor& cursor, SetParameter& set) {
  if (cursor.accept("default")) {
    set.to_default = true;
    return;
  }
  do set.values.push_back(parse_value(cursor));
  while (cursor.accept(","));
}

Tree parse_authorization(TokenCursor& cursor) {
  SetSessionAuthorization authorization;
  authorization.to_default = cursor.accept("default");
  if (!authorization.to_default) authorization.user = parse_value(cursor);
  return authorization;
}

/// SHOW kind ... : what the objects are in, a pattern, a limit.
ShowObjects parse_show_objects(TokenCursor& cursor, ShowObjects::Kind kind, std::string_view container) {
  ShowObjects show;
  show.kind = kind;
  if (container.empty()) {
    show.name = cursor.qualified_name();
  } else if (cursor.accept("from")) {
    cursor.accept(container);
    show.name = cursor.qualified_name();
  } else if (kind != ShowObjects::Kind::kDatabases) {
    cursor.expect("from");
  }
  if (cursor.accept("like")) show.like = cursor.string_literal();
  if (cursor.accept("limit")) show.row_limit = cursor.integer();
  return show;
}

}  // namespace

BeginTransaction parse_begin(TokenCursor& cursor) {
  if (!cursor.accept("work")) cursor.accept("transaction");
  return parse_modes(cursor);
}

Tree parse_set(TokenCursor& cursor) {
  if (cursor.accept("session", "characteristics", "as", "transaction")) {
    return set_modes(parse_modes(cursor), "default_");
  }
  if (cursor.accept("transaction")) {
    auto set = set_modes(parse_modes(cursor), "");
    set.local = true;
    return set;
  }
  if (cursor.accept("session", "authorization")) return parse_authorization(cursor);
  SetParameter set;
  set.local = cursor.accept("local");
  if (!set.local) cursor.accept("session");
  if (cursor.accept("session", "authorization")) return parse_authorization(cursor);
  if (cursor.accept("time", "zone")) {
    set.name = "timezone";
    set.to_default = cursor.accept("local");
    if (!set.to_default) parse_values(cursor, set);
    return set;
  }
  if (cursor.accept("names")) {
    set.name = "client_encoding";
    parse_values(cursor, set);
    return set;
  }
  set.name = joined(cursor.qualified_name());
  const bool bare = set.name == "timezone" && !cursor.at_any({"to", "="});  // as SET TIME ZONE
  if (!bare && !cursor.accept("to")) cursor.expect("=");
  if (set.name == "session_authorization") return parse_authorization(cursor);
  parse_values(cursor, set);
  return set;
}

namespace {

/// SHOW CONSTRAINTS PRIMARY KEYS | FOREIGN KEYS [EXPORTED] FROM TABLE name.
Tree parse_show_constraints(TokenCursor& cursor) {
  using Kind = ShowObjects::Kind;
  Kind kind = Kind::kPrimaryKeys;
  if (cursor.accept("foreign")) {
    kind = Kind::kForeignKeys;
  } else {
    cursor.expect("primary");
  }
  cursor.expect("keys");
  if (kind == Kind::kForeignKeys && cursor.accept("exported")) kind = Kind::kExportedKeys;
  return parse_show_objects(cursor, kind, "table");
}

/// SHOW PARAMETERS OF FUNCTION | PROCEDURE name (types).
Tree parse_show_parameters(TokenCursor& cursor) {
  ShowObjects show;
  show.kind = ShowObjects::Kind::kParameters;
  cursor.expect("of");
  if (cursor.accept("procedure")) {
    show.kind = ShowObjects::Kind::kProcedureParameters;
  } else {
    cursor.expect("function");
  }
  const FunctionSignature function = parse_function_signature(cursor);
  show.name = function.name;
  show.argument_types = function.arguments;
  if (cursor.accept("like")) show.like = cursor.string_literal();
  if (cursor.accept("limit")) show.row_limit = cursor.integer();
  return show;
}

/// SHOW EXTERNAL TABLE name [PARTITION].
Tree parse_show_external_table(TokenCursor& cursor) {
  ShowObjects show;
  show.kind = ShowObjects::Kind::kExternalTable;
  show.name = cursor.qualified_name();
  show.with_partitions = cursor.accept("partition");
  return show;
}

}  // namespace

Tree parse_show(TokenCursor& cursor) {
  using Kind = ShowObjects::Kind;
  if (cursor.accept("databases")) {
    if (cursor.at("from")) return refuse(cursor);
    return parse_show_objects(cursor, Kind::kDatabases, "database");
  }
  if (cursor.accept("schemas")) return parse_show_objects(cursor, Kind::kSchemas, "database");
  if (cursor.accept("tables")) return parse_show_objects(cursor, Kind::kTables, "schema");
  if (cursor.accept("columns")) return parse_show_objects(cursor, Kind::kColumns, "table");
  if (cursor.accept("table")) return parse_show_objects(cursor, Kind::kTable, "");
  if (cursor.accept("view")) return parse_show_objects(cursor, Kind::kView, "");
  if (cursor.accept("grants")) return parse_show_grants(cursor);
  if (cursor.accept("column", "grants")) {
    Tree show = parse_show_grants(cursor);
    if (auto* grants = std::get_if<ShowGrants>(&show)) grants->of_columns = true;
    return show;
  }
  if (cursor.accept("external", "table")) return parse_show_external_table(cursor);
  if (cursor.accept("procedures")) return parse_show_objects(cursor, Kind::kProcedures, "schema");
  if (cursor.accept("functions")) return parse_show_objects(cursor, Kind::kFunctions, "schema");
  if (cursor.accept("constraints")) return parse_show_constraints(cursor);
  if (cursor.accept("parameters")) return parse_show_parameters(cursor);
  if (cursor.accept("model", "all")) return ShowObjects{Kind::kModels, {}, {}, {}, {}, false};
  if (cursor.accept("datashares")) {
    ShowObjects show{Kind::kDatashares, {}, {}, {}, {}, false};
    if (cursor.accept("like")) show.like = cursor.string_literal();
    return show;
  }
  if (cursor.at("procedure") && cursor.peek(1).is_identifier()) {
    cursor.take();
    return parse_show_procedure(cursor);
  }
  if (cursor.accept("time", "zone")) return ShowParameter{"timezone"};
  if (cursor.accept("transaction", "isolation", "level")) return ShowParameter{"transaction_isolation"};
  if (cursor.accept("session", "authorization")) return ShowParameter{"session_authorization"};
  if (std::optional<Tree> refused = refused_as(cursor)) return *std::move(refused);
  return ShowParameter{joined(cursor.qualified_name())};
}

Prepare parse_prepare(TokenCursor& cursor) {
  Prepare prepare{cursor.identifier(), {}, {}};
  if (cursor.accept("(")) {
    do prepare.types.push_back(engine_spelling(parse_column_type(cursor)));
    while (cursor.accept(","));
    cursor.expect(")");
  }
  cursor.expect("as");
  prepare.statement = cursor.rest();
  return prepare;
}

Execute parse_execute(TokenCursor& cursor) {
  Execute execute{cursor.identifier(), {}};
  if (cursor.accept("(") && !cursor.accept(")")) {
    do execute.arguments.push_back(cursor.span_until({","}));
    while (cursor.accept(","));
    cursor.expect(")");
  }
  return execute;
}

Deallocate parse_deallocate(TokenCursor& cursor) {
  cursor.accept("prepare");
  Deallocate deallocate;
  deallocate.all = cursor.accept("all");
  if (!deallocate.all) deallocate.name = cursor.identifier();
  return deallocate;
}

Analyze parse_analyze(TokenCursor& cursor) {
  Analyze analyze;
  analyze.compression = cursor.accept("compression");
  cursor.accept("verbose");
  const bool named = cursor.peek().is_identifier() && !cursor.at_any({"predicate", "comprows"});
  if (named) analyze.table = cursor.qualified_name();
  if (cursor.at("(")) analyze.columns = cursor.name_list();
  if (!cursor.accept("predicate", "columns")) cursor.accept("all", "columns");
  if (cursor.accept("comprows")) cursor.integer();
  return analyze;
}

Vacuum parse_vacuum(TokenCursor& cursor) {
  Vacuum vacuum;
  if (cursor.accept("sort", "only")) {
    vacuum.kind = "SORT ONLY";
  } else if (cursor.accept("delete", "only")) {
    vacuum.kind = "DELETE ONLY";
  } else if (cursor.accept("reindex")) {
    vacuum.kind = "REINDEX";
  } else if (cursor.accept("recluster")) {
    vacuum.kind = "RECLUSTER";
  } else {
    cursor.accept("full");
  }
  const bool named = cursor.peek().is_identifier() && !cursor.at_any({"to", "boost"});
  if (named) vacuum.table = cursor.qualified_name();
  if (cursor.accept("to")) {
    cursor.integer();
    cursor.expect("percent");
  }
  cursor.accept("boost");
  return vacuum;
}

LockTables parse_lock(TokenCursor& cursor) {
  cursor.accept("table");
  LockTables lock;
  do lock.tables.push_back(cursor.qualified_name());
  while (cursor.accept(","));
  // PostgreSQL's modes are taken; a lock is exclusive all the same.
  if (cursor.accept("in")) {
    while (!cursor.at_end() && !cursor.at("mode")) cursor.take();
    cursor.expect("mode");
  }
  cursor.accept("nowait");
  return lock;
}

}  // namespace slipher::sql
