#include "engine/duckdb/federated/copy_decoder.h"

#include <bit>
#include <limits>
#include <type_traits>

#include "engine/duckdb/declared_types.h"

namespace slipher::engine {
namespace {

using ::duckdb::FlatVector;
using ::duckdb::hugeint_t;
using ::duckdb::InvalidInputException;
using ::duckdb::Vector;

constexpr std::string_view kSignature("PGCOPY\n\377\r\n\0", 11);
/// PostgreSQL counts days and microseconds from 2000-01-01.
constexpr std::int32_t kEpochDays = 10'957;
constexpr std::int64_t kEpochMicroseconds = 946'684'800'000'000;

template <class Integer>
Integer big_endian(std::string_view bytes) {
  std::make_unsigned_t<Integer> value = 0;
  for (const char byte : bytes) value = static_cast<decltype(value)>((value << 8) | static_cast<unsigned char>(byte));
  return static_cast<Integer>(value);
}

template <class Integer>
Integer fixed(std::string_view cell) {
  if (cell.size() != sizeof(Integer)) throw InvalidInputException("a remote table was changed while it was read");
  return big_endian<Integer>(cell);
}

[[noreturn]] void fail(const RemoteColumn& column, const std::string& what) {
  throw InvalidInputException("%s", "remote column \"" + column.name + "\": " + what);
}

::duckdb::date_t date(std::string_view cell) {
  const auto days = fixed<std::int32_t>(cell);
  if (days == std::numeric_limits<std::int32_t>::max()) return ::duckdb::date_t::infinity();
  if (days == std::numeric_limits<std::int32_t>::min()) return ::duckdb::date_t::ninfinity();
  return ::duckdb::date_t(days + kEpochDays);
}

::duckdb::timestamp_t timestamp(const RemoteColumn& column, std::string_view cell) {
  const auto microseconds = fixed<std::int64_t>(cell);
  if (microseconds == std::numeric_limits<std::int64_t>::max()) return ::duckdb::timestamp_t::infinity();
  if (microseconds == std::numeric_limits<std::int64_t>::min()) return ::duckdb::timestamp_t::ninfinity();
  if (microseconds > std::numeric_limits<std::int64_t>::max() - 1 - kEpochMicroseconds)
    fail(column, "timestamp out of range");
  return ::duckdb::timestamp_t(microseconds + kEpochMicroseconds);
}

/// Groups of four decimal digits, the first of weight 10000^`weight`.
struct NumericCell {
  NumericCell(const RemoteColumn& column, std::string_view cell) {
    if (cell.size() < 8) throw InvalidInputException("a remote table was changed while it was read");
    count = big_endian<std::int16_t>(cell.substr(0, 2));
    weight = big_endian<std::int16_t>(cell.substr(2, 2));
    const auto sign = big_endian<std::uint16_t>(cell.substr(4, 2));
    groups = cell.substr(8);
    if (sign == kNotANumber) fail(column, "NaN is no value of numeric");
    if (sign != 0 && sign != kNegative) fail(column, "infinity is no value of numeric");
    if (count < 0 || groups.size() != 2 * static_cast<std::size_t>(count))
      throw InvalidInputException("a remote table was changed while it was read");
    is_negative = sign == kNegative;
  }
  int group(int i) const { return big_endian<std::int16_t>(groups.substr(2 * static_cast<std::size_t>(i), 2)); }

  /// The value times 10^`scale`.
  template <class Integer>
  Integer scaled(const RemoteColumn& column, int scale) const {
    Integer value = 0;
    for (int i = 0; i < count; ++i) {
      // How far the group's last digit is above the value's.
      const int shift = 4 * (weight - i) + scale;
      if (shift >= 0) {
        value = value * Integer(10'000) + Integer(group(i));
        if (i + 1 == count) value = value * power<Integer>(shift);
      } else {
        if (shift <= -4 || i + 1 != count) fail(column, "it has more digits than it was declared with");
        value = value * power<Integer>(4 + shift) + Integer(group(i) / power<int>(-shift));
      }
    }
    return is_negative ? Integer(0) - value : value;
  }

  template <class Integer>
  static Integer power(int exponent) {
    Integer value = 1;
    for (int i = 0; i < exponent; ++i) value = value * Integer(10);
    return value;
  }

  static constexpr std::uint16_t kNegative = 0x4000;
  static constexpr std::uint16_t kNotANumber = 0xC000;
  int count = 0;
  int weight = 0;
  bool is_negative = false;
  std::string_view groups;
};

void put_numeric(const RemoteColumn& column, std::string_view cell, Vector& vector, ::duckdb::idx_t row) {
  const NumericCell numeric(column, cell);
  const int scale = ::duckdb::DecimalType::GetScale(column.type.type);
  switch (column.type.type.InternalType()) {
    case ::duckdb::PhysicalType::INT16:
      FlatVector::GetData<std::int16_t>(vector)[row] =
          static_cast<std::int16_t>(numeric.scaled<std::int64_t>(column, scale));
      return;
    case ::duckdb::PhysicalType::INT32:
      FlatVector::GetData<std::int32_t>(vector)[row] =
          static_cast<std::int32_t>(numeric.scaled<std::int64_t>(column, scale));
      return;
    case ::duckdb::PhysicalType::INT64:
      FlatVector::GetData<std::int64_t>(vector)[row] = numeric.scaled<std::int64_t>(column, scale);
      return;
    default:
      FlatVector::GetData<hugeint_t>(vector)[row] = numeric.scaled<hugeint_t>(column, scale);
  }
}

void put_text(const RemoteColumn& column, std::string_view cell, Vector& vector, ::duckdb::idx_t row) {
  if (column.type.form == RemoteForm::kPadded) {
    while (cell.ends_with(' ')) cell.remove_suffix(1);
  }
  const auto most = static_cast<std::size_t>(declared_type(column.type.type).bytes);
  if (cell.size() > most)
    fail(column, "a text of " + std::to_string(cell.size()) + " bytes is too long for type " +
                     (column.type.form == RemoteForm::kPadded ? "character(" : "character varying(") +
                     std::to_string(most) + ")");
  // A server without an encoding sends what it has.
  if (!::duckdb::Value::StringIsValid(cell.data(), cell.size())) fail(column, "a text is not valid UTF-8");
  FlatVector::GetData<::duckdb::string_t>(vector)[row] =
      ::duckdb::StringVector::AddString(vector, cell.data(), cell.size());
}

void put(const RemoteColumn& column, std::string_view cell, Vector& vector, ::duckdb::idx_t row) {
  switch (column.type.form) {
    case RemoteForm::kBool:
      FlatVector::GetData<bool>(vector)[row] = fixed<std::int8_t>(cell) != 0;
      return;
    case RemoteForm::kInt2:
      FlatVector::GetData<std::int16_t>(vector)[row] = fixed<std::int16_t>(cell);
      return;
    case RemoteForm::kInt4:
      FlatVector::GetData<std::int32_t>(vector)[row] = fixed<std::int32_t>(cell);
      return;
    case RemoteForm::kInt8:
      FlatVector::GetData<std::int64_t>(vector)[row] = fixed<std::int64_t>(cell);
      return;
    case RemoteForm::kFloat4:
      FlatVector::GetData<float>(vector)[row] = std::bit_cast<float>(fixed<std::int32_t>(cell));
      return;
    case RemoteForm::kFloat8:
      FlatVector::GetData<double>(vector)[row] = std::bit_cast<double>(fixed<std::int64_t>(cell));
      return;
    case RemoteForm::kDate:
      FlatVector::GetData<::duckdb::date_t>(vector)[row] = date(cell);
      return;
    case RemoteForm::kTimestamp:
      FlatVector::GetData<::duckdb::timestamp_t>(vector)[row] = timestamp(column, cell);
      return;
    case RemoteForm::kNumeric:
      return put_numeric(column, cell, vector, row);
    case RemoteForm::kText:
    case RemoteForm::kPadded:
    case RemoteForm::kAsText:
      return put_text(column, cell, vector, row);
  }
}

}  // namespace

template <class Integer>
Integer CopyDecoder::read() {
  return big_endian<Integer>(read(sizeof(Integer)));
}

std::string_view CopyDecoder::read(std::size_t size) {
  if (rest_.size() < size) throw InvalidInputException("the remote server's answer to COPY is damaged");
  const auto bytes = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return bytes;
}

void CopyDecoder::take(std::string_view message) {
  rest_ = message;
  if (has_begun_) return;
  if (read(kSignature.size()) != kSignature)
    throw InvalidInputException("the remote server's answer to COPY is damaged");
  read<std::int32_t>();  // flags
  read(read<std::uint32_t>());
  has_begun_ = true;
}

bool CopyDecoder::next(const std::vector<Vector*>& vectors, ::duckdb::idx_t row) {
  if (rest_.empty()) return false;
  const auto cells = read<std::int16_t>();
  if (cells < 0) {  // the end of the file
    rest_ = {};
    return false;
  }
  if (static_cast<std::size_t>(cells) != columns_.size())
    throw InvalidInputException("the remote server's answer to COPY is damaged");
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const auto size = read<std::int32_t>();
    if (size < 0)
      FlatVector::SetNull(*vectors[i], row, true);
    else
      put(columns_[i], read(static_cast<std::size_t>(size)), *vectors[i], row);
  }
  return true;
}

}  // namespace slipher::engine
