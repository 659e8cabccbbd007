#pragma once
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sql/column_type.h"
#include "sql/token_cursor.h"

namespace slipher::sql {

/// CREATE EXTERNAL SCHEMA [IF NOT EXISTS] name FROM DATA CATALOG DATABASE 'd' ... [CREATE EXTERNAL DATABASE IF NOT
/// EXISTS].
struct CreateExternalSchema {
  std::string name;
  bool if_not_exists = false;
  std::string database;
  std::string role;    // "" = none given
  std::string region;  // likewise
  bool creates_database = false;
};

/// CREATE EXTERNAL SCHEMA [IF NOT EXISTS] name FROM REDSHIFT DATABASE 'database' [SCHEMA 'schema'].
struct CreateSharedSchema {
  std::string name;
  bool if_not_exists = false;
  std::string database;
  std::string schema;
};

/// CREATE EXTERNAL SCHEMA [IF NOT EXISTS] name FROM POSTGRES DATABASE 'database' [SCHEMA 'schema'] URI 'host' [PORT n]
/// IAM_ROLE '...' SECRET_ARN '...'.
struct CreateFederatedSchema {
  std::string name;
  bool if_not_exists = false;
  std::string database;
  std::string schema;
  std::string host;
  int port = 0;
  std::string role;  // "" = none given
  std::string secret_arn;
};

/// How the files of an external table are to be read.
struct ExternalFormat {
  enum class Kind { kText, kCsv, kJson, kParquet };
  Kind kind = Kind::kText;
  char delimiter = '\x01';  // of kText; ',' of kCsv
  char quote = '"';         // of kCsv
  char escape = '\\';       // of kCsv; of kText '\0' = none
  std::string null_text = "\\N";
  /// As the statement spelled them, for the catalog.
  std::string serde;
  std::string input_format;
  std::string output_format;
};

struct ExternalColumn {
  std::string name;
  ColumnType type;        // super for array<...>, map<...> and struct<...>
  std::string type_text;  // as it was written, without blanks
};

using Properties = std::vector<std::pair<std::string, std::string>>;

/// CREATE EXTERNAL TABLE schema.name (columns) [PARTITIONED BY (...)] ... LOCATION 's3://...' [TABLE PROPERTIES (...)]
/// [AS query].
struct CreateExternalTable {
  QualifiedName name;
  std::vector<ExternalColumn> columns;     // none with a query
  std::vector<ExternalColumn> partitions;  // with a query: names alone
  ExternalFormat format;
  std::string location;
  Properties properties;
  Span query;  // empty = none
};

/// The values of one partition, by column.
struct PartitionSpec {
  Properties values;
  std::string location;  // "" = not given
};

struct AddPartitions {
  bool if_not_exists = false;
  std::vector<PartitionSpec> partitions;
};
struct DropPartition {
  bool if_exists = false;
  PartitionSpec partition;
};
/// SET LOCATION, PARTITION (...) SET LOCATION.
struct SetExternalLocation {
  Properties partition;  // empty = the table
  std::string location;
};
struct SetFileFormat {
  ExternalFormat format;
};
struct SetTableProperties {
  Properties properties;
};

/// ALTER TABLE of an external table.
struct AlterExternalTable {
  QualifiedName name;
  std::variant<AddPartitions, DropPartition, SetExternalLocation, SetFileFormat, SetTableProperties> action;
};

}  // namespace slipher::sql
