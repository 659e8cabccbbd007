#pragma once
#include <string>
#include <vector>

#include "duckdb.hpp"
#include "engine/duckdb/load/value_text.h"
#include "sql/unload_statement.h"

namespace slipher::engine {

/// Writes rows as the lines of UNLOAD's text formats. One per thread.
class RowText {
 public:
  /// `columns`: which of the query's columns are written, in order.
  RowText(const sql::UnloadStatement& statement, const std::vector<std::string>& names,
          const std::vector<::duckdb::LogicalType>& types, std::vector<std::size_t> columns);

  /// The header line; empty without HEADER.
  std::string header() const;
  /// The rows that append() writes next.
  void begin(::duckdb::DataChunk& chunk);
  /// Appends one line with its end.
  void append(std::size_t row, std::string& out);

 private:
  void append_delimited(std::size_t row, std::string& out);
  void append_json(std::size_t row, std::string& out);
  void append_fixed_width(std::size_t row, std::string& out);
  std::string_view null_text(const ValueText& value) const;
  void append_csv_field(std::string_view text, std::string& out) const;
  void append_escaped(std::string_view text, std::string& out) const;

  const sql::UnloadStatement& statement_;
  std::vector<std::size_t> columns_;
  std::vector<std::string> names_;
  std::vector<std::string> json_names_;  // "name": with quotes and colon
  std::vector<ValueText> values_;
  std::string scratch_;
};

}  // namespace slipher::engine
