#include "engine/types.h"

namespace slipher::engine {

std::string_view type_name(Type type) {
  switch (type) {
    case Type::kBool:
      return "bool";
    case Type::kInt2:
      return "int2";
    case Type::kInt4:
      return "int4";
    case Type::kInt8:
      return "int8";
    case Type::kOid:
      return "oid";
    case Type::kNumeric:
      return "numeric";
    case Type::kFloat4:
      return "float4";
    case Type::kFloat8:
      return "float8";
    case Type::kBpchar:
      return "bpchar";
    case Type::kVarchar:
      return "varchar";
    case Type::kName:
      return "name";
    case Type::kDate:
      return "date";
    case Type::kTime:
      return "time";
    case Type::kTimetz:
      return "timetz";
    case Type::kTimestamp:
      return "timestamp";
    case Type::kTimestamptz:
      return "timestamptz";
    case Type::kIntervalYearToMonth:
      return "intervaly2m";
    case Type::kIntervalDayToSecond:
      return "intervald2s";
    case Type::kSuper:
      return "super";
    case Type::kVarbyte:
      return "varbyte";
    case Type::kGeometry:
      return "geometry";
    case Type::kHllsketch:
      return "hllsketch";
  }
  return "varchar";
}

}  // namespace slipher::engine
