#include "engine/duckdb/lowering/session_parameters.h"

#include <algorithm>
#include <array>

#include "sql/lexer.h"

namespace slipher::engine {

const std::vector<SessionParameter>& session_parameters() {
  static const std::vector<SessionParameter> kParameters = {
      {"analyze_threshold_percent", "10"},
      {"application_name", ""},
      {"auto_analyze", "on"},
      {"auto_mv", "on"},
      {"cast_super_null_on_error", "on"},
      {"client_encoding", "UTF8"},
      {"client_min_messages", "notice"},
      {"database", "", false},
      {"datashare_break_glass_session_var", ""},
      {"datestyle", "ISO, MDY"},
      {"default_geometry_encoding", "1"},
      {"default_transaction_isolation", "serializable"},
      {"default_transaction_read_only", "off"},
      {"describe_field_name_in_uppercase", "off"},
      {"downcase_delimited_identifier", "on"},
      {"enable_case_sensitive_identifier", "off"},
      {"enable_case_sensitive_super_attribute", "off"},
      {"enable_numeric_rounding", "on"},
      {"enable_result_cache_for_session", "on"},
      {"enable_vacuum_boost", "off"},
      {"error_on_nondeterministic_update", "off"},
      {"extra_float_digits", "0"},
      {"interval_forbid_composite_literals", "on"},
      {"json_parse_dedup_attributes", "off"},
      {"json_parse_truncate_strings", "off"},
      {"json_serialization_enable", "off"},
      {"json_serialization_parse_nested_strings", "off"},
      {"lc_collate", "C", false},
      {"max_concurrency_scaling_clusters", "1"},
      {"max_cursor_result_set_size", "default"},
      {"mv_enable_aqmv_for_session", "on"},
      {"navigate_super_null_on_error", "on"},
      {"parse_super_null_on_error", "off"},
      {"pg_federation_repeatable_read", "on"},
      {"query_group", "default"},
      {"search_path", "\"$user\", public"},
      {"server_encoding", "UTF8", false},
      {"server_version", "8.0.2", false},
      {"session_authorization", "", false},
      {"spectrum_enable_pseudo_columns", "on"},
      {"spectrum_query_maxerror", "-1"},
      {"standard_conforming_strings", "on", false},
      {"statement_timeout", "0"},
      {"stored_proc_log_min_messages", "LOG"},
      {"timezone", "UTC"},
      {"transaction_isolation", "serializable", false},
      {"use_fips_ssl", "off"},
      {"wlm_query_slot_count", "1"},
  };
  return kParameters;
}

const SessionParameter* find_session_parameter(std::string_view name) {
  for (const auto& parameter : session_parameters()) {
    if (parameter.name == name) return &parameter;
  }
  return nullptr;
}

std::optional<std::string> canonical_value(const SessionParameter& parameter, const std::string& value) {
  const bool is_boolean = parameter.default_value == "on" || parameter.default_value == "off";
  if (!is_boolean) {
    if (parameter.name == "statement_timeout" || parameter.name == "wlm_query_slot_count") {
      const bool digits = !value.empty() && value.size() <= 10 &&
                          std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
      if (!digits) return std::nullopt;
    }
    return value;
  }
  constexpr std::array kOn = {"on", "true", "t", "yes", "y", "1"};
  constexpr std::array kOff = {"off", "false", "f", "no", "n", "0"};
  const auto folded = sql::lower(value);
  if (std::find(kOn.begin(), kOn.end(), folded) != kOn.end()) return "on";
  if (std::find(kOff.begin(), kOff.end(), folded) != kOff.end()) return "off";
  return std::nullopt;
}

}  // namespace slipher::engine
