#include "engine/duckdb/lowering/move.h"

#include "duckdb/catalog/catalog.hpp"
#include "duckdb/catalog/catalog_entry/sequence_catalog_entry.hpp"
#include "duckdb/catalog/catalog_entry/table_catalog_entry.hpp"
#include "duckdb/parser/expression/constant_expression.hpp"
#include "duckdb/parser/expression/function_expression.hpp"
#include "duckdb/parser/parsed_data/create_table_info.hpp"
#include "duckdb/parser/parsed_data/create_view_info.hpp"
#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/lowering/column_text.h"
#include "engine/duckdb/lowering/drop_relation.h"
#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/lowering/repoint.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

struct MovingIdentity {
  std::string column;
  sql::Identity numbers;  // from the next value on
};

struct Structure {
  std::string create_text;
  std::vector<MovingIdentity> identities;
};

bool is_nextval(const ::duckdb::ParsedExpression& value) {
  return value.GetExpressionClass() == ::duckdb::ExpressionClass::FUNCTION &&
         value.Cast<::duckdb::FunctionExpression>().function_name == "nextval";
}

/// What a sequence would give next, and its step.
sql::Identity rest_of(Session& session, const std::string& schema, const std::string& sequence) {
  auto& entry = ::duckdb::Catalog::GetEntry<::duckdb::SequenceCatalogEntry>(
      *session.connection().context, session.context().database, schema, sequence);
  const auto data = entry.GetData();
  sql::Identity identity;
  identity.seed = data.counter;
  identity.step = data.increment;
  return identity;
}

/// A collation is part of the declared type, and what DuckDB writes beside that cannot be read.
void write_collation_in_type(::duckdb::ColumnDefinition& column) {
  const auto declared = declared_type(column.Type());
  if (!declared.ignores_case) return;
  const auto* name = declared.kind == DeclaredKind::kChar ? "rs_char" : "rs_varchar";
  column.SetType(
      ::duckdb::LogicalType::USER(name, {::duckdb::Value::INTEGER(declared.bytes), ::duckdb::Value::INTEGER(1)}));
}

/// How to make the table under its new name; IDENTITY columns still without their defaults.
Result<Structure> structure_of(Session& session, const Session::ObjectName& from, const Session::ObjectName& to) {
  auto remembered =
      session.runner().fetch("SELECT column_name, identity_sequence FROM " + internal(session, "columns") +
                             " WHERE identity_sequence IS NOT NULL AND schema_name = " + quote_text(from.schema) +
                             " AND table_name = " + quote_text(from.name));
  if (!remembered) return remembered.error();
  Structure structure;
  session.connection().context->RunFunctionInTransaction([&] {
    auto& entry = ::duckdb::Catalog::GetEntry<::duckdb::TableCatalogEntry>(
        *session.connection().context, session.context().database, from.schema, from.name);
    auto info = entry.GetInfo();
    auto& table = info->Cast<::duckdb::CreateTableInfo>();
    table.schema = to.schema;
    table.table = to.name;
    for (std::size_t row = 0; row < (*remembered)->RowCount(); ++row)
      structure.identities.push_back({(*remembered)->GetValue(0, row).ToString(),
                                      rest_of(session, from.schema, (*remembered)->GetValue(1, row).ToString())});
    for (auto& column : table.columns.Logical()) {
      write_collation_in_type(table.columns.GetColumnMutable(column.Logical()));
      if (column.HasDefaultValue() && is_nextval(column.DefaultValue()))
        table.columns.GetColumnMutable(column.Logical())
            .SetDefaultValue(::duckdb::make_uniq<::duckdb::ConstantExpression>(::duckdb::Value()));
    }
    structure.create_text = table.ToString();
  });
  return structure;
}

Result<void> move_table(Session& session, const Session::ObjectName& from, const Session::ObjectName& to) {
  auto structure = structure_of(session, from, to);
  if (!structure) return structure.error();
  auto sequences = identity_sequences(session, from);
  if (!sequences) return sequences.error();
  std::vector<std::string> texts = {structure->create_text,
                                    "INSERT INTO " + session.quoted(to) + " FROM " + session.quoted(from),
                                    "DROP TABLE " + session.quoted(from)};
  for (const auto& sequence : *sequences) texts.push_back("DROP SEQUENCE " + sequence);
  if (auto done = run_all(session, texts); !done) return done;
  if (auto done = rename_relation(session, from, to); !done) return done;
  for (const auto& identity : structure->identities) {
    sql::ColumnDefinition column;
    column.name = identity.column;
    column.identity = identity.numbers;
    auto sequence = make_identity(session, to, column);
    if (!sequence) return sequence.error();
    if (auto done = remember_sequence(session, to, identity.column, *sequence); !done) return done;
  }
  return {};
}

Result<void> move_view(Session& session, const Session::ObjectName& from, const Session::ObjectName& to) {
  std::string text;
  session.connection().context->RunFunctionInTransaction([&] {
    auto info = ::duckdb::Catalog::GetEntry(*session.connection().context, ::duckdb::CatalogType::VIEW_ENTRY,
                                            session.context().database, from.schema, from.name)
                    .GetInfo();
    auto& view = info->Cast<::duckdb::CreateViewInfo>();
    view.schema = to.schema;
    view.view_name = to.name;
    text = view.ToString();
  });
  if (auto done = run_all(session, {text, "DROP VIEW " + session.quoted(from)}); !done) return done;
  return rename_relation(session, from, to);
}

}  // namespace

Result<void> move_relation(Session& session, const Session::ObjectName& from, const Session::ObjectName& to) {
  return guarded([&]() -> Result<void> {
    auto kind = relation_kind(session, from);
    if (!kind) return kind.error();
    auto moved = *kind == RelationKind::kView ? move_view(session, from, to) : move_table(session, from, to);
    if (!moved) return moved;
    return repoint_views(session, from, to);
  });
}

}  // namespace slipher::engine
