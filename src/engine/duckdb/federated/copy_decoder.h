#pragma once
#include <string_view>
#include <vector>

#include "duckdb.hpp"
#include "engine/duckdb/federated/remote_table.h"

namespace slipher::engine {

/// Takes apart what COPY ... TO STDOUT (FORMAT binary) sends (PostgreSQL, "COPY", "Binary Format"). Throws DuckDB's
/// exceptions.
class CopyDecoder {
 public:
  /// The columns in the order of the COPY.
  explicit CopyDecoder(std::vector<RemoteColumn> columns) : columns_(std::move(columns)) {}

  /// A message of whole rows, which lives until the next.
  void take(std::string_view message);
  /// Puts the next row of the message into `row` of the vectors, one for each column; false when there is none left.
  bool next(const std::vector<::duckdb::Vector*>& vectors, ::duckdb::idx_t row);

 private:
  template <class Integer>
  Integer read();
  std::string_view read(std::size_t size);

  const std::vector<RemoteColumn> columns_;
  std::string_view rest_;
  bool has_begun_ = false;
};

}  // namespace slipher::engine
