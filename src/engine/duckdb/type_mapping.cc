#include "engine/duckdb/type_mapping.h"

#include "engine/duckdb/declared_types.h"

namespace slipher::engine {
namespace {

using ::duckdb::LogicalType;
using ::duckdb::LogicalTypeId;

constexpr int kUnknownLength = 2147483647;
constexpr int kNameBytes = 64;

struct Shape {
  Type type;
  int precision;
  int scale;
};

Shape shape_of_declared(const DeclaredType& declared) {
  switch (declared.kind) {
    case DeclaredKind::kVarchar:
      return {Type::kVarchar, declared.bytes ? declared.bytes : kVarcharMaxBytes, 0};
    case DeclaredKind::kChar:
      return {Type::kBpchar, declared.bytes ? declared.bytes : 1, 0};
    case DeclaredKind::kSuper:
      return {Type::kSuper, kUnknownLength, 0};
    case DeclaredKind::kVarbyte:
      return {Type::kVarbyte, declared.bytes ? declared.bytes : kVarbyteDefaultBytes, 0};
    case DeclaredKind::kIntervalYearToMonth:
      return {Type::kIntervalYearToMonth, 49, 0};
    case DeclaredKind::kName:
      return {Type::kName, kNameBytes, 0};
    case DeclaredKind::kOid:
      return {Type::kOid, 10, 0};
    case DeclaredKind::kGeometry:
      return {Type::kGeometry, kUnknownLength, 0};
    case DeclaredKind::kHllsketch:
      return {Type::kHllsketch, kUnknownLength, 0};
    case DeclaredKind::kNone:
      break;
  }
  return {Type::kVarchar, kVarcharMaxBytes, 0};
}

Shape shape_of(const LogicalType& type) {
  const auto declared = declared_type(type);
  if (declared.kind != DeclaredKind::kNone) return shape_of_declared(declared);
  switch (type.id()) {
    case LogicalTypeId::BOOLEAN:
      return {Type::kBool, 1, 0};
    case LogicalTypeId::TINYINT:
    case LogicalTypeId::UTINYINT:
    case LogicalTypeId::SMALLINT:
      return {Type::kInt2, 5, 0};
    case LogicalTypeId::USMALLINT:
    case LogicalTypeId::INTEGER:
      return {Type::kInt4, 10, 0};
    case LogicalTypeId::UINTEGER:
    case LogicalTypeId::BIGINT:
      return {Type::kInt8, 19, 0};
    case LogicalTypeId::UBIGINT:
      return {Type::kNumeric, 20, 0};
    case LogicalTypeId::HUGEINT:
      return {Type::kNumeric, 38, 0};
    case LogicalTypeId::DECIMAL:
      return {Type::kNumeric, ::duckdb::DecimalType::GetWidth(type), ::duckdb::DecimalType::GetScale(type)};
    case LogicalTypeId::FLOAT:
      return {Type::kFloat4, 8, 8};
    case LogicalTypeId::DOUBLE:
      return {Type::kFloat8, 17, 17};
    case LogicalTypeId::DATE:
      return {Type::kDate, 13, 0};
    case LogicalTypeId::TIME:
      return {Type::kTime, 15, 6};
    case LogicalTypeId::TIME_TZ:
      return {Type::kTimetz, 21, 6};
    case LogicalTypeId::TIMESTAMP:
    case LogicalTypeId::TIMESTAMP_SEC:
    case LogicalTypeId::TIMESTAMP_MS:
    case LogicalTypeId::TIMESTAMP_NS:
      return {Type::kTimestamp, 29, 6};
    case LogicalTypeId::TIMESTAMP_TZ:
      return {Type::kTimestamptz, 35, 6};
    case LogicalTypeId::INTERVAL:
      return {Type::kIntervalDayToSecond, 49, 0};
    case LogicalTypeId::BLOB:
      return {Type::kVarbyte, kVarbyteDefaultBytes, 0};
    case LogicalTypeId::VARCHAR:
      if (type.IsJSONType()) return {Type::kSuper, kUnknownLength, 0};
      return {Type::kVarchar, kVarcharMaxBytes, 0};
    default:
      return {Type::kVarchar, kVarcharMaxBytes, 0};  // UUID, LIST, STRUCT ...: shown as text
  }
}

}  // namespace

Column column_of(const std::string& name, const LogicalType& type) {
  const auto shape = shape_of(type);
  Column column;
  column.name = name;
  column.type = shape.type;
  column.precision = shape.precision;
  column.scale = shape.scale;
  return column;
}

std::string format_type(const LogicalType& type) {
  const auto shape = shape_of(type);
  const auto length = "(" + std::to_string(shape.precision) + ")";
  switch (shape.type) {
    case Type::kBool:
      return "boolean";
    case Type::kInt2:
      return "smallint";
    case Type::kInt4:
      return "integer";
    case Type::kInt8:
      return "bigint";
    case Type::kOid:
      return "oid";
    case Type::kNumeric:
      return "numeric(" + std::to_string(shape.precision) + "," + std::to_string(shape.scale) + ")";
    case Type::kFloat4:
      return "real";
    case Type::kFloat8:
      return "double precision";
    case Type::kBpchar:
      return "character" + length;
    case Type::kVarchar:
      return "character varying" + length;
    case Type::kName:
      return "name";
    case Type::kDate:
      return "date";
    case Type::kTime:
      return "time without time zone";
    case Type::kTimetz:
      return "time with time zone";
    case Type::kTimestamp:
      return "timestamp without time zone";
    case Type::kTimestamptz:
      return "timestamp with time zone";
    case Type::kIntervalYearToMonth:
      return "interval year to month";
    case Type::kIntervalDayToSecond:
      return "interval day to second";
    case Type::kSuper:
      return "super";
    case Type::kVarbyte:
      return "binary varying" + length;
    case Type::kGeometry:
      return "geometry";
    case Type::kHllsketch:
      return "hllsketch";
  }
  return "character varying";
}

}  // namespace slipher::engine
