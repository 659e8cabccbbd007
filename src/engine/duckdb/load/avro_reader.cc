#include <algorithm>

#include "engine/duckdb/load/record.h"

namespace slipher::engine {
namespace {

using Kind = AvroType::Kind;

constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);

bool is_nested(Kind kind) { return kind == Kind::kRecord || kind == Kind::kArray || kind == Kind::kMap; }

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return text;
}

void append_hexadecimal(std::string_view bytes, std::string& out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (const char c : bytes) {
    out += kDigits[static_cast<unsigned char>(c) >> 4];
    out += kDigits[c & 15];
  }
}

/// Avro records: their fields find columns by name, or by paths into the record.
class AvroReader final : public RecordReader {
 public:
  AvroReader(const RecordFormat& format, std::shared_ptr<const AvroHeader> header)
      : format_(format), header_(std::move(header)), cursor_({}, format.avro_texts) {
    const bool any_case = format.json_mapping == sql::JsonMapping::kAutoIgnoreCase;
    for (const auto& field : root().fields) {
      const auto column =
          std::find(format.columns.begin(), format.columns.end(), any_case ? lower(field.name) : field.name);
      columns_.push_back(column == format.columns.end() ? kNoColumn
                                                        : static_cast<std::size_t>(column - format.columns.begin()));
    }
  }

  std::size_t whole_records(std::string_view) const override { return 0; }

  void start(std::string_view block) override {
    block_ = block;
    records_ = 0;
    ordinal_ = 0;
  }

  bool next(Record& record) override {
    while (records_ == 0) {
      if (!cursor_.at_end()) throw BadFile("has an Avro block with more data than records");
      if (block_.empty()) return false;
      unpack();
    }
    --records_;
    record.error = LoadErrorCode::kNone;
    record.fields.assign(format_.columns.size(), {.is_null = true});
    record.ordinal = ordinal_++;
    texts_.clear();
    cursor_.start_record();
    const char* const first = cursor_.position();
    const bool done = format_.json_mapping == sql::JsonMapping::kPaths ? by_paths(record) : by_name(record);
    if (!done) throw BadFile("has an Avro record that its schema does not describe");
    record.raw = {first, static_cast<std::size_t>(cursor_.position() - first)};
    return true;
  }

  std::string shown(const Record& record) const override {
    AvroCursor cursor(record.raw, format_.avro_texts);
    std::string text;
    cursor.json(root(), text);
    return shown_text(text);
  }

 private:
  const AvroType& root() const { return header_->schema.root(); }

  /// Goes on with the next container block: how many records, how many bytes, the bytes.
  void unpack() {
    AvroCursor outer(block_, {});
    records_ = outer.number();
    const auto packed = outer.bytes();
    if (outer.failed() || records_ < 0) throw BadFile("has a damaged Avro block");
    block_.remove_prefix(static_cast<std::size_t>(packed.data() + packed.size() - block_.data()));
    data_ = unpack_avro(header_->codec, packed);
    // Only records without fields have no bytes.
    if (records_ > static_cast<std::int64_t>(std::max(data_.size(), kMaxRecordBytes)))
      throw BadFile("has an Avro block with more records than data");
    cursor_ = AvroCursor(data_, format_.avro_texts);
  }

  bool by_name(Record& record) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const auto& type = *root().fields[i].type;
      const std::size_t column = columns_[i];
      const bool done = column == kNoColumn ? cursor_.skip(type) : take(type, column, record.fields[column]);
      if (!done) return false;
    }
    return true;
  }

  bool take(const AvroType& declared, std::size_t column, Field& field) {
    const AvroType* type = cursor_.resolve(declared);
    if (!type) return false;
    field = {.is_null = type->kind == Kind::kNull, .transient = true};
    if (field.is_null) return true;
    std::string& text = texts_.take();
    const auto form = format_.forms[column];
    if (is_nested(type->kind) || form == ColumnForm::kJson) {
      if (!cursor_.json(*type, text)) return false;
      set_json(field, text, texts_);
      return field.transient = true;
    }
    const bool binary = type->kind == Kind::kBytes || type->kind == Kind::kFixed;
    if (!cursor_.text(*type, text)) return false;
    if (binary && form == ColumnForm::kHexadecimal) {
      std::string& digits = texts_.take();
      append_hexadecimal(text, digits);
      field.text = digits;
    } else {
      field.text = text;
    }
    return true;
  }

  bool by_paths(Record& record) {
    std::string& json = texts_.take();
    if (!cursor_.json(root(), json)) return false;
    for (std::size_t i = 0; i < format_.paths.size() && i < record.fields.size(); ++i) {
      const auto value = follow(format_.paths[i], json);
      if (value.empty()) continue;
      set_json(record.fields[i], value, texts_);
      record.fields[i].transient = true;
    }
    return true;
  }

  const RecordFormat& format_;
  std::shared_ptr<const AvroHeader> header_;
  std::vector<std::size_t> columns_;  // of each field of the record
  std::string_view block_;            // container blocks that are still to be unpacked
  std::string data_;
  AvroCursor cursor_;
  std::int64_t records_ = 0;  // left of the unpacked block
  std::int64_t ordinal_ = 0;
  FieldTexts texts_;
};

}  // namespace

std::unique_ptr<RecordReader> make_avro_reader(const RecordFormat& format, std::shared_ptr<const AvroHeader> header) {
  return std::make_unique<AvroReader>(format, std::move(header));
}

}  // namespace slipher::engine
