#include "engine/duckdb/cells.h"

#include <algorithm>
#include <utility>

#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/text_form.h"
#include "engine/duckdb/vector_type.h"

namespace slipher::engine {
namespace {

using ::duckdb::FlatVector;
using ::duckdb::LogicalTypeId;
using ::duckdb::PhysicalType;

constexpr std::int64_t kMicrosecondsPerDay = 86'400'000'000;

Layout layout_of(PhysicalType type) {
  switch (type) {
    case PhysicalType::BOOL:
      return Layout::kBool;
    case PhysicalType::INT16:
      return Layout::kInt16;
    case PhysicalType::INT32:
      return Layout::kInt32;
    case PhysicalType::INT64:
      return Layout::kInt64;
    case PhysicalType::INT128:
      return Layout::kInt128;
    case PhysicalType::FLOAT:
      return Layout::kFloat32;
    case PhysicalType::DOUBLE:
      return Layout::kFloat64;
    default:
      return Layout::kText;
  }
}

static_assert(sizeof(::duckdb::hugeint_t) == sizeof(Int128));

/// a b, as PostgreSQL writes its int2vector and oidvector.
void append_vector(const ::duckdb::Value& list, std::string& out) {
  bool is_first = true;
  for (const auto& item : ::duckdb::ListValue::GetChildren(list)) {
    if (!std::exchange(is_first, false)) out += ' ';
    out += item.ToString();
  }
}

/// {a,b}, as PostgreSQL writes arrays; only the system catalog has some.
void append_array(const ::duckdb::Value& list, std::string& out) {
  out += '{';
  bool is_first = true;
  for (const auto& item : ::duckdb::ListValue::GetChildren(list)) {
    if (!std::exchange(is_first, false)) out += ',';
    const auto text = item.IsNull() ? "NULL" : item.ToString();
    const bool is_plain = !text.empty() && text.find_first_of("{}\"\\, ") == std::string::npos;
    if (is_plain) {
      out += text;
      continue;
    }
    out += '"';
    for (const char c : text) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  }
  out += '}';
}

}  // namespace

CellReader::CellReader(const ::duckdb::LogicalType& type, bool as_null_text) : type_(type) {
  const auto declared = declared_type(type);
  if (as_null_text) {
    form_ = Form::kNull;
  } else if (declared.kind == DeclaredKind::kChar) {
    form_ = Form::kPadded;
    padded_bytes_ = static_cast<std::size_t>(std::max(declared.bytes, 1));
  } else if (declared.kind == DeclaredKind::kIntervalYearToMonth) {
    form_ = Form::kYearToMonth;
  } else {
    switch (type.id()) {
      case LogicalTypeId::VARCHAR:
        form_ = Form::kViews;
        break;
      case LogicalTypeId::BLOB:
        form_ = Form::kBase64;
        break;
      case LogicalTypeId::INTERVAL:
        form_ = Form::kInterval;
        break;
      case LogicalTypeId::TIME_TZ:
        form_ = Form::kTimeWithZone;
        break;
      case LogicalTypeId::TINYINT:
        form_ = Form::kWidenToInt16;
        layout_ = Layout::kInt16;
        break;
      case LogicalTypeId::UTINYINT:
        form_ = Form::kUnsigned8ToInt16;
        layout_ = Layout::kInt16;
        break;
      case LogicalTypeId::USMALLINT:
        form_ = Form::kUnsigned16ToInt32;
        layout_ = Layout::kInt32;
        break;
      case LogicalTypeId::UINTEGER:
        form_ = Form::kUnsigned32ToInt64;
        layout_ = Layout::kInt64;
        break;
      case LogicalTypeId::UBIGINT:
        form_ = Form::kUnsigned64ToInt128;
        layout_ = Layout::kInt128;
        break;
      case LogicalTypeId::TIMESTAMP_SEC:
      case LogicalTypeId::TIMESTAMP_MS:
      case LogicalTypeId::TIMESTAMP_NS:
        form_ = Form::kToTimestamp;
        layout_ = Layout::kInt64;
        break;
      case LogicalTypeId::BOOLEAN:
      case LogicalTypeId::SMALLINT:
      case LogicalTypeId::INTEGER:
      case LogicalTypeId::BIGINT:
      case LogicalTypeId::HUGEINT:
      case LogicalTypeId::DECIMAL:
      case LogicalTypeId::FLOAT:
      case LogicalTypeId::DOUBLE:
      case LogicalTypeId::DATE:
      case LogicalTypeId::TIME:
      case LogicalTypeId::TIMESTAMP:
      case LogicalTypeId::TIMESTAMP_TZ:
        layout_ = layout_of(type.InternalType());
        break;
      case LogicalTypeId::SQLNULL:
        form_ = Form::kNull;
        break;
      default:
        form_ = Form::kOther;
        break;
    }
  }
}

template <class From, class To>
void CellReader::widen(const ::duckdb::Vector& vector, std::size_t rows) {
  words_.resize((rows * sizeof(To) + 7) / 8);
  const auto* from = FlatVector::GetData<From>(vector);
  auto* to = reinterpret_cast<To*>(words_.data());
  for (std::size_t i = 0; i < rows; ++i) {
    if constexpr (std::is_same_v<To, Int128>) {
      to[i] = Int128{from[i], 0};
    } else {
      to[i] = static_cast<To>(from[i]);
    }
  }
}

void CellReader::read_views(::duckdb::Vector& vector, std::size_t rows) {
  // Invalid rows may hold anything, but a string_t's size and prefix are always readable; its pointer is only copied.
  const auto* texts = FlatVector::GetData<::duckdb::string_t>(vector);
  views_.resize(rows);
  for (std::size_t i = 0; i < rows; ++i) views_[i] = std::string_view(texts[i].GetData(), texts[i].GetSize());
}

void CellReader::append_text(const ::duckdb::Vector& vector, std::size_t row) {
  switch (form_) {
    case Form::kPadded: {
      const auto& text = FlatVector::GetData<::duckdb::string_t>(vector)[row];
      texts_.append(text.GetData(), text.GetSize());
      if (text.GetSize() < padded_bytes_) texts_.append(padded_bytes_ - text.GetSize(), ' ');
      break;
    }
    case Form::kBase64: {
      const auto& bytes = FlatVector::GetData<::duckdb::string_t>(vector)[row];
      append_base64({bytes.GetData(), bytes.GetSize()}, texts_);
      break;
    }
    case Form::kInterval: {
      const auto& interval = FlatVector::GetData<::duckdb::interval_t>(vector)[row];
      append_day_to_second(interval.months, interval.days, interval.micros, texts_);
      break;
    }
    case Form::kYearToMonth:
      append_year_to_month(FlatVector::GetData<::duckdb::interval_t>(vector)[row].months, texts_);
      break;
    case Form::kTimeWithZone: {
      // Redshift keeps and shows TIMETZ in UTC.
      const auto& time = FlatVector::GetData<::duckdb::dtime_tz_t>(vector)[row];
      auto utc = (time.time().micros - time.offset() * 1'000'000LL) % kMicrosecondsPerDay;
      append_time_with_zone(utc < 0 ? utc + kMicrosecondsPerDay : utc, 0, texts_);
      break;
    }
    default: {
      const auto value = vector.GetValue(row);
      if (is_vector(type_))
        append_vector(value, texts_);
      else if (value.type().id() == ::duckdb::LogicalTypeId::LIST)
        append_array(value, texts_);
      else
        texts_ += value.ToString();
    }
  }
}

void CellReader::read_texts(::duckdb::Vector& vector, std::size_t rows, const std::uint64_t* validity) {
  texts_.clear();
  ends_.resize(rows);
  for (std::size_t i = 0; i < rows; ++i) {
    if (!validity || (validity[i / 64] >> (i % 64) & 1)) append_text(vector, i);
    ends_[i] = texts_.size();
  }
  views_.resize(rows);
  std::size_t begin = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    views_[i] = std::string_view(texts_).substr(begin, ends_[i] - begin);
    begin = ends_[i];
  }
}

Cells CellReader::read(::duckdb::Vector& vector, std::size_t rows) {
  Cells cells;
  cells.layout = layout_;
  if (form_ == Form::kNull) {
    words_.assign(rows / 64 + 1, 0);
    views_.assign(rows, {});
    cells.data = views_.data();
    cells.validity = words_.data();
    return cells;
  }
  vector.Flatten(rows);
  cells.validity = FlatVector::Validity(vector).GetData();
  switch (form_) {
    case Form::kAsIs:
      cells.data = FlatVector::GetData(vector);
      return cells;
    case Form::kWidenToInt16:
      widen<std::int8_t, std::int16_t>(vector, rows);
      break;
    case Form::kUnsigned8ToInt16:
      widen<std::uint8_t, std::int16_t>(vector, rows);
      break;
    case Form::kUnsigned16ToInt32:
      widen<std::uint16_t, std::int32_t>(vector, rows);
      break;
    case Form::kUnsigned32ToInt64:
      widen<std::uint32_t, std::int64_t>(vector, rows);
      break;
    case Form::kUnsigned64ToInt128:
      widen<std::uint64_t, Int128>(vector, rows);
      break;
    case Form::kToTimestamp: {
      widen<std::int64_t, std::int64_t>(vector, rows);
      auto* values = reinterpret_cast<std::int64_t*>(words_.data());
      for (std::size_t i = 0; i < rows; ++i) {
        if (cells.is_null(i)) continue;
        if (type_.id() == LogicalTypeId::TIMESTAMP_SEC) values[i] *= 1'000'000;
        if (type_.id() == LogicalTypeId::TIMESTAMP_MS) values[i] *= 1'000;
        if (type_.id() == LogicalTypeId::TIMESTAMP_NS) values[i] /= 1'000;
      }
      break;
    }
    case Form::kViews:
      read_views(vector, rows);
      cells.data = views_.data();
      return cells;
    default:
      read_texts(vector, rows, cells.validity);
      cells.data = views_.data();
      return cells;
  }
  cells.data = words_.data();
  return cells;
}

}  // namespace slipher::engine
