#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "duckdb.hpp"
#include "engine/duckdb/federated/remote_connection.h"

namespace slipher::engine {

/// How the cells of a remote column come over the wire (PostgreSQL's binary form).
enum class RemoteForm {
  kBool,
  kInt2,
  kInt4,
  kInt8,
  kFloat4,
  kFloat8,
  kNumeric,
  kDate,
  kTimestamp,
  kText,
  kPadded,  // CHAR(n): text with blanks behind it
  kAsText,  // a type that Redshift does not have: the server makes text of it
};

/// A type of PostgreSQL's as Redshift shows it: "The following types are converted to VARCHAR(64K)" (Amazon Redshift,
/// "Data type differences") is what becomes of all that it does not have.
struct RemoteType {
  RemoteForm form = RemoteForm::kAsText;
  ::duckdb::LogicalType type;  // as the engine declares it
};
/// `oid` and `modifier` as in pg_attribute.
RemoteType remote_type(std::int64_t oid, std::int64_t modifier);

struct RemoteColumn {
  std::string name;
  RemoteType type;
  std::string type_text;  // PostgreSQL's own: "character varying(20)"
  std::int64_t type_oid = 0;
  bool nullable = true;
};

struct RemoteTable {
  std::string schema;  // the remote one
  std::string name;
  std::int64_t rows = -1;  // as the server estimates; -1 = it does not
  std::vector<RemoteColumn> columns;
};

/// The tables and views of a remote schema, by name, with their columns; with `name` only that one.
Result<std::vector<RemoteTable>> read_remote_tables(RemoteConnection& connection, const std::string& schema,
                                                    const std::optional<std::string>& name,
                                                    const RemoteConnection::IsInterrupted& is_interrupted);

}  // namespace slipher::engine
