#include "engine/duckdb/external/external_table.h"

#include <cstdlib>

#include "engine/duckdb/external/nested_value.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

using Kind = sql::ExternalFormat::Kind;

bool is_super(const ExternalTable::Column& column) { return column.engine_type == "rs_super"; }

/// A file's value as a value of the table. Text that is none of the declared type is NULL, as in Amazon Redshift
/// Spectrum.
std::string converted(const ExternalTable::Column& column, Kind kind) {
  const auto name = quote_name(column.name);
  if (is_super(column)) {
    const auto json = kind == Kind::kJson ? name : "CAST(to_json(" + name + ") AS VARCHAR)";
    std::string text = "rs_json_parse(";
    text.append(kNestedValue).append("(").append(json).append(", ").append(quote_text(column.type_text)).append("))");
    return text;
  }
  const bool from_text = kind != Kind::kParquet;
  for (const std::string_view sized : {"rs_varchar(", "rs_char("}) {
    if (!column.engine_type.starts_with(sized)) continue;
    const auto bytes = column.engine_type.substr(sized.size(), column.engine_type.find(')') - sized.size());
    return "CAST(rs_truncate(CAST(" + name + " AS VARCHAR), " + bytes + ") AS " + column.engine_type + ")";
  }
  return (from_text ? "TRY_CAST(" : "CAST(") + name + " AS " + column.engine_type + ")";
}

std::string names_of(const std::vector<ExternalTable::Column>& columns) {
  std::vector<std::string> names;
  for (const auto& column : columns) names.push_back(column.name);
  return quote_list(names) + "::VARCHAR[]";
}

std::string supers_of(const std::vector<ExternalTable::Column>& columns) {
  std::vector<std::string> names;
  for (const auto& column : columns)
    if (is_super(column)) names.push_back(column.name);
  return quote_list(names) + "::VARCHAR[]";
}

std::string one_character(char c) { return c == '\0' ? std::string() : std::string(1, c); }

/// What the scan needs to know, as a STRUCT.
std::string scan_argument(const ExternalTable& table) {
  std::vector<std::string> locations;
  std::string values;
  for (const auto& partition : table.partitions) {
    locations.push_back(partition.location);
    values += (values.empty() ? "" : ", ") + quote_list(partition.values);
  }
  const auto& format = table.format;
  return "{'format': " + quote_text(format_name(format.kind)) +
         ", 'delimiter': " + quote_text(one_character(format.delimiter)) +
         ", 'quote': " + quote_text(one_character(format.quote)) +
         ", 'escape': " + quote_text(one_character(format.escape)) + ", 'null': " + quote_text(format.null_text) +
         ", 'skip': " + std::to_string(table.skipped_lines()) + ", 'columns': " + names_of(table.columns) +
         ", 'nested': " + supers_of(table.columns) + ", 'keys': " + names_of(table.keys) +
         ", 'location': " + quote_text(table.location) + ", 'locations': " + quote_list(locations) +
         "::VARCHAR[], 'values': [" + values + "]::VARCHAR[][]}";
}

}  // namespace

int ExternalTable::skipped_lines() const {
  for (const auto& [name, value] : properties) {
    if (name == "skip.header.line.count") return std::atoi(value.c_str());
  }
  return 0;
}

std::string format_name(Kind kind) {
  switch (kind) {
    case Kind::kText:
      return "text";
    case Kind::kCsv:
      return "csv";
    case Kind::kJson:
      return "json";
    case Kind::kParquet:
      break;
  }
  return "parquet";
}

Kind format_kind(const std::string& name) {
  if (name == "text") return Kind::kText;
  if (name == "csv") return Kind::kCsv;
  return name == "json" ? Kind::kJson : Kind::kParquet;
}

std::string reading_query(const ExternalTable& table) {
  std::string list;
  for (const auto& column : table.columns)
    list += (list.empty() ? "" : ", ") + converted(column, table.format.kind) + " AS " + quote_name(column.name);
  for (const auto& key : table.keys)
    list += ", TRY_CAST(" + quote_name(key.name) + " AS " + key.engine_type + ") AS " + quote_name(key.name);
  return "SELECT " + list + " FROM " + kExternalScan + "(" + scan_argument(table) + ")";
}

}  // namespace slipher::engine
