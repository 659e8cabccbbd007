#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipher::engine {

/// A column's type in Redshift's terms. type_name() gives the wire's `typeName`.
enum class Type {
  kBool,
  kInt2,
  kInt4,
  kInt8,
  kOid,
  kNumeric,
  kFloat4,
  kFloat8,
  kBpchar,
  kVarchar,
  kName,
  kDate,
  kTime,
  kTimetz,
  kTimestamp,
  kTimestamptz,
  kIntervalYearToMonth,
  kIntervalDayToSecond,
  kSuper,
  kVarbyte,
  kGeometry,
  kHllsketch,
};

/// "int4", "bpchar", "timestamptz": ColumnMetadata's typeName.
std::string_view type_name(Type type);

/// What a result or table column is, as ColumnMetadata reports it.
struct Column {
  std::string name;
  Type type = Type::kVarchar;
  /// Digits of a numeric, declared bytes of a char or varchar; 0 = the type's own constant.
  int precision = 0;
  int scale = 0;
  bool nullable = true;
  std::string schema_name;  // "" for expressions
  std::string table_name;
  std::optional<std::string> column_default;  // DescribeTable only
};

/// How the cells of a column lie in memory, one fixed-width array per column.
enum class Layout {
  kBool,       // std::uint8_t, 0 or 1
  kInt16,      // also the unscaled value of a narrow numeric
  kInt32,      // also date: days since 1970-01-01
  kInt64,      // also time, timestamp, timestamptz: microseconds since midnight or the epoch, UTC
  kInt128,     // Int128, the unscaled value of a wide numeric
  kFloat32,
  kFloat64,
  kText,       // std::string_view; already in its wire text form for every type without another layout
};

/// A two's complement 128-bit integer as DuckDB lays it out.
struct Int128 {
  std::uint64_t lower;
  std::int64_t upper;
};

/// Some rows of one column. The memory belongs to the stream that filled it.
struct Cells {
  Layout layout = Layout::kText;
  const void* data = nullptr;
  /// Bit i set = row i has a value; nullptr = no NULLs.
  const std::uint64_t* validity = nullptr;

  bool is_null(std::size_t row) const { return validity && !((validity[row / 64] >> (row % 64)) & 1); }
  template <class T>
  const T& at(std::size_t row) const {
    return static_cast<const T*>(data)[row];
  }
};

/// Some rows of a result, column by column; valid until the next call on its stream.
struct Chunk {
  std::size_t rows = 0;
  std::vector<Cells> columns;
};

}  // namespace slipher::engine
