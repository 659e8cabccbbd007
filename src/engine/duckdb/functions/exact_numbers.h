#pragma once
#include <cstdint>
#include <optional>

#include "engine/duckdb/functions/support.h"

/// Exact numbers: their digits, and sums, differences and products of them as Redshift's database developer guide has
/// them under "Computations with numeric values".
namespace slipher::engine::functions {

__extension__ using Int128 = __int128;
__extension__ using UnsignedInt128 = unsigned __int128;

inline Int128 wide(::duckdb::hugeint_t value) { return (static_cast<Int128>(value.upper) << 64) | value.lower; }
inline Int128 wide(std::int64_t value) { return value; }
inline ::duckdb::hugeint_t narrow(Int128 value) {
  return ::duckdb::hugeint_t(static_cast<std::int64_t>(value >> 64), static_cast<std::uint64_t>(value));
}
Int128 power_of_ten(int exponent);

[[noreturn]] void numeric_overflow();

struct Digits {
  int precision;
  int scale;
};

/// A number as an exact numeric: INT2 is (5,0), INT4 (10,0), INT8 (19,0).
Digits digits_of(const LogicalType& type);
/// Whether a type is an integer or a DECIMAL.
bool is_exact(const LogicalType& type);
/// Whether two operands are exact and one of them is a DECIMAL.
bool is_exact_pair(const BoundArguments& operands);

/// The least and the greatest value that an expression of a scale can have, without the point.
struct Range {
  Int128 low;
  Int128 high;
};

/// Digits that an INT64 holds.
inline constexpr int kNarrowDigits = 18;

/// What a call made by exact_call() computes.
struct ExactData : FunctionData {
  char operation = '+';
  bool may_overflow = false;
  ::duckdb::unique_ptr<FunctionData> Copy() const override { return ::duckdb::make_uniq<ExactData>(*this); }
  bool Equals(const FunctionData& other) const override;
};

/// left `operation` right, one of + - *, for two exact numbers of which one is a DECIMAL. Over 18 digits it is computed
/// in 128 bits; narrow_decimals.h makes that 64 where the values allow it.
BoundPointer exact_call(ClientContext& context, char operation, BoundArguments operands);

/// The call of exact_call() that `expression` is, if it is one.
const ExactData* exact_data(const Expression& expression);
/// Range of a result from those of its operands, which have its scale in a sum and their own in a product.
std::optional<Range> exact_range(char operation, Range left, Range right);
/// The operation in 64 bits. Operands are DECIMALs stored in 64 bits, of the same scale in a sum; a result over 18
/// digits is an error.
BoundPointer narrow_call(char operation, BoundPointer left, BoundPointer right);

}  // namespace slipher::engine::functions
