#include "engine/duckdb/catalog/system_views.h"

#include <array>
#include <map>
#include <stdexcept>
#include <unordered_map>

#include "engine/duckdb/catalog/families.h"

namespace slipher::engine {
namespace {

struct TypeWord {
  std::string_view word;
  std::string_view type;  // in DuckDB's spelling
  Type is;
  int precision = 0;
  int scale = 0;
};

constexpr TypeWord kTypeWords[] = {
    {"bool", "BOOLEAN", Type::kBool, 1},
    {"int2", "SMALLINT", Type::kInt2, 5},
    {"int4", "INTEGER", Type::kInt4, 10},
    {"int8", "BIGINT", Type::kInt8, 19},
    {"oid", "rs_oid", Type::kOid, 10},
    {"name", "rs_name", Type::kName, 64},
    {"text", "rs_varchar(65535)", Type::kVarchar, 65535},
    {"float4", "FLOAT", Type::kFloat4, 8, 8},
    {"float8", "DOUBLE", Type::kFloat8, 17, 17},
    {"date", "DATE", Type::kDate, 13},
    {"timestamp", "TIMESTAMP", Type::kTimestamp, 29, 6},
    {"timestamptz", "TIMESTAMPTZ", Type::kTimestamptz, 35, 6},
    {"super", "rs_super", Type::kSuper, 2147483647},
    {"int2[]", "SMALLINT[]", Type::kVarchar, 65535},
    // Lists of rs_oid count from 0 and are written without braces; other lists are arrays.
    {"int2vector", "rs_oid[]", Type::kVarchar, 65535},
    {"oidvector", "rs_oid[]", Type::kVarchar, 65535},
    {"oid[]", "BIGINT[]", Type::kVarchar, 65535},
    {"text[]", "VARCHAR[]", Type::kVarchar, 65535},
};

[[noreturn]] void unreadable(const SystemView& view, std::string_view column) {
  throw std::logic_error("system view " + std::string(view.name) + ": cannot read column " + std::string(column));
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\n')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\n')) text.remove_suffix(1);
  return text;
}

int number(std::string_view digits) { return std::stoi(std::string(digits)); }

/// "label char(320)"
SystemColumn read_column(const SystemView& view, std::string_view text) {
  const auto blank = text.find(' ');
  if (blank == std::string_view::npos) unreadable(view, text);
  SystemColumn out;
  out.name = text.substr(0, blank);
  auto type = trimmed(text.substr(blank));
  constexpr std::string_view kHidden = " hidden";
  out.hidden = type.ends_with(kHidden);
  if (out.hidden) type.remove_suffix(kHidden.size());
  out.column.name = out.name;
  out.column.schema_name = view.schema;
  out.column.table_name = view.name;
  for (const auto& word : kTypeWords) {
    if (type != word.word) continue;
    out.type = word.type;
    out.column.type = word.is;
    out.column.precision = word.precision;
    out.column.scale = word.scale;
    return out;
  }
  const auto open = type.find('(');
  if (open == std::string_view::npos || !type.ends_with(')')) unreadable(view, text);
  const auto inside = type.substr(open + 1, type.size() - open - 2);
  const auto word = type.substr(0, open);
  const auto comma = inside.find(',');
  out.column.precision = number(inside.substr(0, comma));
  if (word == "char" || word == "varchar") {
    out.column.type = word == "char" ? Type::kBpchar : Type::kVarchar;
    out.type = "rs_" + std::string(type);
  } else if (word == "numeric" && comma != std::string_view::npos) {
    out.column.type = Type::kNumeric;
    out.column.scale = number(inside.substr(comma + 1));
    out.type = "DECIMAL(" + std::string(inside) + ")";
  } else {
    unreadable(view, text);
  }
  return out;
}

std::vector<SystemColumn> read_columns(const SystemView& view) {
  std::vector<SystemColumn> columns;
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= view.columns.size(); ++i) {
    const char c = i < view.columns.size() ? view.columns[i] : ',';
    if (c == '(') ++depth;
    if (c == ')') --depth;
    if (c != ',' || depth > 0) continue;
    columns.push_back(read_column(view, trimmed(view.columns.substr(begin, i - begin))));
    begin = i + 1;
  }
  return columns;
}

/// Everything in memory once.
struct Table {
  std::vector<const SystemView*> views;
  std::map<std::pair<std::string_view, std::string_view>, const SystemView*> by_name;
  std::unordered_map<const SystemView*, std::vector<SystemColumn>> columns;

  Table() {
    for (const auto family : {families::facts(),
                              families::access_facts(),
                              families::access_views(),
                              families::pg_catalog(),
                              families::pg_catalog_rest(),
                              families::pg_statistics(),
                              families::information_schema(),
                              families::svv(),
                              families::svv_databases(),
                              families::svv_external(),
                              families::sys(),
                              families::activity(),
                              families::locks(),
                              families::workload(),
                              families::storage(),
                              families::maintenance(),
                              families::procedures(),
                              families::loads(),
                              families::empty_stl(),
                              families::empty_stv(),
                              families::empty_svl(),
                              families::empty_svv(),
                              families::empty_sys()}) {
      for (const auto& view : family) {
        if (!by_name.emplace(std::pair(view.schema, view.name), &view).second)
          throw std::logic_error("two system views are called " + std::string(view.name));
        views.push_back(&view);
        columns.emplace(&view, read_columns(view));
      }
    }
  }
};

const Table& table() {
  static const Table kTable;
  return kTable;
}

}  // namespace

std::vector<const SystemView*> system_views() { return table().views; }

const SystemView* find_system_view(std::string_view schema, std::string_view name) {
  const auto& by_name = table().by_name;
  const auto found = by_name.find({schema.empty() ? std::string_view("pg_catalog") : schema, name});
  return found == by_name.end() ? nullptr : found->second;
}

const std::vector<SystemColumn>& columns_of(const SystemView& view) { return table().columns.at(&view); }

bool is_system_schema(std::string_view schema) { return schema == "pg_catalog" || schema == "information_schema"; }

}  // namespace slipher::engine
