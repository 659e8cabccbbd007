#include "engine/duckdb/load/unload_manifest.h"

#include "engine/duckdb/load/json_cursor.h"
#include "engine/duckdb/type_mapping.h"

namespace slipher::engine {
namespace {

std::string type_object(const ::duckdb::LogicalType& type) {
  std::string name = format_type(type);
  const auto column = column_of("", type);
  std::string members;
  if (const auto open = name.find('('); open != std::string::npos) {
    const bool numeric = column.type == Type::kNumeric;
    members = numeric ? ", \"precision\": " + std::to_string(column.precision) +
                            ", \"scale\": " + std::to_string(column.scale)
                      : ", \"max_length\": " + std::to_string(column.precision);
    name.erase(open, name.find(')') - open + 1);
  }
  std::string out = "{\"base\": ";
  append_json_string(name, out);
  return out + members + "}";
}

std::string schema(const std::vector<std::string>& names, const std::vector<::duckdb::LogicalType>& types) {
  std::string out = "  \"schema\": {\n    \"elements\": [";
  for (std::size_t i = 0; i < names.size(); ++i) {
    out += i == 0 ? "\n      {\"name\": " : ",\n      {\"name\": ";
    append_json_string(names[i], out);
    out += ", \"type\": " + type_object(types[i]) + "}";
  }
  return out + "\n    ]\n  },\n";
}

std::string meta(std::int64_t bytes, std::int64_t rows) {
  return "{\"content_length\": " + std::to_string(bytes) + ", \"record_count\": " + std::to_string(rows) + "}";
}

}  // namespace

std::string unload_manifest(const std::vector<UnloadedFile>& files, const std::vector<std::string>& names,
                            const std::vector<::duckdb::LogicalType>& types, ManifestDetails details) {
  std::string out = "{\n  \"entries\": [";
  std::int64_t bytes = 0;
  std::int64_t rows = 0;
  for (std::size_t i = 0; i < files.size(); ++i) {
    out += i == 0 ? "\n    {\"url\": " : ",\n    {\"url\": ";
    append_json_string("s3://" + files[i].location.bucket + "/" + files[i].location.key, out);
    if (details.verbose) {
      out += ", \"meta\": " + meta(files[i].bytes, files[i].rows);
    } else if (details.sizes) {
      out += ", \"meta\": {\"content_length\": " + std::to_string(files[i].bytes) + "}";
    }
    out += "}";
    bytes += files[i].bytes;
    rows += files[i].rows;
  }
  out += files.empty() ? "]" : "\n  ]";
  if (!details.verbose) return out + "\n}\n";
  return out + ",\n" + schema(names, types) + "  \"meta\": " + meta(bytes, rows) +
         ",\n  \"author\": {\"name\": \"Amazon Redshift\", \"version\": \"1.0.0\"}\n}\n";
}

}  // namespace slipher::engine
