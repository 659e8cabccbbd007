#include "api/patterns.h"

#include <algorithm>
#include <array>

namespace slipher::api::patterns {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_alphanumeric(char c) { return is_digit(c) || is_lower(c) || is_upper(c); }
bool is_lower_or_digit(char c) { return is_digit(c) || is_lower(c); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }

template <class Allowed>
bool all(std::string_view text, Allowed allowed) {
  return std::all_of(text.begin(), text.end(), allowed);
}
template <class Allowed>
bool some(std::string_view text, Allowed allowed) {
  return !text.empty() && all(text, allowed);
}

/// 8-4-4-4-12 characters of one class.
template <class Allowed>
bool is_uuid(std::string_view text, Allowed allowed) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (is_dash ? text[i] != '-' : !allowed(text[i])) return false;
  }
  return true;
}

/// The part up to `separator`, taken off `text`; all of it when there is no separator.
std::string_view take_until(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

/// aws(-[a-z]+)*
bool is_partition(std::string_view text) {
  if (text.ends_with('-') || take_until(text, '-') != "aws") return false;
  while (!text.empty())
    if (!some(take_until(text, '-'), is_lower)) return false;
  return true;
}

/// ([a-z]{2}(-gov|(-iso[a-z]?))?|eusc-[a-z]+)-[a-z]+-\d{1}
bool is_serverless_region(std::string_view text) {
  if (text.size() < 3 || !is_digit(text.back()) || text[text.size() - 2] != '-') return false;
  text.remove_suffix(2);
  const std::size_t dash = text.rfind('-');
  if (dash == std::string_view::npos || !some(text.substr(dash + 1), is_lower)) return false;
  const std::string_view place = text.substr(0, dash);
  if (place.starts_with("eusc-")) return some(place.substr(5), is_lower);
  if (place.size() < 2 || !is_lower(place[0]) || !is_lower(place[1])) return false;
  const std::string_view kind = place.substr(2);
  return kind.empty() || kind == "-gov" || kind == "-iso" ||
         (kind.size() == 5 && kind.starts_with("-iso") && is_lower(kind.back()));
}

/// [a-z0-9-]{1,63}
bool is_short_name(std::string_view text) {
  return text.size() <= 63 && some(text, [](char c) { return is_lower_or_digit(c) || c == '-'; });
}

bool is_workgroup_arn(std::string_view text) {
  if (take_until(text, ':') != "arn" || !is_partition(take_until(text, ':'))) return false;
  if (take_until(text, ':') != "redshift-serverless" || !is_serverless_region(take_until(text, ':'))) return false;
  const std::string_view account = take_until(text, ':');
  if (account.size() != 12 || !all(account, is_digit)) return false;
  constexpr std::string_view kPrefix = "workgroup/";
  if (!text.starts_with(kPrefix)) return false;
  text.remove_prefix(kPrefix.size());
  if (is_uuid(text, is_hex)) return true;
  const std::string_view first = take_until(text, '/');
  return is_short_name(first) && is_short_name(text);
}

}  // namespace

bool is_statement_id(std::string_view text) {
  if (!is_uuid(text.substr(0, 36), is_lower_or_digit)) return false;
  if (text.size() == 36) return true;
  return text[36] == ':' && text.size() <= 39 && all(text.substr(37), is_digit);
}

bool is_cluster_identifier(std::string_view text) {
  if (text.empty() || !is_lower(text.front())) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_lower_or_digit(text[i])) continue;
    if (text[i] != '-' || i + 1 == text.size() || text[i + 1] == '-') return false;
  }
  return true;
}

bool is_workgroup(std::string_view text) { return (text.size() >= 3 && is_short_name(text)) || is_workgroup_arn(text); }

bool is_parameter_name(std::string_view text) {
  return some(text, [](char c) { return is_alphanumeric(c) || c == '_'; });
}

bool is_region(std::string_view text) {
  const std::size_t dash = text.rfind('-');
  if (dash == std::string_view::npos || !some(text.substr(dash + 1), is_digit)) return false;
  std::string_view words = text.substr(0, dash);
  if (words.empty() || words.back() == '-') return false;
  while (!words.empty())
    if (!some(take_until(words, '-'), is_lower)) return false;
  return true;
}

bool is_rotation_token(std::string_view text) {
  return some(text, [](char c) { return is_alphanumeric(c) || c == '-'; });
}

bool is_rotation_duration(std::string_view text) {
  return text.ends_with('h') && some(text.substr(0, text.size() - 1), is_digit);
}

bool is_schedule_expression(std::string_view text) {
  return some(text, [](char c) {
    return is_alphanumeric(c) || std::string_view("()#?*-/, ").find(c) != std::string_view::npos;
  });
}

bool is_filter_value(std::string_view text) {
  return all(text, [](char c) {
    return is_alphanumeric(c) || std::string_view(" :_@/+=.-!").find(c) != std::string_view::npos;
  });
}

}  // namespace slipher::api::patterns
