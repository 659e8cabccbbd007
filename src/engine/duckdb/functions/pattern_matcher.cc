#include "engine/duckdb/functions/pattern_matcher.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "duckdb/common/re2_regex.hpp"
#include "engine/duckdb/functions/support.h"
#include "engine/duckdb/functions/utf8.h"

namespace slipher::engine::functions {
namespace {

using ::duckdb_re2::Match;
using ::duckdb_re2::Regex;

/// A pattern that backtracks for longer is given up; a plain one needs a few steps per byte.
constexpr std::uint32_t kMatchLimit = 10'000'000;

[[noreturn]] void broken_pattern(std::string_view pattern) {
  throw InvalidInputException("invalid regular expression: \"%s\"", std::string(pattern));
}

class Re2Matcher : public PatternMatcher {
 public:
  Re2Matcher(std::string_view pattern, bool ignores_case) : regex_(flags(ignores_case) + std::string(pattern)) {
    // A broken pattern just never matches; with an empty alternative before it a sound one always does.
    Match match;
    const auto sound = flags(ignores_case) + "|" + std::string(pattern);
    if (!::duckdb_re2::RegexSearch(std::string(), match, Regex(sound))) broken_pattern(pattern);
  }

  std::vector<std::vector<Span>> find_all(std::string_view text, std::size_t start, bool only_first) const override {
    const std::string searched(text.substr(start));
    std::vector<std::vector<Span>> result;
    const auto add = [&](Match& match) {
      auto& groups = result.emplace_back();
      for (std::size_t i = 0; i < match.groups.size(); i++)
        groups.push_back(
            {start + match.position(static_cast<std::uint32_t>(i)), match.length(static_cast<std::uint32_t>(i))});
    };
    if (only_first) {
      Match match;
      if (::duckdb_re2::RegexSearch(searched, match, regex_)) add(match);
      return result;
    }
    for (auto& match : ::duckdb_re2::RegexFindAll(searched, regex_)) add(match);
    return result;
  }

 private:
  /// Lines as POSIX patterns see them, which is how ~ does. The case is said, too: DuckDB's option for it has its two
  /// values exchanged (1.4.4).
  static std::string flags(bool ignores_case) { return ignores_case ? "(?ims)" : "(?ms-i)"; }

  Regex regex_;
};

struct PcreFree {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
  void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
};

class PcreMatcher : public PatternMatcher {
 public:
  PcreMatcher(std::string_view pattern, bool ignores_case) {
    int error = 0;
    PCRE2_SIZE place = 0;
    const std::uint32_t options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | (ignores_case ? PCRE2_CASELESS : 0);
    code_.reset(
        pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), options, &error, &place, nullptr));
    if (!code_) broken_pattern(pattern);
    pcre2_jit_compile(code_.get(), PCRE2_JIT_COMPLETE);  // without it the interpreter is used
    data_.reset(pcre2_match_data_create_from_pattern(code_.get(), nullptr));
    context_.reset(pcre2_match_context_create(nullptr));
    pcre2_set_match_limit(context_.get(), kMatchLimit);
  }

  std::vector<std::vector<Span>> find_all(std::string_view text, std::size_t start, bool only_first) const override {
    std::vector<std::vector<Span>> result;
    for (std::size_t at = start; at <= text.size() && !(only_first && !result.empty());) {
      const int found = pcre2_match(code_.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), at,
                                    PCRE2_NO_UTF_CHECK, data_.get(), context_.get());
      if (found == PCRE2_ERROR_NOMATCH) break;
      if (found < 0) throw InvalidInputException("the regular expression takes too many steps");
      const auto* ends = pcre2_get_ovector_pointer(data_.get());
      auto& groups = result.emplace_back();
      for (std::uint32_t i = 0; i < pcre2_get_ovector_count(data_.get()); i++) {
        const bool is_set = static_cast<int>(i) < found && ends[2 * i] != PCRE2_UNSET && ends[2 * i + 1] >= ends[2 * i];
        groups.push_back(is_set ? Span{ends[2 * i], ends[2 * i + 1] - ends[2 * i]} : Span{});
      }
      const auto& whole = groups.front();
      at = whole.from + whole.size;
      if (whole.size == 0) at += at < text.size() ? character_at(text, at).size() : 1;
    }
    return result;
  }

 private:
  std::unique_ptr<pcre2_code, PcreFree> code_;
  std::unique_ptr<pcre2_match_data, PcreFree> data_;
  std::unique_ptr<pcre2_match_context, PcreFree> context_;
};

}  // namespace

std::unique_ptr<PatternMatcher> re2_matcher(std::string_view pattern, bool ignores_case) {
  return std::make_unique<Re2Matcher>(pattern, ignores_case);
}
std::unique_ptr<PatternMatcher> pcre_matcher(std::string_view pattern, bool ignores_case) {
  return std::make_unique<PcreMatcher>(pattern, ignores_case);
}

}  // namespace slipher::engine::functions
