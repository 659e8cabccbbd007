#pragma once
#include <string>
#include <string_view>

#include "duckdb.hpp"
#include "engine/duckdb/load/load_plan.h"
#include "engine/duckdb/load/number_parser.h"

namespace slipher::engine {

/// Why a field was not taken.
struct Refusal {
  std::string reason;
  std::size_t position = 0;  // of the error in the field
};

/// Converts the fields of one column and writes them into its vector. One per column and thread.
class ColumnWriter {
 public:
  ColumnWriter(const TargetColumn& column, const ConversionOptions& options);

  /// The vector that the next rows go to; flat, not shared.
  void begin(::duckdb::Vector& vector);
  /// Writes a field, or says why not. Text that is not transient is not copied: its block must be
  /// kept by the vector.
  LoadErrorCode write(const Field& field, std::size_t row, Refusal& refusal);

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
    kFloat,
    kDouble,
    kText,
    kChar,
    kSuper,
    kBinary,
    kDate,
    kTime,
    kTimeWithZone,
    kTimestamp,
    kOther
  };

  static Kind kind_of(const TargetColumn& column);
  LoadErrorCode write_null(std::size_t row, Refusal& refusal);
  LoadErrorCode write_text(const Field& field, std::size_t row, Refusal& refusal);
  LoadErrorCode write_super(const Field& field, std::size_t row, Refusal& refusal);
  LoadErrorCode write_binary(std::string_view text, std::size_t row, Refusal& refusal);
  LoadErrorCode write_number(std::string_view text, std::size_t row, Refusal& refusal);
  LoadErrorCode write_time(std::string_view text, std::size_t row, Refusal& refusal);
  LoadErrorCode write_other(std::string_view text, std::size_t row, Refusal& refusal);
  template <class T>
  LoadErrorCode write_integer(std::string_view text, std::size_t row, Refusal& refusal);
  template <class T>
  LoadErrorCode write_decimal(std::string_view text, std::size_t row, Refusal& refusal);
  void store_text(std::string_view text, bool copy, std::size_t row);
  LoadErrorCode fail(ParseResult result, std::string_view text, Refusal& refusal) const;

  template <class T>
  T* data() {
    return reinterpret_cast<T*>(data_);
  }

  const TargetColumn& column_;
  const ConversionOptions& options_;
  Kind kind_;
  std::size_t most_bytes_;  // of a text; 0 = any
  int precision_ = 0;
  int scale_ = 0;
  ::duckdb::Vector* vector_ = nullptr;
  ::duckdb::data_ptr_t data_ = nullptr;
  ::duckdb::ValidityMask* validity_ = nullptr;
};

}  // namespace slipher::engine
