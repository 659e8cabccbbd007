#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "duckdb.hpp"
#include "engine/types.h"

namespace slipher::engine {

/// Turns one result column's vectors into Cells. Layouts that DuckDB shares with engine::Layout are passed on as they
/// lie; texts get an array of views, and types without a layout of their own get their wire text.
class CellReader {
 public:
  /// `as_null_text`: the column is an untyped NULL, shown as varchar whatever type DuckDB gave it.
  explicit CellReader(const ::duckdb::LogicalType& type, bool as_null_text = false);

  /// Cells of the first `rows` rows of `vector`, which is flattened; valid until the next call and while it lives.
  Cells read(::duckdb::Vector& vector, std::size_t rows);

 private:
  enum class Form {
    kAsIs,
    kViews,   // VARCHAR and its aliases
    kPadded,  // CHAR(n)
    kBase64,  // VARBYTE
    kInterval,
    kYearToMonth,
    kTimeWithZone,
    kWidenToInt16,  // TINYINT
    kUnsigned8ToInt16,
    kUnsigned16ToInt32,
    kUnsigned32ToInt64,
    kUnsigned64ToInt128,
    kToTimestamp,  // TIMESTAMP_S, _MS, _NS
    kOther,        // by DuckDB's own text
    kNull,
  };

  void read_views(::duckdb::Vector& vector, std::size_t rows);
  void read_texts(::duckdb::Vector& vector, std::size_t rows, const std::uint64_t* validity);
  void append_text(const ::duckdb::Vector& vector, std::size_t row);
  template <class From, class To>
  void widen(const ::duckdb::Vector& vector, std::size_t rows);

  ::duckdb::LogicalType type_;
  Form form_ = Form::kAsIs;
  Layout layout_ = Layout::kText;
  std::size_t padded_bytes_ = 0;
  std::vector<std::string_view> views_;
  std::vector<std::size_t> ends_;
  std::string texts_;
  std::vector<std::uint64_t> words_;  // widened values, and the validity of an all-NULL column
};

}  // namespace slipher::engine
