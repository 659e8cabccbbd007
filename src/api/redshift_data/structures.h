#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/redshift_data/members.h"
#include "base/clock.h"
#include "wire/type.h"

/// Structures that several operations of the Data API share.
namespace slipher::api::redshift_data {

struct SqlParameter {
  std::string name;
  std::string value;
  static constexpr auto fields() {
    using S = SqlParameter;
    return std::tuple{
        wire::field("name", &S::name,
                    {.required = true, .pattern = patterns::kParameterName, .matches = patterns::is_parameter_name}),
        wire::field("value", &S::value, {.required = true, .min = 1})};
  }
};

/// A cell of a result: exactly one member.
struct Field {
  static constexpr bool is_union = true;
  std::optional<bool> is_null;
  std::optional<bool> boolean_value;
  std::optional<std::int64_t> long_value;
  std::optional<double> double_value;
  std::optional<std::string> string_value;
  std::optional<wire::Blob> blob_value;
  static constexpr auto fields() {
    return std::tuple{
        wire::field("isNull", &Field::is_null),           wire::field("booleanValue", &Field::boolean_value),
        wire::field("longValue", &Field::long_value),     wire::field("doubleValue", &Field::double_value),
        wire::field("stringValue", &Field::string_value), wire::field("blobValue", &Field::blob_value)};
  }
};

struct QueryRecords {
  static constexpr bool is_union = true;
  std::optional<std::string> csv_records;
  static constexpr auto fields() { return std::tuple{wire::field("CSVRecords", &QueryRecords::csv_records)}; }
};

struct ColumnMetadata {
  std::optional<bool> is_case_sensitive;
  std::optional<bool> is_currency;
  std::optional<bool> is_signed;
  std::optional<std::string> label;
  std::optional<std::string> name;
  std::optional<std::int32_t> nullable;
  std::optional<std::int32_t> precision;
  std::optional<std::int32_t> scale;
  std::optional<std::string> schema_name;
  std::optional<std::string> table_name;
  std::optional<std::string> type_name;
  std::optional<std::int32_t> length;
  std::optional<std::string> column_default;
  static constexpr auto fields() {
    using C = ColumnMetadata;
    return std::tuple{wire::field("isCaseSensitive", &C::is_case_sensitive),
                      wire::field("isCurrency", &C::is_currency),
                      wire::field("isSigned", &C::is_signed),
                      wire::field("label", &C::label),
                      wire::field("name", &C::name),
                      wire::field("nullable", &C::nullable),
                      wire::field("precision", &C::precision),
                      wire::field("scale", &C::scale),
                      wire::field("schemaName", &C::schema_name),
                      wire::field("tableName", &C::table_name),
                      wire::field("typeName", &C::type_name),
                      wire::field("length", &C::length),
                      wire::field("columnDefault", &C::column_default)};
  }
};

struct TableMember {
  std::optional<std::string> name;
  std::optional<std::string> type;
  std::optional<std::string> schema;
  static constexpr auto fields() {
    using T = TableMember;
    return std::tuple{wire::field("name", &T::name), wire::field("type", &T::type), wire::field("schema", &T::schema)};
  }
};

}  // namespace slipher::api::redshift_data
