#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/duckdb/load/avro_container.h"
#include "engine/duckdb/load/avro_cursor.h"
#include "engine/duckdb/load/json_path.h"
#include "engine/duckdb/load/load_error.h"
#include "sql/copy_statement.h"

namespace slipher::engine {

/// A record with more bytes than this is an error (Redshift's limit is 4 MB).
inline constexpr std::size_t kMaxRecordBytes = 16 * 1024 * 1024;

/// Fields of a record beyond this many are counted as one: no table has as many columns (Redshift's limit is 1,600).
inline constexpr std::size_t kMaxFields = 4096;

/// One value of a record, before it is typed.
struct Field {
  std::string_view text;
  /// The value as JSON text, for SUPER columns; only from JSON and Avro files, elsewhere empty.
  std::string_view json;
  bool is_null = false;
  /// Lies in the reader's scratch memory and is gone with the next record.
  bool transient = false;
};

/// One record of a file. Views point into the block, or into the reader.
struct Record {
  std::vector<Field> fields;
  std::string_view raw;
  /// Number of the record in its block, from 0; -1 = lines are counted.
  std::int64_t ordinal = -1;
  /// Set when the record cannot be cut into fields.
  LoadErrorCode error = LoadErrorCode::kNone;
  const char* reason = "";
};

/// Texts that fields point to until the next record; their memory is used again.
class FieldTexts {
 public:
  void clear() { used_ = 0; }
  /// An empty text; those taken before stay where they are.
  std::string& take() {
    if (used_ == texts_.size()) texts_.emplace_back();
    auto& text = texts_[used_++];
    text.clear();
    return text;
  }

 private:
  std::deque<std::string> texts_;
  std::size_t used_ = 0;
};

/// Makes a field of a JSON value, which must not be empty.
void set_json(Field& field, std::string_view json, FieldTexts& texts);

inline void push_field(Record& record, const Field& field) {
  if (record.fields.size() < kMaxFields) record.fields.push_back(field);
}

/// What a column wants of a value that is no text.
enum class ColumnForm { kText, kJson, kHexadecimal };

/// How a file's bytes become records and fields.
struct RecordFormat {
  sql::CopyFormat format = sql::CopyFormat::kDelimited;
  std::string delimiter = "|";
  char quote = '"';
  bool escape = false;
  bool remove_quotes = false;
  std::string null_text = "\\N";
  std::vector<int> widths;  // FIXEDWIDTH
  sql::JsonMapping json_mapping = sql::JsonMapping::kAuto;
  std::vector<std::string> columns;  // JSON and Avro 'auto': the fields' order
  std::vector<JsonPath> paths;       // JSON and Avro with paths
  std::vector<ColumnForm> forms;     // Avro: of the columns
  AvroTexts avro_texts;
};

/// Cuts blocks of whole records into records and fields. One per thread.
class RecordReader {
 public:
  virtual ~RecordReader() = default;
  /// How many bytes of `buffer`, which starts with a record, are whole records. 0 = no record ends in it.
  virtual std::size_t whole_records(std::string_view buffer) const = 0;
  /// Goes on with this block, which holds whole records.
  virtual void start(std::string_view block) = 0;
  /// False at the end of the block.
  virtual bool next(Record& record) = 0;
  /// The record as an error shows it.
  virtual std::string shown(const Record& record) const { return shown_text(record.raw); }
};

/// Of every format but Avro and Parquet. `newline` ends lines: \n (a \r before it is dropped) or \r.
std::unique_ptr<RecordReader> make_record_reader(const RecordFormat& format, char newline);

std::unique_ptr<RecordReader> make_delimited_reader(const RecordFormat& format, char newline);
std::unique_ptr<RecordReader> make_csv_reader(const RecordFormat& format, char newline);
std::unique_ptr<RecordReader> make_fixed_width_reader(const RecordFormat& format, char newline);
std::unique_ptr<RecordReader> make_json_reader(const RecordFormat& format);
/// Its blocks are blocks of an Avro container file, as they stand there.
std::unique_ptr<RecordReader> make_avro_reader(const RecordFormat& format, std::shared_ptr<const AvroHeader> header);

}  // namespace slipher::engine
