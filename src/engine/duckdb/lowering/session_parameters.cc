#include "engine/duckdb/lowering/session_parameters.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "sql/lexer.h"

namespace slipher::engine {

namespace {

constexpr std::string_view kIsolationLevels =
    "serializable snapshot repeatable\u00a0read read\u00a0committed read\u00a0uncommitted";

}  // namespace

const std::vector<SessionParameter>& session_parameters() {
  static const std::vector<SessionParameter> kParameters = {
      {"analyze_threshold_percent", "10"},
      {"application_name", ""},
      {"auto_analyze", "on"},
      {"auto_mv", "on"},
      {"cast_super_null_on_error", "on"},
      {"client_encoding", "UTF8"},
      {"client_min_messages", "notice", "debug5 debug4 debug3 debug2 debug1 debug log info notice warning error"},
      {"database", "", "fixed"},
      {"datashare_break_glass_session_var", ""},
      {"datestyle", "ISO, MDY"},
      {"default_array_search_null_handling", "on"},
      {"default_geometry_encoding", "1", "1..2"},
      {"default_transaction_isolation", "serializable", kIsolationLevels},
      {"default_transaction_read_only", "off"},
      {"describe_field_name_in_uppercase", "off"},
      {"downcase_delimited_identifier", "on"},
      {"enable_case_sensitive_identifier", "off"},
      {"enable_case_sensitive_super_attribute", "off"},
      {"enable_interleaved_sort_key", "on"},
      {"enable_numeric_rounding", "on"},
      {"enable_result_cache_for_session", "on"},
      {"enable_spectrum_oid", "on"},
      {"enable_vacuum_boost", "off"},
      {"error_on_nondeterministic_update", "off"},
      {"extra_float_digits", "0", "-15..3"},
      {"interval_forbid_composite_literals", "on"},
      {"intervalstyle", "postgres", "postgres"},
      {"json_parse_dedup_attributes", "off"},
      {"json_parse_truncate_strings", "off"},
      {"json_serialization_enable", "off"},
      {"json_serialization_parse_nested_strings", "off"},
      {"lc_collate", "C", "fixed"},
      {"max_concurrency_scaling_clusters", "1", "0..10"},
      {"max_cursor_result_set_size", "default"},
      {"mv_enable_aqmv_for_session", "on"},
      {"navigate_super_null_on_error", "on"},
      {"parse_super_null_on_error", "off"},
      {"pg_federation_repeatable_read", "on"},
      {"query_group", "unset"},
      {"search_path", "\"$user\", public"},
      {"seed", "unset"},
      {"server_encoding", "UTF8", "fixed"},
      {"server_version", "8.0.2", "fixed"},
      {"session_authorization", "", "fixed"},
      {"spectrum_enable_pseudo_columns", "on"},
      {"spectrum_query_maxerror", "-1", "-1..2147483647"},
      {"standard_conforming_strings", "on", "fixed"},
      {"statement_timeout", "0", "0..9999999999"},
      {"stored_proc_log_min_messages", "LOG", "LOG INFO NOTICE WARNING EXCEPTION"},
      {"timezone", "UTC"},
      {"transaction_deferrable", "off"},
      {"transaction_isolation", "serializable", kIsolationLevels},
      {"transaction_read_only", "off"},
      {"use_fips_ssl", "off"},
      {"wlm_json_configuration", "[]", "fixed"},
      {"wlm_query_slot_count", "1", "1..50"},
  };
  return kParameters;
}

const SessionParameter* find_session_parameter(std::string_view name) {
  for (const auto& parameter : session_parameters()) {
    if (parameter.name == name) return &parameter;
  }
  return nullptr;
}

namespace {

std::optional<std::string> boolean_value(std::string_view folded) {
  constexpr std::array kOn = {"on", "true", "t", "yes", "y", "1"};
  constexpr std::array kOff = {"off", "false", "f", "no", "n", "0"};
  if (std::find(kOn.begin(), kOn.end(), folded) != kOn.end()) return "on";
  if (std::find(kOff.begin(), kOff.end(), folded) != kOff.end()) return "off";
  return std::nullopt;
}

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t value = 0;
  const auto* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  return parsed.ec == std::errc() && parsed.ptr == end ? std::optional(value) : std::nullopt;
}

std::optional<std::string> number_value(std::string_view range, const std::string& value) {
  const auto dots = range.find("..");
  const auto number = number_of(value);
  if (!number || *number < *number_of(range.substr(0, dots)) || *number > *number_of(range.substr(dots + 2)))
    return std::nullopt;
  return std::to_string(*number);
}

/// The word of the list that equals `folded` but for its case; a no-break space in it is a blank of the value.
std::optional<std::string> word_value(std::string_view words, std::string_view folded) {
  constexpr std::string_view kBlank = "\u00a0";
  while (!words.empty()) {
    const auto end = std::min(words.find(' '), words.size());
    std::string word(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
    for (auto at = word.find(kBlank); at != std::string::npos; at = word.find(kBlank))
      word.replace(at, kBlank.size(), " ");
    if (sql::lower(word) == folded) return word;
  }
  return std::nullopt;
}

/// "ISO, MDY": an output format and an order of day and month, either of which may be left out.
std::optional<std::string> date_style(std::string_view folded) {
  std::string format = "ISO", order = "MDY";
  while (!folded.empty()) {
    const auto end = std::min(folded.find_first_of(", "), folded.size());
    const auto word = folded.substr(0, end);
    folded.remove_prefix(std::min(end + 1, folded.size()));
    if (word.empty() || word == "default") continue;
    if (word == "iso" || word == "sql" || word == "german")
      format = word == "iso" ? "ISO" : word == "sql" ? "SQL" : "German";
    else if (word == "postgres" || word == "postgresql")
      format = "Postgres";
    else if (word == "mdy" || word == "us" || word == "noneuro" || word == "noneuropean")
      order = "MDY";
    else if (word == "dmy" || word == "euro" || word == "european")
      order = "DMY";
    else if (word == "ymd")
      order = "YMD";
    else
      return std::nullopt;
  }
  return format + ", " + order;
}

}  // namespace

std::optional<std::string> canonical_value(const SessionParameter& parameter, const std::string& value) {
  const auto folded = sql::lower(value);
  if (parameter.default_value == "on" || parameter.default_value == "off") return boolean_value(folded);
  if (parameter.name == "datestyle") return date_style(folded);
  if (parameter.takes.find("..") != std::string_view::npos) return number_value(parameter.takes, value);
  if (!parameter.takes.empty()) return word_value(parameter.takes, folded);
  return value;
}

}  // namespace slipher::engine
