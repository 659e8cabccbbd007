#include "sql/constructs/construct.h"
#include "sql/parsers.h"

namespace slipher::sql {
namespace {

bool begins_query(const TokenCursor& cursor) {
  return cursor.at_any({"(", "select", "with", "values", "insert", "update", "delete"});
}

Tree parse_transaction_end(TokenCursor& cursor, Tree tree) {
  if (!cursor.accept("work")) cursor.accept("transaction");
  if (cursor.accept("to")) return Unsupported{"SAVEPOINT"};
  return tree;
}

Tree parse_explain(TokenCursor& cursor) {
  Explain explain;
  explain.verbose = cursor.accept("verbose");
  explain.statement = cursor.rest();
  return explain;
}

Tree parse_refresh(TokenCursor& cursor) {
  cursor.expect("materialized", "view");
  RefreshMaterializedView refresh{cursor.qualified_name()};
  refresh.cascade = accept_cascade(cursor);
  return refresh;
}

Tree parse_by_verb(TokenCursor& cursor) {
  if (cursor.accept("create")) return parse_create(cursor);
  if (cursor.accept("alter")) return parse_alter(cursor);
  if (cursor.accept("drop")) return parse_drop(cursor);
  if (cursor.accept("truncate")) {
    cursor.accept("table");
    return Truncate{cursor.qualified_name()};
  }
  if (cursor.accept("begin") || cursor.accept("start", "transaction")) return parse_begin(cursor);
  if (cursor.accept("commit") || cursor.accept("end")) return parse_transaction_end(cursor, CommitTransaction{});
  if (cursor.accept("rollback") || cursor.accept("abort")) return parse_transaction_end(cursor, RollbackTransaction{});
  if (cursor.accept("set")) return parse_set(cursor);
  if (cursor.accept("show")) return parse_show(cursor);
  if (cursor.accept("reset")) {
    if (cursor.accept("session", "authorization")) return SetSessionAuthorization{{}, true};
    if (cursor.accept("time", "zone")) return ResetParameter{"timezone"};
    QualifiedName name = cursor.qualified_name();
    for (std::size_t i = 1; i < name.size(); ++i) name[0] += "." + name[i];
    return ResetParameter{name[0]};
  }
  if (cursor.accept("use")) return UseDatabase{cursor.identifier()};
  if (cursor.accept("merge")) return parse_merge(cursor);
  if (cursor.accept("explain")) return parse_explain(cursor);
  if (cursor.accept("prepare")) return parse_prepare(cursor);
  if (cursor.accept("execute")) return parse_execute(cursor);
  if (cursor.accept("deallocate")) return parse_deallocate(cursor);
  if (cursor.accept("analyze") || cursor.accept("analyse")) return parse_analyze(cursor);
  if (cursor.accept("vacuum")) return parse_vacuum(cursor);
  if (cursor.accept("lock")) return parse_lock(cursor);
  if (cursor.accept("comment")) return parse_comment(cursor);
  if (cursor.accept("refresh")) return parse_refresh(cursor);
  if (cursor.accept("cancel")) {
    const CancelProcess cancel{cursor.integer()};
    if (!cursor.at_end()) cursor.string_literal();  // a message for the owner of the session
    return cancel;
  }
  if (cursor.accept("call")) return parse_call(cursor);
  if (cursor.accept("declare")) return parse_declare_cursor(cursor);
  if (cursor.accept("fetch")) return parse_fetch(cursor);
  if (cursor.accept("close")) return parse_close(cursor);
  if (cursor.accept("grant")) return parse_grant(cursor);
  if (cursor.accept("revoke")) return parse_revoke(cursor);
  return refuse(cursor);
}

/// SELECT set_config('name', 'value', is_local): a SET with a result. Nothing when it is part of a larger query.
std::optional<SetParameter> parse_set_config(TokenCursor& cursor) {
  const auto is_string = [&](std::size_t ahead) { return cursor.peek(ahead).kind == TokenKind::kString; };
  const bool whole = cursor.at("(", 2) && is_string(3) && cursor.at(",", 4) && is_string(5) && cursor.at(",", 6) &&
                     (cursor.at("true", 7) || cursor.at("false", 7)) && cursor.at(")", 8) &&
                     cursor.peek(9).kind == TokenKind::kEnd;
  if (!whole) return std::nullopt;
  SetParameter set{lower(string_value(cursor.peek(3))), {string_value(cursor.peek(5))}};
  set.local = cursor.at("true", 7);
  set.answers = true;
  return set;
}

template <class Statement>
Result<std::optional<Tree>> as_tree(Result<Statement> statement) {
  if (!statement) return statement.error();
  return std::optional<Tree>(*std::move(statement));
}

}  // namespace

Error not_supported(std::string_view construct) {
  return Error(ErrorCode::kSql, "ERROR: " + std::string(construct) + " is not supported by Slipher");
}

std::optional<Tree> refused_as(TokenCursor& cursor) {
  const std::size_t mark = cursor.mark();
  cursor.reset(0);
  const FoundConstruct found = find_by_words(cursor);
  cursor.reset(mark);
  if (!found.row) return std::nullopt;
  if (found.row->absent.empty()) return Unsupported{std::string(found.row->name)};
  cursor.reset(found.tokens);
  AbsentObject object{std::string(found.row->absent), {}, accept_if_exists(cursor)};
  object.name =
      cursor.peek().kind == TokenKind::kString ? QualifiedName{cursor.string_literal()} : cursor.qualified_name();
  // What shall happen to it is of no interest.
  while (!cursor.at_end()) cursor.take();
  return object;
}

Tree refuse(TokenCursor& cursor) {
  if (std::optional<Tree> refused = refused_as(cursor)) return *std::move(refused);
  cursor.fail();
  return Unsupported{};
}

Result<std::optional<Tree>> parse(std::string_view piece) {
  TokenCursor cursor(piece);
  if (cursor.at_any({"select", "with"})) {
    if (std::optional<CreateTableAs> into = parse_select_into(cursor)) return as_tree(cursor.finish(*std::move(into)));
  }
  if (cursor.failed()) return *cursor.error();
  if (cursor.at("select") && cursor.at("set_config", 1)) {
    if (std::optional<SetParameter> set = parse_set_config(cursor)) return std::optional<Tree>(*std::move(set));
  }
  if (begins_query(cursor)) return std::optional<Tree>();
  const bool job = cursor.at("copy") && cursor.at("job", 1) &&
                   (cursor.at("run", 2) || cursor.at("list", 2) || cursor.at("show", 2) || cursor.at("drop", 2) ||
                    cursor.at("alter", 2) || cursor.at("create", 2));
  if (job) return std::optional<Tree>(Unsupported{"COPY JOB"});
  if (cursor.at("copy")) return as_tree(parse_copy(piece));
  if (cursor.at("unload")) return as_tree(parse_unload(piece));
  Tree tree = parse_by_verb(cursor);
  if (!cursor.failed() && std::holds_alternative<Unsupported>(tree)) return std::optional<Tree>(std::move(tree));
  return as_tree(cursor.finish(std::move(tree)));
}

}  // namespace slipher::sql
