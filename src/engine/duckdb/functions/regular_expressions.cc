#include <map>
#include <memory>
#include <string>

#include "duckdb/common/re2_regex.hpp"
#include "engine/duckdb/functions/similar_pattern.h"
#include "engine/duckdb/functions/support.h"
#include "engine/duckdb/functions/utf8.h"

namespace slipher::engine::functions {
namespace {

using ::duckdb_re2::Match;
using ::duckdb_re2::Regex;

/// What a pattern uses of PCRE that RE2 cannot do, or "".
std::string_view beyond_re2(std::string_view text) {
  bool in_class = false;
  for (std::size_t i = 0; i < text.size(); i++) {
    const auto rest = text.substr(i);
    if (rest[0] == '\\') {
      if (!in_class && rest.size() > 1 && rest[1] >= '1' && rest[1] <= '9') return "back references";
      i++;
    } else if (in_class) {
      in_class = rest[0] != ']';
    } else if (rest[0] == '[') {
      in_class = true;
      // A bracket in the first place is an ordinary character.
      if (rest.substr(1).starts_with("^")) i++;
      if (text.substr(i + 1).starts_with("]")) i++;
    } else if (rest.starts_with("(?=") || rest.starts_with("(?!") || rest.starts_with("(?<=") ||
               rest.starts_with("(?<!")) {
      return "look-around assertions";
    } else if (rest.starts_with("(?>")) {
      return "atomic groups";
    } else if (rest.starts_with("(?(")) {
      return "conditions";
    }
  }
  return {};
}

/// A compiled pattern; the parameters are Redshift's: c case-sensitive (default), i not, e the first group, p PCRE.
struct Pattern {
  std::shared_ptr<Regex> regex;
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
  // RE2 reads the rest of PCRE's syntax as PCRE does, and also finds the leftmost match with Perl's preferences.
  if (const auto beyond = is_pcre ? beyond_re2(text) : std::string_view(); !beyond.empty())
    throw InvalidInputException("%s in a regular expression with parameter 'p' (PCRE) are not supported by Slipher",
                                std::string(beyond));
  // The case is said in the pattern: DuckDB's option for it has its two values exchanged (1.4.4).
  const std::string flags = ignores_case ? "(?i)" : "(?-i)";
  pattern.regex = std::make_shared<Regex>(flags + std::string(text));
  // A broken pattern just never matches; with an empty alternative before it a sound one always does.
  Match match;
  if (!::duckdb_re2::RegexSearch(std::string(), match, Regex(flags + "|" + std::string(text))))
    throw InvalidInputException("invalid regular expression: \"%s\"", std::string(text));
  return pattern;
}

/// The pattern of this row; the last one is kept, for it hardly ever changes from row to row.
class PatternCache {
 public:
  const Pattern& get(std::string_view text, std::string_view options) {
    if (!pattern_.regex || text != text_ || options != options_) {
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

/// Where a match lies, in bytes of the searched text; for option 'e' the first group of it.
struct Found {
  std::size_t from = 0, size = 0;
};

std::vector<Found> find_all(std::string_view text, std::int64_t start_character, const Pattern& pattern) {
  if (start_character < 1) throw InvalidInputException("position of a regular expression must be greater than zero");
  const auto skipped = offset_of(text, static_cast<std::size_t>(start_character - 1));
  const std::string searched(text.substr(skipped));
  std::vector<Found> result;
  for (auto& match : ::duckdb_re2::RegexFindAll(searched, *pattern.regex)) {
    const std::size_t group = pattern.extracts_group && match.groups.size() > 1 ? 1 : 0;
    result.push_back({skipped + match.position(group), match.length(group)});
  }
  return result;
}

/// An optional argument.
std::int64_t number_or(const Row& row, std::size_t column, std::int64_t absent) {
  return row.size() > column ? row.integer(column) : absent;
}
std::string_view text_or(const Row& row, std::size_t column, std::string_view absent) {
  return row.size() > column ? row.text(column) : absent;
}

/// REGEXP_SUBSTR(source, pattern [, position [, occurrence [, parameters]]]).
std::string substr(const Row& row) {
  const auto& pattern = cache().get(row.text(1), text_or(row, 4, ""));
  const auto found = find_all(row.text(0), number_or(row, 2, 1), pattern);
  const auto occurrence = static_cast<std::size_t>(number_or(row, 3, 1));
  if (occurrence < 1 || occurrence > found.size()) return {};
  return std::string(row.text(0).substr(found[occurrence - 1].from, found[occurrence - 1].size));
}

/// REGEXP_INSTR(source, pattern [, position [, occurrence [, option [, parameters]]]]); option 1 = the place after it.
std::int32_t instr(const Row& row) {
  const auto& pattern = cache().get(row.text(1), text_or(row, 5, ""));
  const auto found = find_all(row.text(0), number_or(row, 2, 1), pattern);
  const auto occurrence = static_cast<std::size_t>(number_or(row, 3, 1));
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
void append_replacement(std::string& result, std::string_view replacement, Match& match) {
  for (std::size_t i = 0; i < replacement.size(); i++) {
    const char c = replacement[i];
    const bool reference = (c == '$' || c == '\\') && i + 1 < replacement.size();
    if (reference && replacement[i + 1] >= '0' && replacement[i + 1] <= '9') {
      const auto group = static_cast<std::size_t>(replacement[++i] - '0');
      if (group < match.groups.size()) result += match.str(group);
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
  const auto position = number_or(row, 3, 1);
  if (position < 1) throw InvalidInputException("position of a regular expression must be greater than zero");
  const auto skipped = offset_of(text, static_cast<std::size_t>(position - 1));
  const std::string searched(text.substr(skipped));
  std::string result(text.substr(0, skipped));
  std::size_t at = 0;
  for (auto& match : ::duckdb_re2::RegexFindAll(searched, *pattern.regex)) {
    const std::size_t from = match.position(0);
    result.append(searched, at, from - at);
    append_replacement(result, replacement, match);
    at = from + match.length(0);
  }
  return result.append(searched, at);
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
