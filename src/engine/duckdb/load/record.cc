#include "engine/duckdb/load/record.h"

namespace slipher::engine {

std::unique_ptr<RecordReader> make_record_reader(const RecordFormat& format, char newline) {
  switch (format.format) {
    case sql::CopyFormat::kCsv:
      return make_csv_reader(format, newline);
    case sql::CopyFormat::kFixedWidth:
      return make_fixed_width_reader(format, newline);
    case sql::CopyFormat::kJson:
      return make_json_reader(format);
    case sql::CopyFormat::kDelimited:
    case sql::CopyFormat::kParquet:
      break;
  }
  return make_delimited_reader(format, newline);
}

}  // namespace slipher::engine
