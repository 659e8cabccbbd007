#include "engine/duckdb/load/column_writer.h"

#include <cstring>

#include "base/utf8.h"
#include "engine/duckdb/load/byte_scan.h"
#include "engine/duckdb/load/json_cursor.h"
#include "engine/duckdb/load/utf8.h"

namespace slipher::engine {
namespace {

using ::duckdb::LogicalTypeId;
using ::duckdb::string_t;

std::string_view without_trailing_blanks(std::string_view text) {
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    if (!out.empty()) out += ' ';
    out += kDigits[static_cast<unsigned char>(c) >> 4];
    out += kDigits[c & 15];
  }
  return out;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

ColumnWriter::ColumnWriter(const TargetColumn& column, const ConversionOptions& options)
    : column_(column),
      options_(options),
      kind_(kind_of(column)),
      most_bytes_(static_cast<std::size_t>(column.declared.bytes)) {
  if (column.type.id() == LogicalTypeId::DECIMAL) {
    precision_ = ::duckdb::DecimalType::GetWidth(column.type);
    scale_ = ::duckdb::DecimalType::GetScale(column.type);
  }
}

ColumnWriter::Kind ColumnWriter::kind_of(const TargetColumn& column) {
  switch (column.declared.kind) {
    case DeclaredKind::kChar:
      return Kind::kChar;
    case DeclaredKind::kSuper:
      return Kind::kSuper;
    default:
      break;
  }
  switch (column.type.id()) {
    case LogicalTypeId::BOOLEAN:
      return Kind::kBoolean;
    case LogicalTypeId::TINYINT:
      return Kind::kInt8;
    case LogicalTypeId::SMALLINT:
      return Kind::kInt16;
    case LogicalTypeId::INTEGER:
      return Kind::kInt32;
    case LogicalTypeId::BIGINT:
      return Kind::kInt64;
    case LogicalTypeId::FLOAT:
      return Kind::kFloat;
    case LogicalTypeId::DOUBLE:
      return Kind::kDouble;
    case LogicalTypeId::VARCHAR:
      return Kind::kText;
    case LogicalTypeId::BLOB:
      return Kind::kBinary;
    case LogicalTypeId::DATE:
      return Kind::kDate;
    case LogicalTypeId::TIME:
      return Kind::kTime;
    case LogicalTypeId::TIME_TZ:
      return Kind::kTimeWithZone;
    case LogicalTypeId::TIMESTAMP:
    case LogicalTypeId::TIMESTAMP_TZ:
      return Kind::kTimestamp;
    case LogicalTypeId::DECIMAL:
      switch (column.type.InternalType()) {
        case ::duckdb::PhysicalType::INT16:
          return Kind::kDecimal16;
        case ::duckdb::PhysicalType::INT32:
          return Kind::kDecimal32;
        case ::duckdb::PhysicalType::INT64:
          return Kind::kDecimal64;
        default:
          return Kind::kDecimal128;
      }
    default:
      return Kind::kOther;
  }
}

void ColumnWriter::begin(::duckdb::Vector& vector) {
  vector_ = &vector;
  data_ = ::duckdb::FlatVector::GetData(vector);
  validity_ = &::duckdb::FlatVector::Validity(vector);
}

LoadErrorCode ColumnWriter::write_null(std::size_t row, Refusal& refusal) {
  if (column_.not_null && column_.null_default.empty()) {
    refusal.reason = "Missing data for not-null field";
    return LoadErrorCode::kMissingValue;
  }
  validity_->SetInvalid(row);
  return LoadErrorCode::kNone;
}

void ColumnWriter::store_text(std::string_view text, bool copy, std::size_t row) {
  if (!validity_->AllValid()) validity_->SetValid(row);
  const auto size = static_cast<std::uint32_t>(text.size());
  data<string_t>()[row] = copy && size > string_t::INLINE_LENGTH
                              ? ::duckdb::StringVector::AddStringOrBlob(*vector_, text.data(), size)
                              : string_t(text.data(), size);
}

LoadErrorCode ColumnWriter::write_text(const Field& field, std::size_t row, Refusal& refusal) {
  auto text = field.text;
  if (options_.empty_as_null && text.empty()) return write_null(row, refusal);
  if (options_.blanks_as_null && !text.empty() && is_blank(text)) return write_null(row, refusal);
  std::string replaced;
  if (!is_ascii(text)) {
    const auto wrong = find_invalid_utf8(text);
    if (wrong != std::string_view::npos && options_.accept_invalid_characters) {
      text = replaced = replace_invalid_utf8(text, *options_.accept_invalid_characters);
    } else if (wrong != std::string_view::npos) {
      refusal.position = wrong;
      refusal.reason = "String contains invalid or unsupported UTF8 codepoints. Bad UTF8 hex sequence: " +
                       hex(text.substr(wrong, 1)) + " (error 3)";
      return LoadErrorCode::kInvalidUtf8;
    }
    if (kind_ == Kind::kChar && !is_ascii(text)) {
      refusal.reason = "Multibyte character not supported for CHAR (Hint: try using VARCHAR)";
      return LoadErrorCode::kMultibyteChar;
    }
  }
  if (!text.empty() && std::memchr(text.data(), '\0', text.size())) {
    refusal.reason = "Invalid null byte";
    return LoadErrorCode::kNullByte;
  }
  if (options_.trim_blanks || kind_ == Kind::kChar) text = without_trailing_blanks(text);
  if (most_bytes_ != 0 && text.size() > most_bytes_) {
    if (!options_.truncate_columns) {
      refusal.reason = "String length exceeds DDL length";
      return LoadErrorCode::kStringTooLong;
    }
    text = utf8_prefix(text, most_bytes_);
  }
  store_text(text, field.transient || !replaced.empty(), row);
  return LoadErrorCode::kNone;
}

LoadErrorCode ColumnWriter::write_super(const Field& field, std::size_t row, Refusal& refusal) {
  auto json = field.json;
  if (json.empty()) {
    JsonCursor cursor(field.text);
    json = cursor.value();
    if (json.empty() || !cursor.at_end()) {
      refusal.reason = "Invalid JSON format. Cannot be loaded into SUPER";
      return LoadErrorCode::kInvalidJson;
    }
  }
  if (find_invalid_utf8(json) != std::string_view::npos) {
    refusal.reason = "String contains invalid or unsupported UTF8 codepoints";
    return LoadErrorCode::kInvalidUtf8;
  }
  if (json_has_blanks(json) || json_has_escapes(json)) {
    store_text(json_compact(json), true, row);
  } else {
    store_text(json, field.transient, row);
  }
  return LoadErrorCode::kNone;
}

LoadErrorCode ColumnWriter::write_binary(std::string_view text, std::size_t row, Refusal& refusal) {
  std::string bytes;
  text = trim_blanks(text);
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    const int high = hex_value(text[i]);
    const int low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) break;
    bytes += static_cast<char>(high * 16 + low);
  }
  if (bytes.size() * 2 != text.size()) {
    refusal.reason = "Invalid hexadecimal digits for VARBYTE";
    return LoadErrorCode::kInvalidType;
  }
  if (most_bytes_ != 0 && bytes.size() > most_bytes_) {
    refusal.reason = "String length exceeds DDL length";
    return LoadErrorCode::kStringTooLong;
  }
  store_text(bytes, true, row);
  return LoadErrorCode::kNone;
}

}  // namespace slipher::engine
