#include <map>
#include <memory>
#include <string>

#include "engine/duckdb/functions/pattern_matcher.h"
#include "engine/duckdb/functions/similar_pattern.h"
#include "engine/duckdb/functions/support.h"
#include "engine/duckdb/functions/utf8.h"

namespace slipher::engine::functions {
namespace {

/// A compiled pattern; the parameters are Redshift's: c case-sensitive (default), i not, e the first group, p PCRE.
struct Pattern {
  std::unique_ptr<PatternMatcher> matcher;
  bool extracts_group = false;
};

Pattern compile(std::string_view text, std::string_view options) {
  Pattern pattern;
  bool ignores_case = false;
  bool is_pcre = false;
  for (const char option : options) {
    if (option == 'i')
      ignores_case = true;
    else if (option == 'c')
      ignores_case = false;
    else if (option == 'e')
      pattern.extracts_group = true;
    else if (option == 'p')
      is_pcre = true;
    else
      throw InvalidInputException("invalid regular expression parameter: \"%s\"", std::string(options));
  }
  pattern.matcher = is_pcre ? pcre_matcher(text, ignores_case) : re2_matcher(text, ignores_case);
  return pattern;
}

/// The pattern of this row; the last one is kept, for it hardly ever changes from row to row.
class PatternCache {
 public:
  const Pattern& get(std::string_view text, std::string_view options) {
    if (!pattern_.matcher || text != text_ || options != options_) {
      pattern_ = compile(text, options);
      text_ = text;
      options_ = options;
    }
    return pattern_;
  }

 private:
  std::string text_, options_;
  Pattern pattern_;
};

PatternCache& cache() {
  thread_local PatternCache instance;
  return instance;
}

/// What is below 1 is the first character, too.
std::size_t offset_of_position(std::string_view text, std::int64_t position) {
  return offset_of(text, static_cast<std::size_t>(std::max<std::int64_t>(position, 1) - 1));
}

/// Where the matches lie; for option 'e' the first group of each.
std::vector<Span> find_all(std::string_view text, std::int64_t position, const Pattern& pattern,
                           bool only_first = false) {
  std::vector<Span> result;
  for (const auto& groups : pattern.matcher->find_all(text, offset_of_position(text, position), only_first))
    result.push_back(groups[pattern.extracts_group && groups.size() > 1 ? 1 : 0]);
  return result;
}

/// An optional argument.
std::int64_t number_or(const Row& row, std::size_t column, std::int64_t absent) {
  return row.size() > column ? row.integer(column) : absent;
}
std::string_view text_or(const Row& row, std::size_t column, std::string_view absent) {
  return row.size() > column ? row.text(column) : absent;
}

/// REGEXP_SUBSTR(source, pattern [, position [, occurrence [, parameters]]]): empty without a match, NULL for an
/// occurrence below 1 or above the number of characters.
std::optional<std::string> substr(const Row& row) {
  const auto& pattern = cache().get(row.text(1), text_or(row, 4, ""));
  const auto wanted = number_or(row, 3, 1);
  const auto occurrence = static_cast<std::size_t>(wanted);
  if (wanted < 1 || (wanted > 1 && occurrence > character_count(row.text(0)))) return std::nullopt;
  const auto found = find_all(row.text(0), number_or(row, 2, 1), pattern, occurrence == 1);
  if (occurrence > found.size()) return std::string();
  return std::string(row.text(0).substr(found[occurrence - 1].from, found[occurrence - 1].size));
}

/// REGEXP_INSTR(source, pattern [, position [, occurrence [, option [, parameters]]]]); option 1 = the place after it.
std::int32_t instr(const Row& row) {
  const auto& pattern = cache().get(row.text(1), text_or(row, 5, ""));
  const auto occurrence = static_cast<std::size_t>(number_or(row, 3, 1));
  const auto found = find_all(row.text(0), number_or(row, 2, 1), pattern, occurrence == 1);
  if (occurrence < 1 || occurrence > found.size()) return 0;
  const auto& match = found[occurrence - 1];
  const auto place = number_or(row, 4, 0) == 1 ? match.from + match.size : match.from;
  return static_cast<std::int32_t>(character_count(row.text(0).substr(0, place)) + 1);
}

/// REGEXP_COUNT(source, pattern [, position [, parameters]]).
std::int32_t count(const Row& row) {
  const auto& pattern = cache().get(row.text(1), text_or(row, 3, ""));
  return static_cast<std::int32_t>(find_all(row.text(0), number_or(row, 2, 1), pattern).size());
}

/// $1 ... $9 and \1 ... \9 in a replacement stand for groups.
void append_replacement(std::string& result, std::string_view replacement, std::string_view text,
                        const std::vector<Span>& groups) {
  for (std::size_t i = 0; i < replacement.size(); i++) {
    const char c = replacement[i];
    const bool reference = (c == '$' || c == '\\') && i + 1 < replacement.size();
    if (reference && replacement[i + 1] >= '0' && replacement[i + 1] <= '9') {
      const auto group = static_cast<std::size_t>(replacement[++i] - '0');
      if (group < groups.size()) result += text.substr(groups[group].from, groups[group].size);
    } else if (c == '\\' && reference) {
      result += replacement[++i];
    } else {
      result += c;
    }
  }
}

/// REGEXP_REPLACE(source, pattern [, replacement [, position [, parameters]]]): every match.
std::string replace(const Row& row) {
  const auto text = row.text(0);
  const auto& pattern = cache().get(row.text(1), text_or(row, 4, ""));
  const auto replacement = text_or(row, 2, "");
  std::string result;
  std::size_t at = 0;
  for (const auto& groups : pattern.matcher->find_all(text, offset_of_position(text, number_or(row, 3, 1)))) {
    result += text.substr(at, groups[0].from - at);
    append_replacement(result, replacement, text, groups);
    at = groups[0].from + groups[0].size;
  }
  return result.append(text.substr(at));
}

template <class Body>
void add_with_options(Registry& registry, const std::string& name, const Types& types, std::size_t least,
                      const LogicalType& result, Body body) {
  for (std::size_t count = least; count <= types.size(); count++)
    registry.add(name, Types(types.begin(), types.begin() + static_cast<std::ptrdiff_t>(count)), result, per_row(body));
}

}  // namespace

void register_regular_expressions(Registry& registry) {
  const auto text = LogicalType::VARCHAR;
  const auto number = LogicalType::BIGINT;
  add_with_options(registry, "rs_regexp_substr", {text, text, number, number, text}, 2, text, substr);
  add_with_options(registry, "rs_regexp_instr", {text, text, number, number, number, text}, 2, LogicalType::INTEGER,
                   instr);
  add_with_options(registry, "rs_regexp_count", {text, text, number, text}, 2, LogicalType::INTEGER, count);
  add_with_options(registry, "rs_regexp_replace", {text, text, text, number, text}, 2, text, replace);
  registry.add("rs_similar_pattern", {text}, text,
               per_row([](const Row& row) { return similar_pattern(row.text(0), "\\"); }));
  registry.add("rs_similar_pattern", {text, text}, text,
               per_row([](const Row& row) { return similar_pattern(row.text(0), row.text(1)); }));
}

}  // namespace slipher::engine::functions
