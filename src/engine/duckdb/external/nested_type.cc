#include "engine/duckdb/external/nested_type.h"

#include <algorithm>

#include "duckdb/common/string_util.hpp"
#include "duckdb/parser/expression/cast_expression.hpp"
#include "duckdb/parser/parser.hpp"
#include "sql/column_type.h"

namespace slipher::engine {
namespace {

/// Spellings that Redshift's own tables do not have, or have with a blank.
constexpr std::pair<std::string_view, std::string_view> kSpellings[] = {
    {"string", "varchar(65535)"}, {"tinyint", "smallint"}, {"double", "float8"}, {"doubleprecision", "float8"}};

constexpr std::string_view kScalars[] = {"smallint", "integer", "bigint",  "numeric", "real",     "double precision",
                                         "boolean",  "char",    "varchar", "date",    "timestamp"};

}  // namespace

std::string_view inside_type(std::string_view type, std::string_view kind) {
  if (!type.starts_with(kind) || !type.substr(kind.size()).starts_with('<') || !type.ends_with('>')) return {};
  return type.substr(kind.size() + 1, type.size() - kind.size() - 2);
}

std::vector<std::string_view> split_types(std::string_view list) {
  std::vector<std::string_view> parts;
  int depth = 0;
  std::size_t start = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i] == '<' || list[i] == '(') ++depth;
    if (list[i] == '>' || list[i] == ')') --depth;
    if (list[i] != ',' || depth > 0) continue;
    parts.push_back(list.substr(start, i - start));
    start = i + 1;
  }
  parts.push_back(list.substr(start));
  return parts;
}

std::string_view member_type(std::string_view type, std::string_view name) {
  const auto sought = ::duckdb::StringUtil::Lower(std::string(name)) + ":";
  for (const auto member : split_types(inside_type(type, "struct"))) {
    if (member.starts_with(sought)) return member.substr(sought.size());
  }
  return {};
}

std::string element_type(std::string_view type) {
  if (const auto element = inside_type(type, "array"); !element.empty()) return std::string(element);
  const auto entry = split_types(inside_type(type, "map"));
  if (entry.size() != 2) return {};
  return "struct<key:" + std::string(entry[0]) + ",value:" + std::string(entry[1]) + ">";
}

std::optional<::duckdb::LogicalType> scalar_type(std::string_view type) {
  if (type.empty() || type.ends_with('>')) return std::nullopt;
  for (const auto& [spelling, meaning] : kSpellings) {
    if (type == spelling) type = meaning;
  }
  sql::TokenCursor cursor(type);
  const auto parsed = sql::with_column_defaults(sql::parse_column_type(cursor));
  const bool is_known = std::find(std::begin(kScalars), std::end(kScalars), parsed.name) != std::end(kScalars);
  if (cursor.failed() || !cursor.at_end() || !is_known) return std::nullopt;
  const auto cast = ::duckdb::Parser::ParseExpressionList("CAST(NULL AS " + sql::engine_spelling(parsed) + ")");
  return cast.at(0)->Cast<::duckdb::CastExpression>().cast_type;
}

}  // namespace slipher::engine
