#include "sql/view_columns.h"

#include <algorithm>
#include <optional>

#include "sql/keywords.h"
#include "sql/token_cursor.h"

namespace slipher::sql {
namespace {

std::string written(const std::string& name) {
  const bool is_plain = std::all_of(
      name.begin(), name.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
  return is_plain && !name.empty() && !(name[0] >= '0' && name[0] <= '9') && !is_reserved(name) ? name
                                                                                                : quoted_name(name);
}

/// A select item with another name; nothing where it is not plain how it is called now.
std::optional<std::string> renamed(std::string_view item, const std::string& name) {
  auto tokens = tokenize(item);
  tokens.pop_back();  // the end
  if (tokens.empty() || tokens.back().is("*")) return std::nullopt;
  const auto& last = tokens.back();
  if (tokens.size() > 1 && tokens[tokens.size() - 2].is("as")) return std::nullopt;  // ORDER BY may use it
  if (last.is_identifier() && !last.is("end") && tokens.size() > 1 && !tokens[tokens.size() - 2].is("."))
    return std::nullopt;  // an alias without AS, or a word of an operator
  return std::string(item) + " AS " + written(name);
}

}  // namespace

std::string with_column_names(std::string_view query, const std::vector<std::string>& names) {
  if (names.empty()) return std::string(query);
  std::string out;
  std::size_t done = 0;
  TokenCursor cursor(query);
  bool is_plain = cursor.accept("select") && !cursor.at_any({"distinct", "all", "top"});
  for (std::size_t i = 0; is_plain && i < names.size(); ++i) {
    const auto item = cursor.span_until({",", "from", "where", "group", "having", "order", "limit", "union",
                                         "intersect", "except", "minus", "into", "offset", "qualify"});
    const auto text = cursor.failed() ? std::nullopt : renamed(item.text, names[i]);
    is_plain = text && (cursor.accept(",") || i + 1 == names.size());
    if (!is_plain) break;
    out += std::string(query.substr(done, item.offset - done)) + *text;
    done = item.offset + item.text.size();
  }
  if (is_plain) return out + std::string(query.substr(done));
  out = "SELECT * FROM (" + std::string(query) + ") AS query (";
  for (std::size_t i = 0; i < names.size(); ++i) out += (i ? ", " : "") + written(names[i]);
  return out + ")";
}

}  // namespace slipher::sql
