#include "engine/duckdb/load/record.h"

#include "engine/duckdb/load/json_cursor.h"

namespace slipher::engine {

void set_json(Field& field, std::string_view json, FieldTexts& texts) {
  field.json = json;
  field.is_null = json == "null";
  field.transient = false;
  if (json.front() != '"') {
    field.text = json;
  } else if (!json_has_escapes(json)) {
    field.text = json.substr(1, json.size() - 2);
  } else {
    field.text = texts.take() = json_unescape(json);
    field.transient = true;
  }
}

std::unique_ptr<RecordReader> make_record_reader(const RecordFormat& format, char newline) {
  switch (format.format) {
    case sql::CopyFormat::kCsv:
      return make_csv_reader(format, newline);
    case sql::CopyFormat::kFixedWidth:
      return make_fixed_width_reader(format, newline);
    case sql::CopyFormat::kJson:
      return make_json_reader(format);
    default:
      break;
  }
  return make_delimited_reader(format, newline);
}

}  // namespace slipher::engine
