#pragma once
#include <optional>
#include <string>
#include <vector>

#include "duckdb.hpp"
#include "duckdb/main/client_context_state.hpp"

namespace slipher::engine {

/// Where a result column comes from, as far as its plan tells.
struct ColumnOrigin {
  /// Set when the column is a table's column, unchanged.
  std::string schema;
  std::string table;
  bool nullable = true;
  /// Longest text in bytes that it can hold; absent = no better than its type says.
  std::optional<int> text_bytes;
  /// Whether VARCHAR values are among the texts that it can hold.
  bool is_varchar = false;
  /// What the query calls it (given_names.h); "" = not known.
  std::string given_name;
};

/// A table that a plan reads, and the columns that it takes of it.
struct PlanScan {
  std::string database;
  std::string schema;
  std::string table;
  std::vector<std::string> columns;
};

/// What the pass found out about the statement that was planned last on a connection. The connection sets `wanted`
/// before it prepares a statement and takes `columns` afterwards.
struct PlanFacts : ::duckdb::ClientContextState {
  bool wanted = false;
  std::vector<ColumnOrigin> columns;
  /// The tables of users that it reads; the same way.
  std::vector<PlanScan> tables;
  /// For who may read what; the same way.
  bool wants_scans = false;
  std::vector<PlanScan> scans;
  /// The types of the expressions whose place in the text is kFirstProbe, kFirstProbe + 1 ...; as many as there are.
  static constexpr std::size_t kFirstProbe = std::size_t{1} << 40;
  std::vector<::duckdb::LogicalType> probed;

  static ::duckdb::shared_ptr<PlanFacts> of(::duckdb::ClientContext& context);
};

/// Adds a pass between DuckDB's binder and its optimizers. It
/// - makes INSERT, UPDATE and MERGE check the declared length of every VARCHAR(n), CHAR(n) and VARBYTE(n) value they
///   store: "value too long for type character varying(n)"; excess blanks are cut off, CHAR loses trailing blanks;
/// - records the origins of result columns (PlanFacts), and which table's rows change (refresh/view_extents.h);
/// - refuses set operations, CASE and COALESCE of types that Redshift does not match;
/// - makes comparisons of texts blind to trailing blanks, and implicit casts of texts to TIMESTAMPTZ read Redshift's
///   forms of them.
void register_plan_pass(::duckdb::DatabaseInstance& database);

}  // namespace slipher::engine
