#include <algorithm>

#include "duckdb/catalog/catalog.hpp"
#include "duckdb/catalog/catalog_entry/table_catalog_entry.hpp"
#include "duckdb/parser/constraints/not_null_constraint.hpp"
#include "engine/duckdb/catalog/system_views.h"
#include "engine/duckdb/lowering/column_text.h"
#include "engine/duckdb/lowering/inherited_keys.h"
#include "engine/duckdb/lowering/late_binding.h"
#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/lowering/statements.h"
#include "engine/duckdb/lowering/table_checks.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

/// What LIKE takes over. NOT NULL always comes along, defaults when asked for.
struct LikeColumns {
  Session::ObjectName source;
  std::vector<std::string> texts;
  /// Column -> default in DuckDB's words, which must not be rewritten once more.
  std::vector<std::pair<std::string, std::string>> defaults;
};

LikeColumns like_system_view(const SystemView& view) {
  LikeColumns columns{{std::string(view.schema), std::string(view.name)}, {}, {}};
  for (const auto& column : columns_of(view)) {
    if (!column.hidden) columns.texts.push_back(quote_name(column.name) + " " + column.type);
  }
  return columns;
}

Result<LikeColumns> like_columns(Session& session, const sql::LikeTable& like) {
  auto source = session.resolve_existing(like.table);
  if (!source) {
    const auto& name = like.table;
    const auto* view = name.size() > 2 ? nullptr : find_system_view(name.size() == 2 ? name[0] : "", name.back());
    return view ? Result<LikeColumns>(like_system_view(*view)) : source.error();
  }
  LikeColumns columns{*source, {}, {}};
  auto& context = *session.connection().context;
  context.RunFunctionInTransaction([&] {
    const bool temporary = source->schema.empty();
    const auto& table = ::duckdb::Catalog::GetEntry<::duckdb::TableCatalogEntry>(
        context, temporary ? "temp" : session.context().database, temporary ? "main" : source->schema, source->name);
    for (const auto& column : table.GetColumns().Logical()) {
      auto text = quote_name(column.Name()) + " " + column.Type().ToString();
      const auto value = column.HasDefaultValue() ? column.DefaultValue().ToString() : std::string();
      if (like.including_defaults && !value.empty() && value.find("nextval") == std::string::npos)
        columns.defaults.emplace_back(column.Name(), value);
      for (const auto& constraint : table.GetConstraints()) {
        if (constraint->type == ::duckdb::ConstraintType::NOT_NULL &&
            constraint->Cast<::duckdb::NotNullConstraint>().index == column.Logical())
          text += " NOT NULL";
      }
      columns.texts.push_back(std::move(text));
    }
  });
  return columns;
}

Result<void> set_defaults(Session& session, const Session::ObjectName& table, const LikeColumns& like) {
  for (const auto& [column, value] : like.defaults) {
    auto set = session.runner().change("ALTER TABLE " + session.quoted(table) + " ALTER COLUMN " + quote_name(column) +
                                       " SET DEFAULT " + value);
    if (!set) return set.error();
  }
  return like.defaults.empty() ? Result<void>() : copy_defaults(session, like.source, table);
}

Result<void> remember_all(Session& session, const Session::ObjectName& object, const sql::CreateTable& statement) {
  if (auto fits = check_attributes(session, object, statement.attributes); !fits) return fits;
  if (auto done = remember_table(session, object, statement.attributes); !done) return done;
  if (auto done = remember_columns(session, object, statement.columns); !done) return done;
  auto constraints = statement.constraints;
  using Kind = sql::TableConstraint::Kind;
  for (const auto& column : statement.columns) {
    if (column.primary_key) constraints.push_back({Kind::kPrimaryKey, "", {column.name}, {}});
    if (column.unique) constraints.push_back({Kind::kUnique, "", {column.name}, {}});
    if (column.references) constraints.push_back({Kind::kForeignKey, "", {column.name}, column.references});
  }
  const auto primary_keys = std::count_if(constraints.begin(), constraints.end(),
                                          [](const auto& each) { return each.kind == Kind::kPrimaryKey; });
  if (primary_keys > 1) return several_primary_keys(object);
  for (const auto& constraint : constraints) {
    if (auto fits = check_constraint(session, object, constraint); !fits) return fits;
    if (auto done = remember_constraint(session, object, constraint); !done) return done;
  }
  return {};
}

/// A default that no value of the column can be is an error now, not with the first row.
Result<void> check_default(Session& session, const sql::ColumnDefinition& column) {
  if (column.default_value.empty()) return {};
  auto value = normalized_text(session, column.default_value);
  if (!value) return value.error();
  auto row = session.runner().run_normalized(
      "SELECT CAST((" + *value + ") AS " + sql::engine_spelling(column.type) + ")", session.parameters());
  if (!row) return row.error();
  Chunk chunk;
  if (auto read = row->stream->next(chunk); !read) return read.error();
  return {};
}

bool in_primary_key(const sql::CreateTable& statement, const std::string& column) {
  return std::any_of(statement.constraints.begin(), statement.constraints.end(), [&](const auto& constraint) {
    return constraint.kind == sql::TableConstraint::Kind::kPrimaryKey &&
           std::find(constraint.columns.begin(), constraint.columns.end(), column) != constraint.columns.end();
  });
}

}  // namespace

Result<Outcome> lower_statement(Session& session, const sql::CreateTable& statement) {
  auto object = session.resolve_new(statement.name);
  if (!object) return object.error();
  if (statement.temporary) object->schema.clear();
  if (statement.if_not_exists && relation_exists(session, *object)) return Outcome{};

  std::vector<std::string> columns;
  std::vector<LikeColumns> likes;
  for (const auto& like : statement.likes) {
    auto more = like_columns(session, like);
    if (!more) return more.error();
    columns.insert(columns.end(), more->texts.begin(), more->texts.end());
    likes.push_back(*std::move(more));
  }
  for (auto column : statement.columns) {
    if (auto fits = check_column(*object, column); !fits) return fits.error();
    if (auto fits = check_default(session, column); !fits) return fits.error();
    column.not_null =
        column.not_null || column.primary_key || column.identity || in_primary_key(statement, column.name);
    auto text = column_text(session, column);
    if (!text) return text.error();
    columns.push_back(*std::move(text));
  }
  if (columns.empty()) return sql_failure("a table needs at least one column");
  std::string text =
      std::string("CREATE ") + (statement.temporary ? "TEMPORARY " : "") + "TABLE " + session.quoted(*object) + " (";
  for (std::size_t i = 0; i < columns.size(); ++i) text += (i ? ", " : "") + columns[i];
  text += ")";
  if (auto made = session.runner().run_normalized(text, session.parameters()); !made) return made.error();
  for (const auto& like : likes) {
    if (auto done = set_defaults(session, *object, like); !done) return done.error();
  }
  std::vector<std::pair<std::string, std::string>> sequences;  // column -> its sequence
  for (const auto& column : statement.columns) {
    if (!column.identity) continue;
    auto sequence = make_identity(session, *object, column);
    if (!sequence) return sequence.error();
    sequences.emplace_back(column.name, *std::move(sequence));
  }
  if (auto done = remember_all(session, *object, statement); !done) return done.error();
  for (const auto& like : likes) {
    if (auto done = copy_attributes(session, like.source, *object); !done) return done.error();
  }
  for (const auto& [column, sequence] : sequences) {
    if (auto done = remember_sequence(session, *object, column, sequence); !done) return done.error();
  }
  if (auto renewed = renew_late_binding_views(session, *object); !renewed) return renewed.error();
  return Outcome{};
}

}  // namespace slipher::engine
