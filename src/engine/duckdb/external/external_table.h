#pragma once
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "sql/external.h"

namespace slipher::engine {

/// An external table as the catalog keeps it: its columns, how its files are read, and where they are.
struct ExternalTable {
  struct Column {
    std::string name;
    std::string engine_type;  // "rs_varchar(20)"
    std::string type_text;    // as the user wrote it: "array<int>"
  };
  struct Partition {
    std::vector<std::string> values;  // one for each of `keys`
    std::string location;
  };

  std::string database;  // of the data catalog
  std::string name;
  std::string location;
  sql::ExternalFormat format;
  std::vector<Column> columns;
  std::vector<Column> keys;  // partition columns
  std::vector<Partition> partitions;
  sql::Properties properties;
  std::string owner;

  /// skip.header.line.count.
  int skipped_lines() const;
};

/// "parquet", "text", "csv", "json", and back.
std::string format_name(sql::ExternalFormat::Kind kind);
sql::ExternalFormat::Kind format_kind(const std::string& name);

/// The query that reads the table: its columns in their types, then the partition columns. It calls
/// kExternalScan, which finds the files when the query is planned.
std::string reading_query(const ExternalTable& table);

inline constexpr const char* kExternalScan = "slipher_external_scan";

}  // namespace slipher::engine
