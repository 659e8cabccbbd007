#include "engine/duckdb/lowering/remembered.h"

#include "engine/duckdb/access/privileges.h"
#include "engine/duckdb/own_catalog.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

constexpr std::string_view kNow = "current_timestamp AT TIME ZONE 'UTC'";

std::string literal(bool value) { return value ? "true" : "false"; }

// schema_name = 'public' AND <name column> = 't'
std::string is_object(const Session::ObjectName& object, std::string_view name_column = "table_name") {
  return "schema_name = " + quote_text(object.schema) + " AND " + std::string(name_column) + " = " +
         quote_text(object.name);
}

std::string dotted(const std::vector<std::string>& parts) {
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? "" : ".") + part;
  return out;
}

}  // namespace

std::string internal(Session& session, std::string_view table) {
  return internal_table(session.context().database, table);
}

std::string internal(Session& session, const Session::ObjectName& of, std::string_view table) {
  if (!of.schema.empty()) return internal(session, table);
  make_temporary_internal_table(session.connection(), table);
  return temporary_internal_table(table);
}

Result<void> run_all(Session& session, const std::vector<std::string>& texts) {
  for (const auto& text : texts) {
    if (auto done = session.runner().change(text); !done) return done.error();
  }
  return {};
}

std::string distribution_text(sql::DistributionStyle style) {
  switch (style) {
    case sql::DistributionStyle::kUnset:
      return "";
    case sql::DistributionStyle::kAuto:
      return "auto";
    case sql::DistributionStyle::kEven:
      return "even";
    case sql::DistributionStyle::kKey:
      return "key";
    case sql::DistributionStyle::kAll:
      return "all";
  }
  return "";
}

std::string sort_style_text(sql::SortKeyStyle style) {
  switch (style) {
    case sql::SortKeyStyle::kNone:
      return "";
    case sql::SortKeyStyle::kAuto:
      return "auto";
    case sql::SortKeyStyle::kCompound:
      return "compound";
    case sql::SortKeyStyle::kInterleaved:
      return "interleaved";
  }
  return "";
}

Result<void> remember_table(Session& session, const Session::ObjectName& table,
                            const sql::TableAttributes& attributes) {
  const bool is_temporary = table.schema.empty();
  const bool is_plain =
      attributes.distribution == sql::DistributionStyle::kUnset && attributes.sort_style == sql::SortKeyStyle::kNone;
  if (is_temporary && is_plain) return {};
  const std::string backup = attributes.backup ? literal(*attributes.backup) : "NULL";
  auto done =
      run_all(session, {"INSERT INTO " + internal(session, table, "tables") + " VALUES (" + quote_text(table.schema) +
                        ", " + quote_text(table.name) + ", " + quote_text(session.context().user) + ", " +
                        quote_text_or_null(distribution_text(attributes.distribution)) + ", " +
                        quote_text_or_null(attributes.distribution_key) + ", " +
                        quote_text_or_null(sort_style_text(attributes.sort_style)) + ", " +
                        quote_list(attributes.sort_keys) + "::VARCHAR[], " + backup + ", " + std::string(kNow) + ")"});
  if (!done || is_temporary) return done;
  return give_default_privileges(session, {"relation", table.schema, table.name});
}

Result<void> remember_columns(Session& session, const Session::ObjectName& table,
                              const std::vector<sql::ColumnDefinition>& columns) {
  std::vector<std::string> texts;
  for (const auto& column : columns) {
    if (!column.default_value.empty()) {
      if (auto done = remember_default(session, table, column.name, column.default_value.text); !done) return done;
    }
    if (column.encoding.empty() && column.collation.empty() && !column.identity) continue;
    std::string identity = "NULL, NULL, NULL, NULL";
    if (column.identity)
      identity = std::to_string(column.identity->seed) + ", " + std::to_string(column.identity->step) + ", " +
                 literal(column.identity->by_default) + ", NULL";
    texts.push_back("INSERT INTO " + internal(session, table, "columns") + " VALUES (" + quote_text(table.schema) +
                    ", " + quote_text(table.name) + ", " + quote_text(column.name) + ", " +
                    quote_text_or_null(column.encoding) + ", " + quote_text_or_null(column.collation) + ", " +
                    identity + ")");
  }
  return run_all(session, texts);
}

Result<void> remember_sequence(Session& session, const Session::ObjectName& table, const std::string& column,
                               const std::string& sequence) {
  return run_all(session,
                 {"UPDATE " + internal(session, table, "columns") + " SET identity_sequence = " + quote_text(sequence) +
                  " WHERE " + is_object(table) + " AND column_name = " + quote_text(column)});
}

Result<void> remember_default(Session& session, const Session::ObjectName& table, const std::string& column,
                              std::string_view text) {
  const auto defaults = internal(session, table, "defaults");
  std::vector<std::string> texts = {"DELETE FROM " + defaults + " WHERE " + is_object(table) +
                                    " AND column_name = " + quote_text(column)};
  if (!text.empty())
    texts.push_back("INSERT INTO " + defaults + " VALUES (" + quote_text(table.schema) + ", " + quote_text(table.name) +
                    ", " + quote_text(column) + ", " + quote_text(text) + ")");
  return run_all(session, texts);
}

Result<void> copy_defaults(Session& session, const Session::ObjectName& from, const Session::ObjectName& to) {
  return run_all(session, {"INSERT INTO " + internal(session, to, "defaults") + " SELECT " + quote_text(to.schema) +
                           ", " + quote_text(to.name) + ", column_name, default_text FROM " +
                           internal(session, from, "defaults") + " WHERE " + is_object(from)});
}

Result<void> remember_constraint(Session& session, const Session::ObjectName& table,
                                 const sql::TableConstraint& constraint) {
  using Kind = sql::TableConstraint::Kind;
  const std::string kind = constraint.kind == Kind::kPrimaryKey ? "p" : constraint.kind == Kind::kUnique ? "u" : "f";
  auto name = constraint.name;
  if (name.empty()) {
    name = table.name;
    if (constraint.kind != Kind::kPrimaryKey) {
      for (const auto& column : constraint.columns) name += "_" + column;
    }
    name += constraint.kind == Kind::kPrimaryKey ? "_pkey" : constraint.kind == Kind::kUnique ? "_key" : "_fkey";
  }
  std::string referenced = "NULL, NULL";
  if (constraint.references)
    referenced = quote_text(dotted(constraint.references->table)) + ", " + quote_list(constraint.references->columns) +
                 "::VARCHAR[]";
  return run_all(session,
                 {"INSERT INTO " + internal(session, table, "constraints") + " VALUES (" + quote_text(table.schema) +
                  ", " + quote_text(table.name) + ", " + quote_text(name) + ", " + quote_text(kind) + ", " +
                  quote_list(constraint.columns) + "::VARCHAR[], " + referenced + ")"});
}

Result<void> remember_view(Session& session, const Session::ObjectName& view, const RememberedView& remembered,
                           const std::vector<Session::ObjectName>& references) {
  if (view.schema.empty()) return {};
  std::vector<std::string> texts = {
      "INSERT INTO " + internal(session, "views") + " VALUES (" + quote_text(view.schema) + ", " +
      quote_text(view.name) + ", " + quote_text(session.context().user) + ", " + quote_text(remembered.query_text) +
      ", " + quote_text(remembered.engine_text) + ", " + literal(remembered.materialized) + ", " +
      literal(remembered.auto_refresh) + ", " + literal(remembered.late_binding) + ", " + std::string(kNow) + ")"};
  for (const auto& reference : references)
    texts.push_back("INSERT INTO " + internal(session, "view_references") + " VALUES (" + quote_text(view.schema) +
                    ", " + quote_text(view.name) + ", " + quote_text(reference.schema) + ", " +
                    quote_text(reference.name) + ")");
  return run_all(session, texts);
}

namespace {

/// The internal tables that tell of a table by schema_name and table_name, as far as they are there.
std::vector<std::string> known_tables(Session& session, const Session::ObjectName& object) {
  std::vector<std::string> known;
  for (const auto* table : {"tables", "columns", "defaults", "constraints"}) {
    bool is_there = !object.schema.empty();
    auto& context = *session.connection().context;
    if (!is_there) context.RunFunctionInTransaction([&] { is_there = has_temporary_internal_table(context, table); });
    if (is_there) known.emplace_back(table);
  }
  return known;
}

}  // namespace

Result<void> forget_relation(Session& session, const Session::ObjectName& relation) {
  std::vector<std::string> texts;
  for (const auto& table : known_tables(session, relation))
    texts.push_back("DELETE FROM " + internal(session, relation, table) + " WHERE " + is_object(relation));
  if (!relation.schema.empty()) {
    for (const auto* table : {"views", "view_references"})
      texts.push_back("DELETE FROM " + internal(session, table) + " WHERE " + is_object(relation, "view_name"));
    texts.push_back("DELETE FROM " + internal(session, "comments") + " WHERE " + is_object(relation, "object_name"));
  }
  return run_all(session, texts);
}

Result<void> rename_relation(Session& session, const Session::ObjectName& from, const Session::ObjectName& to) {
  const auto update = [&](const std::string& table, const std::string& column) {
    return "UPDATE " + table + " SET schema_name = " + quote_text(to.schema) + ", " + column + " = " +
           quote_text(to.name) + " WHERE " + is_object(from, column);
  };
  std::vector<std::string> texts;
  for (const auto& table : known_tables(session, from))
    texts.push_back(update(internal(session, from, table), "table_name"));
  if (from.schema.empty()) return run_all(session, texts);
  texts.push_back(update(internal(session, "views"), "view_name"));
  texts.push_back(update(internal(session, "view_references"), "view_name"));
  texts.push_back(update(internal(session, "comments"), "object_name"));
  auto done = rename_privileges(session, {"relation", from.schema, from.name}, {"relation", to.schema, to.name});
  if (!done) return done;
  return run_all(session, texts);
}

Result<void> rename_column(Session& session, const Session::ObjectName& table, const std::string& from,
                           const std::string& to) {
  std::vector<std::string> texts;
  const auto update = [&](const std::string& catalog, std::string_view name_column, const std::string& column) {
    texts.push_back("UPDATE " + catalog + " SET " + column + " = " + quote_text(to) + " WHERE " +
                    is_object(table, name_column) + " AND " + column + " = " + quote_text(from));
  };
  const auto in_list = [&](const std::string& catalog, const std::string& column) {
    texts.push_back("UPDATE " + catalog + " SET " + column + " = list_transform(" + column +
                    ", lambda c: CASE WHEN c = " + quote_text(from) + " THEN " + quote_text(to) +
                    " ELSE c END) WHERE " + is_object(table) + " AND list_contains(" + column + ", " +
                    quote_text(from) + ")");
  };
  for (const auto& known : known_tables(session, table)) {
    const auto catalog = internal(session, table, known);
    if (known == "columns" || known == "defaults") update(catalog, "table_name", "column_name");
    if (known == "constraints") in_list(catalog, "column_names");
    if (known != "tables") continue;
    in_list(catalog, "sort_keys");
    update(catalog, "table_name", "distribution_key");
  }
  if (!table.schema.empty()) {
    update(internal(session, "comments"), "object_name", "column_name");
    update(internal(session, "privileges"), "object_name", "column_name");
  }
  return run_all(session, texts);
}

Result<void> forget_column(Session& session, const Session::ObjectName& table, const std::string& column) {
  std::vector<std::string> texts;
  const auto is_column = " AND column_name = " + quote_text(column);
  for (const auto& known : known_tables(session, table)) {
    if (known == "tables") continue;
    const auto has_it =
        known == "constraints" ? " AND list_contains(column_names, " + quote_text(column) + ")" : is_column;
    texts.push_back("DELETE FROM " + internal(session, table, known) + " WHERE " + is_object(table) + has_it);
  }
  if (!table.schema.empty()) {
    for (const auto* named : {"privileges", "comments"})
      texts.push_back("DELETE FROM " + internal(session, named) + " WHERE " + is_object(table, "object_name") +
                      is_column);
  }
  return run_all(session, texts);
}

Result<std::vector<Session::ObjectName>> dependent_views(Session& session, const Session::ObjectName& relation) {
  std::vector<Session::ObjectName> views;
  if (relation.schema.empty()) return views;
  auto rows =
      session.runner().fetch("SELECT DISTINCT schema_name, view_name FROM " + internal(session, "view_references") +
                             " WHERE referenced_schema = " + quote_text(relation.schema) +
                             " AND referenced_name = " + quote_text(relation.name) + " ORDER BY ALL");
  if (!rows) return rows.error();
  for (std::size_t row = 0; row < (*rows)->RowCount(); ++row)
    views.push_back({(*rows)->GetValue(0, row).ToString(), (*rows)->GetValue(1, row).ToString()});
  return views;
}

Result<std::vector<std::string>> identity_sequences(Session& session, const Session::ObjectName& table) {
  std::vector<std::string> sequences;
  if (table.schema.empty()) return sequences;
  auto rows = session.runner().fetch("SELECT identity_sequence FROM " + internal(session, "columns") + " WHERE " +
                                     is_object(table) + " AND identity_sequence IS NOT NULL");
  if (!rows) return rows.error();
  for (std::size_t row = 0; row < (*rows)->RowCount(); ++row)
    sequences.push_back(quote_names({session.context().database, table.schema, (*rows)->GetValue(0, row).ToString()}));
  return sequences;
}

}  // namespace slipher::engine
