#include "engine/duckdb/external/external_scan.h"

#include <algorithm>
#include <map>

#include "duckdb/function/table_function.hpp"
#include "duckdb/main/extension/extension_loader.hpp"
#include "duckdb/parser/parser.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "duckdb/parser/tableref/subqueryref.hpp"
#include "engine/duckdb/external/csv_fields.h"
#include "engine/duckdb/external/external_files.h"
#include "engine/duckdb/external/external_table.h"
#include "engine/duckdb/external/nested_value.h"
#include "engine/duckdb/external/object_file_system.h"
#include "engine/duckdb/external/pseudo_columns.h"
#include "engine/duckdb/external/unpacked_files.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

using Texts = std::vector<std::string>;

struct ScanInfo final : ::duckdb::TableFunctionInfo {
  explicit ScanInfo(objects::ObjectStore& objects_in) : objects(objects_in) {}
  objects::ObjectStore& objects;
};

Texts texts_of(const ::duckdb::Value& list) {
  Texts texts;
  if (list.IsNull()) return texts;
  for (const auto& entry : ::duckdb::ListValue::GetChildren(list)) texts.push_back(entry.ToString());
  return texts;
}

/// The members of the scan's argument (external_table.cc makes it).
struct ScanArgument {
  ScanArgument(const ::duckdb::Value& argument, bool with_pseudo_columns_in)
      : with_pseudo_columns(with_pseudo_columns_in) {
    if (argument.type().id() != ::duckdb::LogicalTypeId::STRUCT)
      throw ::duckdb::InvalidInputException("an external table's definition is damaged");
    const auto& types = ::duckdb::StructType::GetChildTypes(argument.type());
    const auto& children = ::duckdb::StructValue::GetChildren(argument);
    for (std::size_t i = 0; i < children.size(); ++i) values[types[i].first] = children[i];
  }
  std::string text(const std::string& name) const { return values.at(name).ToString(); }
  Texts list(const std::string& name) const { return texts_of(values.at(name)); }
  std::vector<Texts> lists(const std::string& name) const {
    std::vector<Texts> all;
    for (const auto& entry : ::duckdb::ListValue::GetChildren(values.at(name))) all.push_back(texts_of(entry));
    return all;
  }
  std::map<std::string, ::duckdb::Value> values;
  const bool with_pseudo_columns;
};

std::string option(const std::string& name, const std::string& value) {
  return ", " + name + " = " + quote_text(value);
}

/// The option of DuckDB's readers that makes the column of paths.
std::string path_option(const ScanArgument& scan) {
  return scan.with_pseudo_columns ? option("filename", kPathColumn) : std::string();
}
/// That column as another item of a select list.
std::string path_item(const ScanArgument& scan) {
  return scan.with_pseudo_columns ? ", " + quote_name(kPathColumn) : std::string();
}

/// CSV as OpenCSVSerde reads it: a record is a line. No field holds what DuckDB's reader is told to cut lines at.
std::string csv_reader(const ScanArgument& scan, const Texts& files) {
  std::string select;
  const auto columns = scan.list("columns");
  for (std::size_t i = 0; i < columns.size(); ++i)
    select += (i == 0 ? "" : ", ") + ("nullif(fields[" + std::to_string(i + 1)) + "], '') AS " + quote_name(columns[i]);
  std::string characters;
  for (const auto* name : {"delimiter", "quote", "escape"}) characters += ", " + quote_text(scan.text(name));
  return "SELECT " + select + path_item(scan) + " FROM (SELECT " + kCsvFields + "(line" + characters + ") AS fields" +
         path_item(scan) + " FROM read_csv(" + quote_list(files) +
         ", auto_detect = false, header = false, hive_partitioning = false, strict_mode = false, parallel = false, "
         "compression = 'none', skip = " +
         scan.text("skip") + ", columns = {'line': 'VARCHAR'}" + option("delim", "\x01\x02\x03\x04") +
         option("quote", "") + option("escape", "") + path_option(scan) + ") WHERE line <> '')";
}

/// DuckDB's reader of files of the table's format; the rows have the table's columns under their names.
std::string format_reader(const ScanArgument& scan, const Texts& files) {
  const auto format = scan.text("format");
  const auto columns = scan.list("columns");
  const auto list = quote_list(files);
  if (format == "parquet")
    return "SELECT * FROM read_parquet(" + list +
           ", hive_partitioning = false, union_by_name = true, binary_as_string = true" + path_option(scan) + ")";
  if (format == "json") {
    const auto nested = scan.list("nested");
    std::string select;
    for (const auto& column : columns) {
      const bool is_nested = std::find(nested.begin(), nested.end(), column) != nested.end();
      const auto path = quote_text("$." + quote_name(column));
      select += (select.empty() ? "" : ", ") +
                (is_nested ? "CAST(json_extract(json, " + path + ") AS VARCHAR)"
                           : "json_extract_string(json, " + path + ")") +
                " AS " + quote_name(column);
    }
    return "SELECT " + select + path_item(scan) + " FROM read_json_objects(" + list +
           ", format = 'newline_delimited', ignore_errors = true, compression = 'uncompressed'" + path_option(scan) +
           ")";
  }
  if (format == "csv") return csv_reader(scan, files);
  std::string types;
  for (const auto& column : columns) types += (types.empty() ? "" : ", ") + quote_text(column) + ": 'VARCHAR'";
  return "SELECT * FROM read_csv(" + list + ", auto_detect = false, header = false, hive_partitioning = false, " +
         "null_padding = true, strict_mode = false, parallel = false, compression = 'none', skip = " +
         scan.text("skip") + ", columns = {" + types + "}" + option("delim", scan.text("delimiter")) +
         option("quote", "") + option("escape", scan.text("escape")) + option("nullstr", scan.text("null")) +
         path_option(scan) + ")";
}

/// format_reader(), with the pseudo-columns where they are wanted.
std::string reader(const ScanArgument& scan, const ExternalFiles& files) {
  const bool is_text = scan.text("format") != "parquet";
  Texts paths;
  for (const auto& file : files) paths.push_back(without_glob(is_text ? unpacked_path(file.uri) : file.uri));
  auto rows = format_reader(scan, paths);
  if (!scan.with_pseudo_columns) return rows;
  const auto path = quote_name(kPathColumn);
  if (is_text) rows = "SELECT * REPLACE (" + unpacked_uri(path) + " AS " + path + ") FROM (" + rows + ")";
  std::map<std::string, std::int64_t> sizes;  // a manifest may list a file twice
  for (const auto& file : files) sizes[file.uri] = file.bytes;
  std::string list;
  for (const auto& [uri, bytes] : sizes)
    list += (list.empty() ? "(" : ", (") + quote_text(uri) + ", " + std::to_string(bytes) + "::BIGINT)";
  return "SELECT r.*, s.bytes AS " + quote_name(kSizeColumn) + " FROM (" + rows + ") AS r LEFT JOIN (VALUES " + list +
         ") AS s(uri, bytes) ON r." + path + " = s.uri";
}

/// Names and types without a row: what every query finds, whatever the files have.
std::string no_rows(const ScanArgument& scan) {
  std::string select;
  const std::string type = scan.text("format") == "parquet" ? "NULL" : "NULL::VARCHAR";
  for (const auto& column : scan.list("columns"))
    select += (select.empty() ? "" : ", ") + type + " AS " + quote_name(column);
  for (const auto& key : scan.list("keys")) select += ", NULL::VARCHAR AS " + quote_name(key);
  if (scan.with_pseudo_columns)
    select += ", NULL::VARCHAR AS " + quote_name(kPathColumn) + ", NULL::BIGINT AS " + quote_name(kSizeColumn);
  return "SELECT " + select + " WHERE false";
}

/// As a balanced tree: a chain of thousands would be too deep to bind.
std::string united(const Texts& branches, std::size_t first, std::size_t last) {
  if (last - first == 1) return branches[first];
  const auto middle = first + (last - first) / 2;
  return "(" + united(branches, first, middle) + ") UNION ALL BY NAME (" + united(branches, middle, last) + ")";
}

std::string scan_text(::duckdb::ClientContext& context, const ScanArgument& scan, objects::ObjectStore& shared) {
  Texts branches{no_rows(scan)};
  if (context.registered_state->Get<PlanWithoutFiles>(PlanWithoutFiles::kKey)) return branches.front();
  const auto objects = objects_of(context, shared);
  const auto keys = scan.list("keys");
  if (keys.empty()) {
    const auto files = external_files(*objects, scan.text("location"));
    if (!files) throw_storage_error(files.error());
    if (!files->empty()) branches.push_back(reader(scan, *files));
    return united(branches, 0, branches.size());
  }
  const auto locations = scan.list("locations");
  const auto values = scan.lists("values");
  ExternalFileFinder finder(*objects, scan.text("location"));
  for (std::size_t i = 0; i < locations.size(); ++i) {
    const auto files = finder.find(locations[i]);
    if (!files) throw_storage_error(files.error());
    if (files->empty()) continue;
    std::string constants;
    for (std::size_t key = 0; key < keys.size(); ++key)
      constants += ", " + quote_text(values[i][key]) + " AS " + quote_name(keys[key]);
    branches.push_back("SELECT *" + constants + " FROM (" + reader(scan, *files) + ")");
  }
  return united(branches, 0, branches.size());
}

::duckdb::unique_ptr<::duckdb::TableRef> replace(::duckdb::ClientContext& context,
                                                 ::duckdb::TableFunctionBindInput& input) {
  const ScanArgument scan(input.inputs.at(0), input.inputs.size() > 1);
  auto& info = input.info->Cast<ScanInfo>();
  ::duckdb::Parser parser;
  parser.ParseQuery(scan_text(context, scan, info.objects));
  auto select =
      ::duckdb::unique_ptr_cast<::duckdb::SQLStatement, ::duckdb::SelectStatement>(std::move(parser.statements.at(0)));
  return ::duckdb::make_uniq<::duckdb::SubqueryRef>(std::move(select));
}

}  // namespace

void register_external_scan(::duckdb::DatabaseInstance& instance, objects::ObjectStore& objects) {
  ::duckdb::TableFunction function(kExternalScan, {::duckdb::LogicalType::ANY}, nullptr, nullptr);
  function.varargs = ::duckdb::LogicalType::BOOLEAN;
  function.bind_replace = replace;
  function.function_info = ::duckdb::make_shared_ptr<ScanInfo>(objects);
  ::duckdb::ExtensionLoader loader(instance, "slipher_external");
  loader.RegisterFunction(function);
  loader.RegisterFunction(csv_fields_function());
  loader.RegisterFunction(nested_value_function());
}

}  // namespace slipher::engine
