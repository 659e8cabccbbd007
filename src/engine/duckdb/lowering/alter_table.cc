#include <algorithm>
#include <variant>

#include "engine/duckdb/external/external_catalog.h"
#include "engine/duckdb/lowering/column_text.h"
#include "engine/duckdb/lowering/drop_relation.h"
#include "engine/duckdb/lowering/late_binding.h"
#include "engine/duckdb/lowering/move.h"
#include "engine/duckdb/lowering/principal_names.h"
#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/lowering/repoint.h"
#include "engine/duckdb/lowering/statements.h"
#include "engine/duckdb/lowering/table_checks.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

/// Runs one action of ALTER TABLE on `table`.
class Altering {
 public:
  Altering(Session& session, Session::ObjectName table)
      : session_(session), table_(std::move(table)), alter_("ALTER TABLE " + session.quoted(table_) + " ") {}

  Result<void> operator()(const sql::AddColumn& action);
  Result<void> operator()(const sql::DropColumn& action);
  Result<void> operator()(const sql::RenameColumn& action);
  Result<void> operator()(const sql::RenameTable& action);
  Result<void> operator()(const sql::AddConstraint& action) {
    if (auto fits = check_constraint(session_, table_, action.constraint); !fits) return fits;
    if (auto free = check_primary_key(action.constraint); !free) return free;
    return remember_constraint(session_, table_, action.constraint);
  }
  Result<void> operator()(const sql::DropConstraint& action);
  Result<void> operator()(const sql::AlterDistribution& action);
  Result<void> operator()(const sql::AlterSortKey& action);
  Result<void> operator()(const sql::AlterEncoding& action);
  Result<void> operator()(const sql::AlterColumnType& action);
  Result<void> operator()(const sql::AlterColumnProperty& action);
  Result<void> operator()(const sql::ChangeOwner& action);
  Result<void> operator()(const sql::SetSchema& action);
  Result<void> operator()(const sql::AppendFrom& action);

 private:
  Result<void> run(const std::string& action) { return run_all(session_, {alter_ + action}); }
  // Changes what is remembered of the table.
  Result<void> set(const std::string& assignments) {
    auto changed =
        session_.runner().change("UPDATE " + internal(session_, table_, "tables") + " SET " + assignments + where());
    if (!changed) return changed.error();
    if (*changed > 0 || !table_.schema.empty()) return {};
    // A temporary one that was plain until now.
    sql::TableAttributes attributes;
    attributes.distribution = sql::DistributionStyle::kAuto;
    if (auto done = remember_table(session_, table_, attributes); !done) return done;
    return run_all(session_, {"UPDATE " + internal(session_, table_, "tables") + " SET " + assignments + where()});
  }
  std::string where() const {
    return " WHERE schema_name = " + quote_text(table_.schema) + " AND table_name = " + quote_text(table_.name);
  }
  // Drops the views that read the column, or fails because of them.
  Result<void> drop_dependents(const sql::DropColumn& action);
  Result<void> check_primary_key(const sql::TableConstraint& constraint);
  Result<void> move_to(const Session::ObjectName& target);
  Result<void> check_size(const sql::AlterColumnType& action);
  /// The table's columns, up to and including that one.
  std::vector<std::string> columns_up_to(const std::string& column);

  Session& session_;
  Session::ObjectName table_;
  std::string alter_;
};

Result<void> Altering::drop_dependents(const sql::DropColumn& action) {
  auto views = views_of_column(session_, table_, action.column);
  if (!views) return views.error();
  for (const auto& view : *views) {
    if (!action.cascade)
      return sql_failure("cannot drop table " + table_.name + " column " + action.column +
                         " because other objects depend on it\n  Hint: Use DROP ... CASCADE to drop the dependent "
                         "objects too.");
    if (!relation_exists(session_, view)) continue;
    if (auto done = drop_relation(session_, view, true); !done) return done;
  }
  return {};
}

// Fails for a second one.
Result<void> Altering::check_primary_key(const sql::TableConstraint& constraint) {
  if (constraint.kind != sql::TableConstraint::Kind::kPrimaryKey) return {};
  auto rows = session_.runner().fetch("SELECT 1 FROM " + internal(session_, table_, "constraints") + where() +
                                      " AND kind = 'p'");
  if (!rows) return rows.error();
  return (*rows)->RowCount() == 0 ? Result<void>() : several_primary_keys(table_);
}

Result<void> Altering::operator()(const sql::AddColumn& action) {
  const auto& column = action.column;
  if (action.if_not_exists) return sql_failure("syntax error at or near \"not\"");  // PostgreSQL's, of later versions
  if (column.identity) return sql::not_supported("ALTER TABLE ADD COLUMN with IDENTITY");
  if (column.not_null && column.default_value.empty())
    return sql_failure("ALTER TABLE ADD COLUMN defined as NOT NULL must have a non-null default expression");
  if (auto fits = check_column(table_, column); !fits) return fits;
  if (check_columns(session_, table_, {column.name})) return column_exists(column.name, table_.name);
  auto nullable = column;
  nullable.not_null = false;
  auto text = column_text(session_, nullable);
  if (!text) return text.error();
  // DuckDB's parser reads no default expression here that is not a constant; DEFAULT is set as CREATE TABLE's would be.
  auto made = session_.runner().run_normalized(alter_ + "ADD COLUMN " + *text, session_.parameters());
  if (!made) return made.error();
  if (column.not_null) {
    if (auto done = run("ALTER COLUMN " + quote_name(column.name) + " SET NOT NULL"); !done) return done;
  }
  if (auto done = remember_columns(session_, table_, {column}); !done) return done;
  if (column.references) {
    const auto fits = check_constraint(session_, table_,
                                       {sql::TableConstraint::Kind::kForeignKey, "", {column.name}, column.references});
    if (!fits) return fits;
  }
  return hide_new_column(session_, table_, columns_up_to(column.name));
}

Result<void> Altering::operator()(const sql::DropColumn& action) {
  const auto names = columns_up_to(action.column);
  if (names.empty() || names.back() != action.column)
    return action.if_exists ? Result<void>() : no_such_column(action.column, table_.name);
  if (auto free = check_no_key(session_, table_, action.column); !free) return free;
  if (auto free = drop_dependents(action); !free) return free;
  auto done = run(std::string("DROP COLUMN ") + (action.if_exists ? "IF EXISTS " : "") + quote_name(action.column));
  if (!done) return done;
  if (auto forgotten = forget_column_in_views(session_, table_, names.size() - 1); !forgotten) return forgotten;
  return forget_column(session_, table_, action.column);
}

Result<void> Altering::operator()(const sql::ChangeOwner& action) {
  if (auto known = check_new_owner(session_, action.owner); !known) return known;
  if (table_.schema.empty()) return {};
  if (auto done = set("owner = " + quote_text(action.owner)); !done) return done;
  return run_all(session_,
                 {"UPDATE " + internal(session_, "views") + " SET owner = " + quote_text(action.owner) +
                  " WHERE schema_name = " + quote_text(table_.schema) + " AND view_name = " + quote_text(table_.name)});
}

std::vector<std::string> Altering::columns_up_to(const std::string& column) {
  std::vector<std::string> names;
  for (const auto& [name, type] : table_columns(session_, table_)) {
    names.push_back(name);
    if (name == column) break;
  }
  return names;
}

Result<void> Altering::operator()(const sql::RenameColumn& action) {
  const auto names = columns_up_to(action.from);
  if (names.empty() || names.back() != action.from) return no_such_column(action.from, table_.name);
  if (check_columns(session_, table_, {action.to})) return column_exists(action.to, table_.name);
  if (auto done = run("RENAME COLUMN " + quote_name(action.from) + " TO " + quote_name(action.to)); !done) return done;
  if (auto done = keep_column_names(session_, table_, names); !done) return done;
  return rename_column(session_, table_, action.from, action.to);
}

Result<void> Altering::operator()(const sql::RenameTable& action) {
  const Session::ObjectName target{table_.schema, action.to};
  if (relation_exists(session_, target)) return sql_failure("Relation \"" + action.to + "\" already exists");
  auto kind = relation_kind(session_, table_);
  if (!kind) return kind.error();
  const auto command = *kind == RelationKind::kView ? "ALTER VIEW " + session_.quoted(table_) + " " : alter_;
  if (auto done = run_all(session_, {command + "RENAME TO " + quote_name(action.to)}); !done) return done;
  if (auto done = rename_relation(session_, table_, target); !done) return done;
  if (auto done = renew_late_binding_views(session_, target); !done) return done;
  return repoint_views(session_, table_, target);
}

Result<void> Altering::operator()(const sql::DropConstraint& action) {
  auto dropped = session_.runner().change("DELETE FROM " + internal(session_, table_, "constraints") + where() +
                                          " AND constraint_name = " + quote_text(action.name));
  if (!dropped) return dropped.error();
  if (*dropped == 0)
    return sql_failure("constraint \"" + action.name + "\" of relation \"" + table_.name + "\" does not exist");
  return {};
}

Result<void> Altering::operator()(const sql::AlterDistribution& action) {
  sql::TableAttributes attributes;
  attributes.distribution_key = action.key;
  if (auto fits = check_attributes(session_, table_, attributes); !fits) return fits;
  return set("distribution = " + quote_text_or_null(distribution_text(action.style)) +
             ", distribution_key = " + quote_text_or_null(action.key));
}

Result<void> Altering::operator()(const sql::AlterSortKey& action) {
  sql::TableAttributes attributes;
  attributes.sort_keys = action.keys;
  if (auto fits = check_attributes(session_, table_, attributes); !fits) return fits;
  return set("sort_style = " + quote_text_or_null(sort_style_text(action.style)) +
             ", sort_keys = " + quote_list(action.keys) + "::VARCHAR[]");
}

Result<void> Altering::operator()(const sql::AlterEncoding& action) {
  if (action.column.empty()) return {};
  if (auto fits = check_encoding(session_, table_, action.column, action.encoding); !fits) return fits;
  const auto is_column = where() + " AND column_name = " + quote_text(action.column);
  auto changed = session_.runner().change("UPDATE " + internal(session_, table_, "columns") +
                                          " SET encoding = " + quote_text(action.encoding) + is_column);
  if (!changed) return changed.error();
  if (*changed > 0) return {};
  sql::ColumnDefinition column;
  column.name = action.column;
  column.encoding = action.encoding;
  return remember_columns(session_, table_, {column});
}

/// "You can't decrease the size less than maximum size of existing data" (Amazon Redshift, "ALTER TABLE").
Result<void> Altering::check_size(const sql::AlterColumnType& action) {
  const bool is_text = action.type.name == "varchar" || action.type.name == "char";
  if (!is_text || action.type.modifiers.empty()) return {};
  const auto column = quote_name(action.column);
  auto rows = session_.runner().fetch("SELECT max(strlen(rtrim(" + column + "::VARCHAR, ' '))) FROM " +
                                      session_.quoted(table_));
  if (!rows) return rows.error();
  const auto longest = (*rows)->GetValue(0, 0);
  const auto size = action.type.modifiers[0];
  if (longest.IsNull() || longest.GetValue<std::int64_t>() <= size) return {};
  return sql_failure("target column size " + std::to_string(size) +
                     " should be greater or equal to current maximum column size " + longest.ToString());
}

Result<void> Altering::operator()(const sql::AlterColumnType& action) {
  if (auto known = check_columns(session_, table_, {action.column}); !known) return known;
  auto views = views_of_column(session_, table_, action.column);
  if (!views) return views.error();
  if (!views->empty()) return sql_failure("cannot alter type of a column used by a view or rule");
  if (auto fits = check_size(action); !fits) return fits;
  return run("ALTER COLUMN " + quote_name(action.column) + " TYPE " + sql::engine_spelling(action.type));
}

Result<void> Altering::operator()(const sql::AlterColumnProperty& action) {
  using Kind = sql::AlterColumnProperty::Kind;
  const auto column = "ALTER COLUMN " + quote_name(action.column);
  switch (action.kind) {
    case Kind::kSetDefault: {
      auto value = engine_expression(session_, "SELECT " + action.default_value.text);
      if (!value) return value.error();
      if (!*value) return sql_failure("cannot use a query in DEFAULT");
      auto set = run(column + " SET DEFAULT (" + **value + ")");
      if (!set) return set;
      return remember_default(session_, table_, action.column, action.default_value.text);
    }
    case Kind::kDropDefault: {
      if (auto dropped = run(column + " DROP DEFAULT"); !dropped) return dropped;
      return remember_default(session_, table_, action.column, {});
    }
    case Kind::kSetNotNull:
      return run(column + " SET NOT NULL");
    case Kind::kDropNotNull:
      return run(column + " DROP NOT NULL");
  }
  return {};
}

Result<void> Altering::operator()(const sql::SetSchema& action) {
  auto target = session_.resolve_new({action.schema, table_.name});
  if (!target) return target.error();
  if (relation_exists(session_, *target)) return sql_failure("Relation \"" + table_.name + "\" already exists");
  return move_relation(session_, table_, *target);
}

// Columns go by name. Without an option both tables have the same ones; IGNOREEXTRA leaves out what only the source
// has, FILLTARGET gives columns that only the target has their defaults.
Result<void> Altering::operator()(const sql::AppendFrom& action) {
  auto source = session_.resolve_existing(action.table);
  if (!source) return source.error();
  for (const auto& table : {*source, table_}) {
    auto kind = relation_kind(session_, table);
    if (!kind) return kind.error();
    if (*kind != RelationKind::kTable || table.schema.empty())
      return sql_failure("\"" + table.name + "\" is not a permanent table");
  }
  const auto from = table_columns(session_, *source), to = table_columns(session_, table_);
  std::string list;
  std::size_t shared = 0;
  for (const auto& [name, type] : from) {
    const auto found = std::find_if(to.begin(), to.end(), [&](const auto& column) { return column.first == name; });
    if (found == to.end()) {
      if (action.ignore_extra) continue;
      return sql_failure("column \"" + name + "\" of " + source->name + " is not in " + table_.name +
                         ": use IGNOREEXTRA to leave it out");
    }
    if (found->second != type)
      return sql_failure("column \"" + name + "\" has different types in " + source->name + " and " + table_.name);
    list += (shared++ ? ", " : "") + quote_name(name);
  }
  if (shared < to.size() && !action.fill_target)
    return sql_failure("not every column of " + table_.name + " is in " + source->name +
                       ": use FILLTARGET to fill them");
  if (shared == 0) return sql_failure(source->name + " and " + table_.name + " have no column in common");
  const auto rows = session_.quoted(*source);
  return run_all(session_,
                 {"INSERT INTO " + session_.quoted(table_) + " (" + list + ") SELECT " + list + " FROM " + rows,
                  "DELETE FROM " + rows});
}

}  // namespace

Result<Outcome> lower_statement(Session& session, const sql::AlterTable& statement) {
  auto object = session.resolve_existing(statement.name);
  if (!object) return object.error();
  auto external = external_table_of(session, *object);
  if (!external) return external.error();
  if (*external) {
    if (auto done = alter_external_columns(session, **external, statement.actions); !done) return done.error();
    return Outcome{};
  }
  auto kind = relation_kind(session, *object);
  if (!kind) return kind.error();
  Altering altering(session, *object);
  for (const auto& action : statement.actions) {
    const bool changes_columns =
        std::holds_alternative<sql::AddColumn>(action) || std::holds_alternative<sql::DropColumn>(action) ||
        std::holds_alternative<sql::RenameColumn>(action) || std::holds_alternative<sql::AlterColumnType>(action);
    const bool of_tables = changes_columns || std::holds_alternative<sql::AddConstraint>(action) ||
                           std::holds_alternative<sql::DropConstraint>(action);
    if (of_tables && *kind != RelationKind::kTable) return sql_failure("\"" + object->name + "\" is not a table");
    if (auto done = std::visit(altering, action); !done) return done.error();
    if (!changes_columns) continue;
    if (auto renewed = renew_late_binding_views(session, *object); !renewed) return renewed.error();
  }
  return Outcome{};
}

}  // namespace slipher::engine
