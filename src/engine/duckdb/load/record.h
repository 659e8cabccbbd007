#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

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
  /// The value as JSON text, for SUPER columns; only from JSON files, elsewhere empty.
  std::string_view json;
  bool is_null = false;
  /// Lies in the reader's scratch memory and is gone with the next record.
  bool transient = false;
};

/// One record of a file. Views point into the block, or into the reader.
struct Record {
  std::vector<Field> fields;
  std::string_view raw;
  /// Set when the record cannot be cut into fields.
  LoadErrorCode error = LoadErrorCode::kNone;
  const char* reason = "";
};

inline void push_field(Record& record, const Field& field) {
  if (record.fields.size() < kMaxFields) record.fields.push_back(field);
}

/// How a file's bytes become records and fields.
struct RecordFormat {
  sql::CopyFormat format = sql::CopyFormat::kDelimited;
  char delimiter = '|';
  char quote = '"';
  bool escape = false;
  bool remove_quotes = false;
  std::string null_text = "\\N";
  std::vector<int> widths;  // FIXEDWIDTH
  sql::JsonMapping json_mapping = sql::JsonMapping::kAuto;
  std::vector<std::string> columns;  // JSON 'auto': the fields' order
  std::vector<JsonPath> paths;       // JSON with paths
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
};

/// `newline` ends lines: \n (a \r before it is dropped) or \r.
std::unique_ptr<RecordReader> make_record_reader(const RecordFormat& format, char newline);

std::unique_ptr<RecordReader> make_delimited_reader(const RecordFormat& format, char newline);
std::unique_ptr<RecordReader> make_csv_reader(const RecordFormat& format, char newline);
std::unique_ptr<RecordReader> make_fixed_width_reader(const RecordFormat& format, char newline);
std::unique_ptr<RecordReader> make_json_reader(const RecordFormat& format);

}  // namespace slipher::engine
