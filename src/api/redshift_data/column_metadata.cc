#include "api/redshift_data/column_metadata.h"

#include <array>

namespace slipher::api::redshift_data {

namespace {

using engine::Type;

constexpr int kUnlimited = 2147483647;  // what the driver says for a type without a size

/// What metadata says of a type. `precision` is what holds when the column declares none.
struct TypeRow {
  Type type;
  int precision;
  int scale;
  bool is_declared;  // the column's own precision and scale count
  bool is_signed;
  bool is_case_sensitive;
};

// In the order of engine::Type, so that a type is its index.
constexpr std::array kTypes{
    TypeRow{Type::kBool, 1, 0, false, false, false},
    TypeRow{Type::kInt2, 5, 0, false, true, false},
    TypeRow{Type::kInt4, 10, 0, false, true, false},
    TypeRow{Type::kInt8, 19, 0, false, true, false},
    TypeRow{Type::kOid, 10, 0, false, true, false},
    TypeRow{Type::kNumeric, 18, 0, true, true, false},
    TypeRow{Type::kFloat4, 8, 8, false, true, false},
    TypeRow{Type::kFloat8, 17, 17, false, true, false},
    TypeRow{Type::kBpchar, 1, 0, true, false, true},
    TypeRow{Type::kVarchar, 65535, 0, true, false, true},
    TypeRow{Type::kName, 64, 0, false, false, true},
    TypeRow{Type::kDate, 13, 0, false, false, false},
    TypeRow{Type::kTime, 15, 6, false, false, false},
    TypeRow{Type::kTimetz, 21, 6, false, false, false},
    TypeRow{Type::kTimestamp, 29, 6, false, false, false},
    TypeRow{Type::kTimestamptz, 35, 6, false, false, false},
    TypeRow{Type::kIntervalYearToMonth, 49, 0, false, false, false},
    TypeRow{Type::kIntervalDayToSecond, 49, 0, false, false, false},
    TypeRow{Type::kSuper, kUnlimited, 0, false, false, true},
    TypeRow{Type::kVarbyte, 64000, 0, true, false, true},
    TypeRow{Type::kGeometry, kUnlimited, 0, false, false, true},
    TypeRow{Type::kHllsketch, kUnlimited, 0, false, false, true},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kTypes.size(); ++i)
    if (static_cast<std::size_t>(kTypes[i].type) != i) return false;
  return true;
}
static_assert(in_order() && kTypes.size() == static_cast<std::size_t>(Type::kHllsketch) + 1);

/// What both uses share.
ColumnMetadata common(const engine::Column& column) {
  const TypeRow& row = kTypes[static_cast<std::size_t>(column.type)];
  const bool is_declared = row.is_declared && column.precision > 0;
  ColumnMetadata metadata;
  metadata.is_currency = false;
  metadata.name = column.name;
  metadata.nullable = column.nullable ? 1 : 0;
  metadata.precision = is_declared ? column.precision : row.precision;
  metadata.scale = is_declared ? column.scale : row.scale;
  metadata.schema_name = column.schema_name;
  metadata.table_name = column.table_name;
  metadata.type_name = std::string(engine::type_name(column.type));
  return metadata;
}

}  // namespace

std::vector<ColumnMetadata> result_columns(const std::vector<engine::Column>& columns) {
  std::vector<ColumnMetadata> out;
  out.reserve(columns.size());
  for (const engine::Column& column : columns) {
    const TypeRow& row = kTypes[static_cast<std::size_t>(column.type)];
    ColumnMetadata metadata = common(column);
    metadata.is_signed = row.is_signed;
    metadata.is_case_sensitive = row.is_case_sensitive;
    metadata.label = column.name;
    metadata.length = 0;
    out.push_back(std::move(metadata));
  }
  return out;
}

ColumnMetadata table_column(const engine::Column& column) {
  ColumnMetadata metadata = common(column);
  metadata.is_signed = false;
  metadata.is_case_sensitive = false;
  metadata.length = metadata.precision;
  metadata.column_default = column.column_default;
  return metadata;
}

}  // namespace slipher::api::redshift_data
