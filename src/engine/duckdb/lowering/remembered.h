#pragma once
#include <string>
#include <vector>

#include "engine/duckdb/session.h"
#include "sql/create_table.h"

namespace slipher::engine {

// What Redshift stores with its objects and DuckDB does not (own_catalog.h), changed in the statement's transaction.
// Of temporary objects (schema "") keys, encodings and defaults are remembered, in temporary tables; views are not.

Result<void> remember_table(Session& session, const Session::ObjectName& table, const sql::TableAttributes& attributes);
Result<void> remember_columns(Session& session, const Session::ObjectName& table,
                              const std::vector<sql::ColumnDefinition>& columns);
/// Which sequence gives the values of a remembered IDENTITY column.
Result<void> remember_sequence(Session& session, const Session::ObjectName& table, const std::string& column,
                               const std::string& sequence);
/// Also in the place of an older one; "" forgets it.
Result<void> remember_default(Session& session, const Session::ObjectName& table, const std::string& column,
                              std::string_view text);
/// What is remembered of `from`'s defaults holds for `to` too.
Result<void> copy_defaults(Session& session, const Session::ObjectName& from, const Session::ObjectName& to);
Result<void> remember_constraint(Session& session, const Session::ObjectName& table,
                                 const sql::TableConstraint& constraint);

struct RememberedView {
  std::string query_text;   // as the user wrote it
  std::string engine_text;  // as DuckDB runs it
  bool materialized = false;
  bool auto_refresh = false;
  bool late_binding = false;
};
Result<void> remember_view(Session& session, const Session::ObjectName& view, const RememberedView& remembered,
                           const std::vector<Session::ObjectName>& references);

/// Forgets everything about a table or view, its comments included.
Result<void> forget_relation(Session& session, const Session::ObjectName& relation);
Result<void> rename_relation(Session& session, const Session::ObjectName& from, const Session::ObjectName& to);
Result<void> rename_column(Session& session, const Session::ObjectName& table, const std::string& from,
                           const std::string& to);
Result<void> forget_column(Session& session, const Session::ObjectName& table, const std::string& column);

/// Views that are bound to a relation.
Result<std::vector<Session::ObjectName>> dependent_views(Session& session, const Session::ObjectName& relation);
/// Sequences of a table's identity columns, quoted.
Result<std::vector<std::string>> identity_sequences(Session& session, const Session::ObjectName& table);

/// The internal table of the session's database, quoted.
std::string internal(Session& session, std::string_view table);
/// The one that tells of `of`, which may be a temporary table: one of tables, columns, defaults and constraints.
std::string internal(Session& session, const Session::ObjectName& of, std::string_view table);
/// Runs `text`; drops the count.
Result<void> run_all(Session& session, const std::vector<std::string>& texts);
/// "auto", "even", "key", "all"; "" = unset.
std::string distribution_text(sql::DistributionStyle style);
std::string sort_style_text(sql::SortKeyStyle style);

}  // namespace slipher::engine
