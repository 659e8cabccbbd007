#include "engine/duckdb/load/text_copy.h"

#include <algorithm>

#include "engine/duckdb/errors.h"
#include "engine/duckdb/load/internal_query.h"
#include "engine/duckdb/load/load_scan.h"
#include "engine/duckdb/load/state_in_context.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

/// Load errors that a statement's message names.
constexpr std::size_t kMaxErrorsShown = 5;

/// What a field that means NULL says when NULL AS is not given. FIXEDWIDTH and CSV have the same default.
constexpr const char* kDefaultNull = "\\N";

ColumnForm form_of(const TargetColumn& column) {
  if (column.declared.kind == DeclaredKind::kSuper) return ColumnForm::kJson;
  return column.type.id() == ::duckdb::LogicalTypeId::BLOB ? ColumnForm::kHexadecimal : ColumnForm::kText;
}

/// Whether texts such as 2020-01-31 can be read.
bool is_calendar(const sql::DateTimeFormat& format) {
  using Kind = sql::DateTimeFormat::Kind;
  return format.kind == Kind::kDefault || format.kind == Kind::kAuto;
}

Result<RecordFormat> record_format(SessionContext& session, const sql::CopyStatement& copy, const LoadTarget& target) {
  RecordFormat format;
  format.format = copy.format;
  format.delimiter = copy.delimiter;
  format.quote = copy.quote;
  format.escape = copy.escape;
  format.remove_quotes = copy.remove_quotes;
  format.null_text = copy.null_as.value_or(kDefaultNull);
  format.json_mapping = copy.json_mapping;
  for (const auto& column : copy.fixed_width) format.widths.push_back(column.width);
  for (const auto& column : target.columns) format.columns.push_back(column.name);
  if (copy.format == sql::CopyFormat::kFixedWidth && format.widths.size() != target.columns.size())
    return sql_failure("FIXEDWIDTH has " + std::to_string(format.widths.size()) + " columns, the table has " +
                       std::to_string(target.columns.size()));
  if (copy.format != sql::CopyFormat::kJson && copy.format != sql::CopyFormat::kAvro) return format;
  for (const auto& column : target.columns) format.forms.push_back(form_of(column));
  format.avro_texts.dates = is_calendar(copy.date_format);
  format.avro_texts.timestamps = is_calendar(copy.time_format);
  const auto kind = target.columns.front().declared.kind;
  if (copy.json_mapping == sql::JsonMapping::kNoShred && (target.columns.size() != 1 || kind != DeclaredKind::kSuper))
    return sql_failure("JSON 'noshred' loads one SUPER column");
  if (copy.json_mapping == sql::JsonMapping::kPaths) {
    const auto text = read_small_object(*session.objects, copy.json_paths);
    if (!text) return text.error();
    auto paths = parse_json_paths_file(*text);
    if (!paths) return paths.error();
    format.paths = *std::move(paths);
    if (format.paths.size() != target.columns.size())
      return sql_failure("Number of jsonpaths and the number of columns should match. JSONPath size: " +
                         std::to_string(format.paths.size()) +
                         ", Number of columns in table or column list: " + std::to_string(target.columns.size()));
  }
  return format;
}

Error load_failure(const sql::CopyStatement& copy, const std::vector<LoadError>& errors) {
  std::string text =
      "Load into table '" + copy.table.back() + "' failed.  Check 'stl_load_errors' system table for details.";
  for (std::size_t i = 0; i < std::min(errors.size(), kMaxErrorsShown); ++i)
    text += "\n  Detail: " + describe(errors[i]);
  return sql_failure(text);
}

void fill_report(const LoadPlan& plan, LoadReport& report) {
  for (std::size_t i = 0; i < plan.files.size(); ++i) {
    const auto& file = plan.files[i];
    const auto& progress = plan.progress[i];
    report.files.push_back(
        {.uri = file.uri,
         .bytes = progress.file_bytes > 0 ? progress.file_bytes : std::max<std::int64_t>(file.bytes, 0),
         .etag = file.etag,
         .modified_at = file.modified_at,
         .scanned_bytes = progress.bytes,
         .scanned_lines = progress.lines,
         .errors = progress.errors,
         .started_at = progress.started_at,
         .ended_at = progress.ended_at});
  }
  report.errors = plan.errors();
  report.error_count = plan.error_count();
}

}  // namespace

Result<std::int64_t> copy_text(SessionContext& session, const sql::CopyStatement& copy, const LoadTarget& target,
                               const std::vector<DataFile>& files, LoadReport& report) {
  auto format = record_format(session, copy, target);
  if (!format) return format.error();
  const auto plan = ::duckdb::make_shared_ptr<LoadPlan>(copy, target.columns, files);
  plan->format = *std::move(format);

  std::string text = "SELECT count(*) FROM ";
  if (!copy.no_load) {
    std::string names;
    std::string values;
    for (const auto& column : target.columns) {
      const auto name = quote_name(column.name);
      names += (names.empty() ? "" : ", ") + name;
      values += (values.empty() ? "" : ", ") + with_default(column, name);
    }
    text = "INSERT INTO " + quote_names(target.name) + " (" + names + ") SELECT " + values + " FROM ";
  }
  const StateInContext<LoadPlan> in_context(session, plan);
  const auto result = run_internal(session, text + kLoadScan + "()");
  fill_report(*plan, report);
  if (!result && result.error().code != ErrorCode::kCanceled && report.error_count > 0)
    return load_failure(copy, report.errors);
  if (!result) return result.error();
  return copy.no_load ? 0 : (*result)->GetValue(0, 0).GetValue<std::int64_t>();
}

}  // namespace slipher::engine
