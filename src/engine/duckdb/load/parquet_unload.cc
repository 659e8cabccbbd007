#include "engine/duckdb/load/parquet_unload.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>

#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/errors.h"
#include "engine/duckdb/load/internal_query.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNullPartition = "__HIVE_DEFAULT_PARTITION__";

/// Name of the helper column that carries the folder of partition column `i`; a user's column cannot have it, names
/// being lower case.
std::string key_name(std::size_t i) { return "Slipher_Partition_" + std::to_string(i); }

/// A folder under the staging place that is emptied into the plan, or removed.
class StagedFolder {
 public:
  StagedFolder(objects::ObjectStore& objects, std::string path) : objects_(objects), path_(std::move(path)) {}
  ~StagedFolder() { objects_.discard(path_.string()); }
  StagedFolder(const StagedFolder&) = delete;
  StagedFolder& operator=(const StagedFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  objects::ObjectStore& objects_;
  fs::path path_;
};

Result<void> describe(SessionContext& session, UnloadPlan& plan, const std::string& query) {
  const auto prepared = session.connection->Prepare("SELECT * FROM (" + query + ")");
  if (prepared->HasError()) return to_error(prepared->error);
  plan.names.assign(prepared->GetNames().begin(), prepared->GetNames().end());
  plan.types.assign(prepared->GetTypes().begin(), prepared->GetTypes().end());
  const auto& keys = plan.statement.partition_by;
  for (const auto& key : keys)
    if (std::find(plan.names.begin(), plan.names.end(), key) == plan.names.end())
      return sql_failure("column \"" + key + "\" of PARTITION BY is not in the query");
  if (keys.size() >= plan.names.size() && !plan.statement.include_partition_columns)
    return sql_failure("PARTITION BY leaves no column to unload");
  return {};
}

/// What the file has in the place of the column: SUPER values as logical type JSON, by which COPY knows them from
/// texts, and of TIMETZ, whose offset is not written, the time at UTC.
std::string in_parquet(const std::string& name, const ::duckdb::LogicalType& type) {
  if (declared_type(type).kind == DeclaredKind::kSuper) return "CAST(" + name + " AS JSON)";
  if (type.id() == ::duckdb::LogicalTypeId::TIME_TZ)
    return "CAST(CAST(" + name + " AS TIME) - to_seconds(date_part('timezone', " + name + ")) AS TIMETZ)";
  return name;
}

/// The query's columns as Parquet files hold them.
std::string for_parquet(const UnloadPlan& plan, const std::string& query) {
  std::string names;
  std::string values;
  bool changed = false;
  for (std::size_t i = 0; i < plan.names.size(); ++i) {
    const auto name = "c" + std::to_string(i);
    const auto value = in_parquet(name, plan.types[i]);
    changed |= value != name;
    names += (i == 0 ? "" : ", ") + name;
    values += (i == 0 ? "" : ", ") + value + " AS " + quote_name(plan.names[i]);
  }
  return changed ? "SELECT " + values + " FROM (" + query + ") AS q(" + names + ")" : query;
}

/// The query with a column more for each partition folder.
std::string with_keys(const UnloadPlan& plan, const std::string& query) {
  const auto& keys = plan.statement.partition_by;
  if (keys.empty()) return query;
  std::string list = "*";
  if (!plan.statement.include_partition_columns) {
    list += " EXCLUDE (";
    for (std::size_t i = 0; i < keys.size(); ++i) list += (i == 0 ? "" : ", ") + quote_name(keys[i]);
    list += ")";
  }
  for (std::size_t i = 0; i < keys.size(); ++i)
    list += ", coalesce(nullif(CAST(" + quote_name(keys[i]) + " AS VARCHAR), ''), " + quote_text(kNullPartition) +
            ") AS " + quote_name(key_name(i));
  return "SELECT " + list + " FROM (" + query + ")";
}

/// About how many bytes a value takes in a row group.
std::int64_t width_of(const ::duckdb::LogicalType& type) {
  constexpr std::int64_t kTextBytes = 32;
  const auto physical = type.InternalType();
  if (physical != ::duckdb::PhysicalType::VARCHAR)
    return ::duckdb::TypeIsConstantSize(physical) ? static_cast<std::int64_t>(::duckdb::GetTypeIdSize(physical))
                                                  : kTextBytes;
  const auto declared = declared_type(type).bytes;
  return declared > 0 ? std::min<std::int64_t>(declared, kTextBytes) : kTextBytes;
}

/// ROWGROUPSIZE in rows: DuckDB counts bytes only where the order of rows may be lost.
std::int64_t row_group_rows(const UnloadPlan& plan) {
  constexpr std::int64_t kFewest = 10 * STANDARD_VECTOR_SIZE;
  std::int64_t width = 0;
  for (const auto& type : plan.types) width += width_of(type);
  const auto rows = *plan.statement.row_group_bytes / std::max<std::int64_t>(width, 1);
  return std::max(kFewest, rows - rows % STANDARD_VECTOR_SIZE);
}

std::string copy_options(const UnloadPlan& plan, bool folder) {
  const auto& statement = plan.statement;
  std::string options = "FORMAT parquet, COMPRESSION snappy";
  if (statement.row_group_bytes) options += ", ROW_GROUP_SIZE " + std::to_string(row_group_rows(plan));
  if (!folder) return options;
  // DuckDB's PARTITION_BY and PER_THREAD_OUTPUT exclude each other; partitions get a file of each thread anyway.
  if (statement.partition_by.empty()) {
    if (statement.parallel) options += ", PER_THREAD_OUTPUT true";
    if (statement.max_file_bytes < sql::kUnloadMaxFileBytes)
      options += ", FILE_SIZE_BYTES " + std::to_string(statement.max_file_bytes);
    return options;
  }
  options += ", PARTITION_BY (";
  for (std::size_t i = 0; i < statement.partition_by.size(); ++i)
    options += (i == 0 ? "" : ", ") + quote_name(key_name(i));
  return options + ")";
}

/// "Slipher_Partition_0=v/..." -> "c=v/..."; "" for files at the top.
std::string folder_key(const UnloadPlan& plan, const fs::path& relative) {
  std::string out;
  std::size_t i = 0;
  for (const auto& part : relative.parent_path()) {
    const auto text = part.string();
    out += plan.statement.partition_by[i++] + text.substr(text.find('=')) + "/";
  }
  return out;
}

/// Moves the files from the staged folder to staged places of their own, numbered within their folders.
Result<void> collect(UnloadPlan& plan, const fs::path& folder, const std::map<std::string, std::int64_t>& rows) {
  std::map<std::string, std::vector<fs::path>> found;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
    if (entry->is_regular_file(error))
      found[folder_key(plan, fs::relative(entry->path(), folder))].push_back(entry->path());
  if (error) return sql_failure("cannot read the staged files: " + error.message());
  for (auto& [key, files] : found) {
    // data_2.parquet comes before data_10.parquet: a rotated file's number tells its rows' order.
    std::sort(files.begin(), files.end(), [](const fs::path& a, const fs::path& b) {
      const auto left = a.filename().string();
      const auto right = b.filename().string();
      return left.size() != right.size() ? left.size() < right.size() : left < right;
    });
    int number = 0;
    for (std::size_t i = 0; i < files.size(); ++i) {
      const auto& file = files[i];
      const auto count = rows.find(file.string());
      // DuckDB opens a file for each thread, also for one that gets no rows; one file is kept in any case.
      const bool last_chance = i + 1 == files.size() && number == 0;
      if (count != rows.end() && count->second == 0 && !last_chance) continue;
      std::string staged;
      const auto place = plan.location(key, plan.statement.parallel ? number : 0, plan.statement.parallel ? 0 : number);
      const auto index = plan.open(place, staged);
      fs::rename(file, staged, error);
      if (error) return sql_failure("cannot move a staged file: " + error.message());
      plan.close(index, count == rows.end() ? 0 : count->second);
      ++number;
    }
  }
  return {};
}

}  // namespace

Result<void> unload_parquet(SessionContext& session, UnloadPlan& plan, const std::string& query) {
  if (auto described = describe(session, plan, query); !described) return described;
  const auto& statement = plan.statement;
  const bool folder =
      statement.parallel || !statement.partition_by.empty() || statement.max_file_bytes < sql::kUnloadMaxFileBytes;
  auto staged = session.objects->stage(plan.location("", 0, 0));
  if (!staged) return staged.error();
  const StagedFolder place(*session.objects, *staged);
  std::error_code error;
  fs::create_directories(place.path(), error);
  if (error) return sql_failure("cannot make a staging folder: " + error.message());
  const auto target = folder ? place.path() / "files" : place.path() / "data_0.parquet";
  const auto result = run_internal(session, "COPY (" + with_keys(plan, for_parquet(plan, query)) + ") TO " +
                                                quote_text(target.string()) + " (" + copy_options(plan, folder) +
                                                ", RETURN_STATS true)");
  if (!result) return result.error();
  std::map<std::string, std::int64_t> rows;
  for (idx_t i = 0; i < (*result)->RowCount(); ++i)
    rows[(*result)->GetValue(0, i).ToString()] = (*result)->GetValue(1, i).GetValue<std::int64_t>();
  return collect(plan, folder ? target : place.path(), rows);
}

}  // namespace slipher::engine
