#include "engine/duckdb/federated/remote_table.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

using ::duckdb::LogicalType;

/// What PostgreSQL adds to a declared length.
constexpr std::int64_t kLengthHeader = 4;
constexpr std::int64_t kNumericMaxDigits = 38;
/// Of one character of UTF-8.
constexpr std::int64_t kMostBytes = 4;

/// pg_type.oid of the types that Redshift has too; they never change.
constexpr std::int64_t kBoolOid = 16;
constexpr std::int64_t kInt8Oid = 20;
constexpr std::int64_t kInt2Oid = 21;
constexpr std::int64_t kInt4Oid = 23;
constexpr std::int64_t kTextOid = 25;
constexpr std::int64_t kFloat4Oid = 700;
constexpr std::int64_t kFloat8Oid = 701;
constexpr std::int64_t kBpcharOid = 1042;
constexpr std::int64_t kVarcharOid = 1043;
constexpr std::int64_t kDateOid = 1082;
constexpr std::int64_t kTimestampOid = 1114;
constexpr std::int64_t kTimestamptzOid = 1184;
constexpr std::int64_t kNumericOid = 1700;

RemoteType as_text() { return {RemoteForm::kAsText, varchar_type(kVarcharMaxBytes)}; }

/// One without digits, or with more than Redshift has, is text: nothing of it is lost.
RemoteType numeric(std::int64_t modifier) {
  if (modifier < kLengthHeader) return as_text();
  const auto digits = ((modifier - kLengthHeader) >> 16) & 0xffff;
  // 11 bits with a sign since PostgreSQL 15; a scale of the older 16 bits fits.
  const auto scale = (((modifier - kLengthHeader) & 0x7ff) ^ 1024) - 1024;
  if (digits < 1 || digits > kNumericMaxDigits || scale < 0 || scale > digits) return as_text();
  return {RemoteForm::kNumeric,
          LogicalType::DECIMAL(static_cast<std::uint8_t>(digits), static_cast<std::uint8_t>(scale))};
}

/// PostgreSQL counts characters, Redshift bytes: a type in which each text has room.
RemoteType varchar(std::int64_t modifier) {
  const auto length = modifier - kLengthHeader;
  const auto bytes = length < 1 ? kVarcharMaxBytes : std::min<std::int64_t>(length * kMostBytes, kVarcharMaxBytes);
  return {RemoteForm::kText, varchar_type(static_cast<int>(bytes))};
}

RemoteType padded(std::int64_t modifier) {
  const auto length = modifier - kLengthHeader;
  if (length < 1 || length > kCharMaxBytes) return as_text();
  return {RemoteForm::kPadded, char_type(static_cast<int>(length))};
}

/// A domain is what it is made of.
constexpr const char* kColumns =
    "SELECT c.relname, c.reltuples::bigint, a.attname, "
    "CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE a.atttypid END, "
    "CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END, "
    "format_type(a.atttypid, a.atttypmod), a.attnotnull "
    "FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid "
    "JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid JOIN pg_catalog.pg_type t ON t.oid = a.atttypid "
    "WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped AND n.nspname = ";

std::int64_t number(const std::optional<std::string>& text) { return text ? std::atoll(text->c_str()) : -1; }

}  // namespace

RemoteType remote_type(std::int64_t oid, std::int64_t modifier) {
  switch (oid) {
    case kBoolOid:
      return {RemoteForm::kBool, LogicalType::BOOLEAN};
    case kInt2Oid:
      return {RemoteForm::kInt2, LogicalType::SMALLINT};
    case kInt4Oid:
      return {RemoteForm::kInt4, LogicalType::INTEGER};
    case kInt8Oid:
      return {RemoteForm::kInt8, LogicalType::BIGINT};
    case kFloat4Oid:
      return {RemoteForm::kFloat4, LogicalType::FLOAT};
    case kFloat8Oid:
      return {RemoteForm::kFloat8, LogicalType::DOUBLE};
    case kDateOid:
      return {RemoteForm::kDate, LogicalType::DATE};
    case kTimestampOid:
      return {RemoteForm::kTimestamp, LogicalType::TIMESTAMP};
    case kTimestamptzOid:
      return {RemoteForm::kTimestamp, LogicalType::TIMESTAMP_TZ};
    case kTextOid:
      return {RemoteForm::kText, varchar_type(kVarcharMaxBytes)};
    case kNumericOid:
      return numeric(modifier);
    case kVarcharOid:
      return varchar(modifier);
    case kBpcharOid:
      return padded(modifier);
    default:
      return as_text();
  }
}

Result<std::vector<RemoteTable>> read_remote_tables(RemoteConnection& connection, const std::string& schema,
                                                    const std::optional<std::string>& name,
                                                    const RemoteConnection::IsInterrupted& is_interrupted) {
  auto rows = connection.query(kColumns + quote_text(schema) +
                                   (name ? " AND c.relname = " + quote_text(*name) : std::string()) +
                                   " ORDER BY c.relname COLLATE \"C\", a.attnum",
                               is_interrupted);
  if (!rows) return rows.error();
  std::vector<RemoteTable> tables;
  for (auto& row : *rows) {
    if (row.size() != 7 || !row[0] || !row[2]) continue;
    if (tables.empty() || tables.back().name != *row[0]) tables.push_back({schema, *row[0], number(row[1]), {}});
    RemoteColumn column;
    column.name = *row[2];
    column.type_oid = number(row[3]);
    column.type = remote_type(column.type_oid, number(row[4]));
    column.type_text = row[5].value_or("");
    column.nullable = row[6] != "t";
    tables.back().columns.push_back(std::move(column));
  }
  return tables;
}

}  // namespace slipher::engine
