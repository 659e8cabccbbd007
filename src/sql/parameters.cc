#include "sql/parameters.h"

#include <unordered_map>
#include <unordered_set>

#include "sql/lexer.h"

namespace slipher::sql {
namespace {

bool is_name_part(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::string listed(const std::vector<std::string_view>& names) {
  std::string out;
  for (const std::string_view name : names) {
    if (!out.empty()) out += ", ";
    out += name;
  }
  return "[" + out + "]";
}

}  // namespace

std::vector<Placeholder> find_placeholders(std::string_view text, const std::vector<Parameter>& parameters) {
  std::vector<Placeholder> found;
  if (parameters.empty()) return found;
  std::unordered_map<std::string_view, std::size_t> indexes;
  for (std::size_t i = 0; i < parameters.size(); ++i) indexes.emplace(parameters[i].name, i);
  Lexer lexer(text);
  for (Token token = lexer.next(); token.kind != TokenKind::kEnd; token = lexer.next()) {
    if (!token.is(":")) continue;
    std::size_t end = token.end();
    while (end < text.size() && is_name_part(text[end])) ++end;
    const auto entry = indexes.find(text.substr(token.end(), end - token.end()));
    if (entry == indexes.end()) continue;
    found.push_back({token.offset, end - token.offset, entry->second});
    lexer.seek(end);
  }
  return found;
}

Result<void> check_parameters(const std::vector<std::string>& texts, const std::vector<Parameter>& parameters) {
  std::unordered_set<std::string_view> seen;
  std::vector<std::string_view> repeated;
  for (const Parameter& parameter : parameters) {
    if (!seen.insert(parameter.name).second) repeated.push_back(parameter.name);
  }
  if (!repeated.empty()) {
    return Error(ErrorCode::kValidation,
                 "Parameters list contains duplicate parameters. Duplicate parameters: " + listed(repeated));
  }
  std::vector<bool> used(parameters.size());
  for (const std::string& text : texts) {
    for (const Placeholder& placeholder : find_placeholders(text, parameters)) used[placeholder.index] = true;
  }
  std::vector<std::string_view> unused;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (!used[i]) unused.push_back(parameters[i].name);
  }
  if (unused.empty()) return {};
  return Error(ErrorCode::kValidation,
               "Parameters list contains unused parameters. Unused parameters: " + listed(unused));
}

}  // namespace slipher::sql
