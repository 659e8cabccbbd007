#include "sql/external_format.h"

#include <cstdlib>

#include "sql/file_options.h"

namespace slipher::sql {
namespace {

Unsupported refused(const std::string& what) {
  const std::string construct = "external table " + what;
  return Unsupported{construct};
}

/// A delimiter: one character, also as '\t', '\001' or '\\u0001'.
char delimiter_character(TokenCursor& cursor, const std::string& text) {
  if (text.size() == 1) return text[0];
  if (text == "\\t") return '\t';
  if (text == "\\n") return '\n';
  const auto digits = text.starts_with("\\u") ? text.substr(2) : text.substr(text.starts_with("\\") ? 1 : 0);
  const int base = text.starts_with("\\u") ? 16 : 8;
  if (!digits.empty() && digits.size() <= 4 &&
      digits.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos) {
    const long code = std::strtol(digits.c_str(), nullptr, base);
    if (code >= 0 && code < 128) return static_cast<char>(code);
  }
  cursor.fail("a delimiter of an external table must be a single ASCII character");
  return '\0';
}

void parse_delimited(TokenCursor& cursor, ExternalFormat& format) {
  format.serde = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe";
  format.escape = '\0';
  while (true) {
    if (cursor.accept("fields", "terminated", "by")) {
      format.delimiter = delimiter_character(cursor, cursor.string_literal());
    } else if (cursor.accept("escaped", "by")) {
      format.escape = delimiter_character(cursor, cursor.string_literal());
    } else if (cursor.accept("lines", "terminated", "by")) {
      if (delimiter_character(cursor, cursor.string_literal()) != '\n')
        cursor.fail("LINES TERMINATED BY of an external table must be a line feed");
    } else if (cursor.accept("collection", "items", "terminated", "by") ||
               cursor.accept("map", "keys", "terminated", "by")) {
      cursor.string_literal();
    } else if (cursor.accept("null", "defined", "as")) {
      format.null_text = cursor.string_literal();
    } else {
      return;
    }
  }
}

/// "org.openx.data.jsonserde.JsonSerDe" -> "jsonserde".
std::string class_name(const std::string& serde) { return lower(serde.substr(serde.rfind('.') + 1)); }

std::optional<Tree> parse_serde(TokenCursor& cursor, ExternalFormat& format) {
  format.serde = cursor.string_literal();
  const std::string name = class_name(format.serde);
  if (name == "opencsvserde") {
    format.kind = ExternalFormat::Kind::kCsv;
    format.delimiter = ',';
  } else if (name == "lazysimpleserde") {
    format.escape = '\0';
  } else if (name == "jsonserde" || name == "hivejsonserde") {
    format.kind = ExternalFormat::Kind::kJson;
  } else if (name == "parquethiveserde") {
    format.kind = ExternalFormat::Kind::kParquet;
  } else if (!cursor.failed()) {
    return refused("with SERDE '" + format.serde + "'");
  }
  if (!cursor.accept("with", "serdeproperties")) return std::nullopt;
  for (const auto& [key, value] : parse_properties(cursor)) {
    const std::string property = lower(key);
    if (property == "field.delim" || property == "separatorchar")
      format.delimiter = delimiter_character(cursor, value);
    else if (property == "quotechar")
      format.quote = delimiter_character(cursor, value);
    else if (property == "escapechar" || property == "escape.delim")
      format.escape = value == "\\\\" ? '\\' : delimiter_character(cursor, value);
    else if (property == "serialization.null.format")
      format.null_text = value;
  }
  return std::nullopt;
}

}  // namespace

Properties parse_properties(TokenCursor& cursor) {
  Properties properties;
  cursor.expect("(");
  do {
    std::string name = cursor.string_literal();
    cursor.expect("=");
    properties.emplace_back(std::move(name), cursor.string_literal());
  } while (cursor.accept(","));
  cursor.expect(")");
  return properties;
}

std::optional<Tree> parse_row_format(TokenCursor& cursor, ExternalFormat& format) {
  if (cursor.accept("serde")) return parse_serde(cursor, format);
  cursor.expect("delimited");
  parse_delimited(cursor, format);
  return std::nullopt;
}

std::optional<Tree> parse_stored_as(TokenCursor& cursor, ExternalFormat& format) {
  if (cursor.accept("parquet")) {
    format.kind = ExternalFormat::Kind::kParquet;
    format.serde = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";
    format.input_format = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat";
    format.output_format = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat";
    return std::nullopt;
  }
  if (cursor.accept("textfile")) {
    format.input_format = "org.apache.hadoop.mapred.TextInputFormat";
    format.output_format = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat";
    return std::nullopt;
  }
  if (cursor.accept("inputformat")) {
    format.input_format = cursor.string_literal();
    cursor.expect("outputformat");
    format.output_format = cursor.string_literal();
    const std::string name = class_name(format.input_format);
    if (name == "mapredparquetinputformat")
      format.kind = ExternalFormat::Kind::kParquet;
    else if (name != "textinputformat" && !cursor.failed())
      return refused("with INPUTFORMAT '" + format.input_format + "'");
    return std::nullopt;
  }
  if (cursor.at_any({"orc", "avro", "ion", "rcfile", "sequencefile"})) {
    return refused("STORED AS " + upper(cursor.take().text));
  }
  cursor.fail();
  return std::nullopt;
}

}  // namespace slipher::sql
