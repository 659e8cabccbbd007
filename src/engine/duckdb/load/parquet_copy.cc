#include "engine/duckdb/load/parquet_copy.h"

#include <map>

#include "duckdb/common/file_system.hpp"
#include "engine/duckdb/errors.h"
#include "engine/duckdb/external/object_file_system.h"
#include "engine/duckdb/load/internal_query.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

using ::duckdb::LogicalType;
using ::duckdb::LogicalTypeId;

/// read_parquet() of all files as p(c0, c1, ...). Folder names that look like partitions are no columns.
std::string source(const std::vector<DataFile>& files, std::size_t columns) {
  std::vector<std::string> paths;
  for (const auto& file : files) paths.push_back(without_glob(file.path));
  std::string names;
  for (std::size_t i = 0; i < columns; ++i) names += (i == 0 ? "c" : ", c") + std::to_string(i);
  return "read_parquet(" + quote_list(paths) + ", hive_partitioning = false)" +
         (columns > 0 ? " AS p(" + names + ")" : "");
}

bool is_text(const LogicalType& type) {
  return type.id() == LogicalTypeId::VARCHAR || type.id() == LogicalTypeId::ENUM;
}
bool is_whole(const LogicalType& type) { return type.IsIntegral(); }
bool is_timestamp(const LogicalType& type) {
  switch (type.id()) {
    case LogicalTypeId::TIMESTAMP:
    case LogicalTypeId::TIMESTAMP_TZ:
    case LogicalTypeId::TIMESTAMP_SEC:
    case LogicalTypeId::TIMESTAMP_MS:
    case LogicalTypeId::TIMESTAMP_NS:
      return true;
    default:
      return false;
  }
}

/// Whether values of the file's type may be loaded into the column. Amazon Redshift takes related types only.
bool is_compatible(const LogicalType& file, const TargetColumn& column, bool serialize) {
  const auto& type = column.type;
  if (column.declared.kind == DeclaredKind::kSuper) return serialize || !file.IsNested();
  if (file.IsNested()) return false;
  if (type.IsNumeric()) return file.IsNumeric() && (is_whole(file) || !is_whole(type));
  if (is_text(type)) return is_text(file) || file.id() == LogicalTypeId::BLOB;
  if (type.id() == LogicalTypeId::BLOB) return is_text(file) || file.id() == LogicalTypeId::BLOB;
  if (is_timestamp(type)) return is_timestamp(file) || file.id() == LogicalTypeId::DATE;
  return file.id() == type.id();
}

/// The expression that loads file column `name`.
std::string converted(const std::string& name, const LogicalType& file, const TargetColumn& column) {
  // to_json() would write the numbers of JSON anew.
  if (column.declared.kind == DeclaredKind::kSuper && file.IsJSONType())
    return "rs_json_parse(CAST(" + name + " AS VARCHAR))";
  if (column.declared.kind == DeclaredKind::kSuper) return "rs_json_parse(CAST(to_json(" + name + ") AS VARCHAR))";
  if (is_text(column.type) && file.id() == LogicalTypeId::BLOB) return "decode(" + name + ")";
  if (column.type.id() == LogicalTypeId::BLOB && is_text(file)) return "encode(CAST(" + name + " AS VARCHAR))";
  return name;
}

struct Columns {
  std::vector<LogicalType> types;
};

/// The files' sizes, which must be what the manifest says.
Result<void> check_sizes(SessionContext& session, const std::vector<DataFile>& files, LoadReport& report) {
  auto& system = ::duckdb::FileSystem::GetFileSystem(*session.connection->context);
  for (const auto& file : files) {
    const auto handle = system.OpenFile(file.path, ::duckdb::FileFlags::FILE_FLAGS_READ);
    const auto bytes = static_cast<std::int64_t>(handle->GetFileSize());
    if (file.bytes >= 0 && file.bytes != bytes)
      return sql_failure("The size of '" + file.uri + "' is " + std::to_string(bytes) + " bytes, expected " +
                         std::to_string(file.bytes));
    report.files.push_back(
        {.uri = file.uri, .bytes = bytes, .etag = file.etag, .modified_at = file.modified_at, .scanned_bytes = bytes});
  }
  return {};
}

/// The rows of each file, as its footer says.
Result<void> count_rows(SessionContext& session, const std::vector<DataFile>& files, LoadReport& report) {
  std::vector<std::string> paths;
  for (const auto& file : files) paths.push_back(without_glob(file.path));
  const auto counts =
      run_internal(session, "SELECT file_name, num_rows FROM parquet_file_metadata(" + quote_list(paths) + ")");
  if (!counts) return counts.error();
  std::map<std::string, std::int64_t> rows;
  for (idx_t i = 0; i < (*counts)->RowCount(); ++i)
    rows[(*counts)->GetValue(0, i).ToString()] = (*counts)->GetValue(1, i).GetValue<std::int64_t>();
  const auto now = SystemClock().now();
  for (std::size_t i = 0; i < files.size(); ++i) {
    auto& file = report.files[i];
    file.scanned_lines = rows[files[i].path];
    file.started_at = report.started_at;
    file.ended_at = now;
  }
  return {};
}

/// The columns of the first file; the others must have the same.
Result<Columns> describe_files(SessionContext& session, const std::vector<DataFile>& files) {
  return guarded([&]() -> Result<Columns> {
    const auto prepared = session.connection->Prepare("SELECT * FROM " + source({files.front()}, 0));
    if (prepared->HasError()) return to_error(prepared->error);
    const auto& types = prepared->GetTypes();
    return Columns{{types.begin(), types.end()}};
  });
}

}  // namespace

Result<std::int64_t> copy_parquet(SessionContext& session, const sql::CopyStatement& copy, const LoadTarget& target,
                                  const std::vector<DataFile>& files, LoadReport& report) {
  if (auto sizes = check_sizes(session, files, report); !sizes) return sizes.error();
  const auto described = describe_files(session, files);
  if (!described) return described.error();
  const auto& types = described->types;
  const std::size_t columns = target.columns.size();
  const bool fewer = types.size() < columns && copy.fill_record;
  if (types.size() != columns && !fewer)
    return sql_failure("Unmatched number of columns between table and file. Table columns: " + std::to_string(columns) +
                       ", Data columns: " + std::to_string(types.size()) + ", File name: " + files.front().uri);
  std::string names;
  std::string values;
  for (std::size_t i = 0; i < types.size(); ++i) {
    const auto& column = target.columns[i];
    if (!is_compatible(types[i], column, copy.serialize_to_json))
      return sql_failure("Load into table '" + copy.table.back() + "' failed.  File '" + files.front().uri +
                         "' has an incompatible Parquet schema for column '" + column.name +
                         "'. Column type: " + column.type_name + ", Parquet type: " + types[i].ToString());
    names += (i == 0 ? "" : ", ") + quote_name(column.name);
    values += (i == 0 ? "" : ", ") + with_default(column, converted("c" + std::to_string(i), types[i], column));
  }
  const std::string rows = " FROM " + source(files, types.size());
  if (copy.no_load) {
    const auto checked = run_internal(session, "SELECT count(*) FROM (SELECT " + values + rows + ")");
    if (!checked) return checked.error();
    if (auto counted = count_rows(session, files, report); !counted) return counted.error();
    return 0;
  }
  const auto result =
      run_internal(session, "INSERT INTO " + quote_names(target.name) + " (" + names + ") SELECT " + values + rows);
  if (!result) return result.error();
  if (auto counted = count_rows(session, files, report); !counted) return counted.error();
  return (*result)->GetValue(0, 0).GetValue<std::int64_t>();
}

}  // namespace slipher::engine
