#pragma once
#include <string>

#include "duckdb.hpp"
#include "engine/duckdb/declared_types.h"

namespace slipher::engine {

/// Writes the values of one column as UNLOAD's text: booleans as t and f, timestamps as "2020-01-31 12:30:00", varbyte
/// in hexadecimal digits, SUPER as JSON.
class ValueText {
 public:
  /// How a value is written into JSON: as it is, or as a string.
  enum class JsonForm { kRaw, kString };

  explicit ValueText(const ::duckdb::LogicalType& type);

  /// The vector that the next values are read from; it must stay until the next call.
  void begin(::duckdb::Vector& vector, std::size_t rows);
  bool is_null(std::size_t row) const { return !format_.validity.RowIsValid(format_.sel->get_index(row)); }
  /// Appends the text of a value that is not NULL.
  void append(std::size_t row, std::string& out) const;
  JsonForm json_form() const { return json_form_; }
  bool is_super() const { return super_; }
  /// Whether texts can hold delimiters, quotes and line breaks.
  bool is_free_text() const { return free_text_; }

 private:
  enum class Kind {
    kBoolean,
    kInt8,
    kInt16,
    kInt32,
    kInt64,
    kDecimal16,
    kDecimal32,
    kDecimal64,
    kDecimal128,
    kHuge,
    kFloat,
    kDouble,
    kText,
    kBinary,
    kDate,
    kTime,
    kTimeWithZone,
    kTimestamp,
    kTimestampWithZone,
    kInterval,
    kYearToMonth,
    kOther
  };

  static Kind kind_of(const ::duckdb::LogicalType& type);
  template <class T>
  const T& at(std::size_t index) const {
    return ::duckdb::UnifiedVectorFormat::GetData<T>(format_)[index];
  }

  ::duckdb::LogicalType type_;
  Kind kind_;
  JsonForm json_form_;
  bool super_;
  bool free_text_;
  int scale_ = 0;
  ::duckdb::Vector* vector_ = nullptr;
  ::duckdb::UnifiedVectorFormat format_;
};

}  // namespace slipher::engine
