#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sql/file_options.h"

namespace slipher::sql {

/// COPY's data formats (Amazon Redshift, "COPY", "Data format parameters").
enum class CopyFormat { kDelimited, kCsv, kFixedWidth, kJson, kAvro, kParquet };

/// How the values of JSON and Avro find their columns: by name, by name whatever its case, whole into one SUPER column
/// (JSON only), or by the expressions of a jsonpaths file.
enum class JsonMapping { kAuto, kAutoIgnoreCase, kNoShred, kPaths };

/// DATEFORMAT and TIMEFORMAT.
struct DateTimeFormat {
  enum class Kind { kDefault, kAuto, kEpochSeconds, kEpochMilliseconds, kPattern };
  Kind kind = Kind::kDefault;
  std::string pattern;  // of kPattern
};

/// COPY table [(columns)] FROM 's3://...' authorization options. Options that mean nothing to an embedded engine
/// (REGION, COMPUPDATE, COMPROWS, STATUPDATE) are checked and dropped; credentials are never kept.
struct CopyStatement {
  std::vector<std::string> table;  // one to three name parts
  std::vector<std::string> columns;
  std::string from;
  bool manifest = false;

  CopyFormat format = CopyFormat::kDelimited;
  std::string delimiter = "|";  // one character or more
  char quote = '"';             // CSV
  std::vector<FixedWidthColumn> fixed_width;
  JsonMapping json_mapping = JsonMapping::kAuto;
  std::string json_paths;          // s3 location, kPaths
  bool serialize_to_json = false;  // nested Parquet values into SUPER
  Compression compression = Compression::kNone;
  TextEncoding encoding = TextEncoding::kUtf8;

  std::optional<std::string> null_as;  // absent = \N
  DateTimeFormat date_format;
  DateTimeFormat time_format;
  std::int64_t ignore_header = 0;  // lines of each file
  bool accept_any_date = false;
  std::optional<char> accept_invalid_characters;  // what replaces a wrong byte
  bool blanks_as_null = false;
  bool empty_as_null = false;
  bool escape = false;
  bool explicit_ids = false;
  bool fill_record = false;
  bool ignore_blank_lines = false;
  bool remove_quotes = false;
  bool round_decimals = false;
  bool trim_blanks = false;
  bool truncate_columns = false;

  std::int64_t max_error = 0;  // errors that fail the load; 0 and 1 = the first
  bool ignore_all_errors = false;
  bool no_load = false;  // only check the files
};

/// Parses one COPY statement. Fails with kSql: a syntax error with its position, options that exclude each other, or an
/// option that this server cannot honour, by name.
Result<CopyStatement> parse_copy(std::string_view text);

}  // namespace slipher::sql
