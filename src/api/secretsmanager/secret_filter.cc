#include "api/secretsmanager/secret_filter.h"

#include <algorithm>

namespace slipher::api::secretsmanager {

namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

/// Whether a word of `text` starts with `value`, case aside.
bool has_word(std::string_view text, std::string_view value) {
  const std::string where = lower(text);
  const std::string what = lower(value);
  static constexpr std::string_view kBreaks = " -/_+=.@!:";
  for (std::size_t at = where.find(what); at != std::string::npos; at = where.find(what, at + 1))
    if (at == 0 || kBreaks.find(where[at - 1]) != std::string_view::npos) return true;
  return false;
}

bool matches(const store::SecretRecord& secret, std::string_view key, std::string_view value) {
  const auto any_tag = [&](auto test) { return std::any_of(secret.tags.begin(), secret.tags.end(), test); };
  if (key == "name") return std::string_view(secret.name).starts_with(value);
  if (key == "description") return has_word(secret.description, value);
  if (key == "tag-key") return any_tag([&](const auto& tag) { return std::string_view(tag.first).starts_with(value); });
  if (key == "tag-value")
    return any_tag([&](const auto& tag) { return std::string_view(tag.second).starts_with(value); });
  if (key == "all") {
    return has_word(secret.name, value) || has_word(secret.description, value) ||
           any_tag([&](const auto& tag) { return has_word(tag.first, value) || has_word(tag.second, value); });
  }
  return false;  // primary-region, owning-service: no secret here has either
}

bool meets(const store::SecretRecord& secret, const Filter& filter) {
  if (!filter.key || !filter.values) return true;
  return std::any_of(filter.values->begin(), filter.values->end(), [&](std::string_view value) {
    if (value.starts_with('!')) return !matches(secret, *filter.key, value.substr(1));
    return matches(secret, *filter.key, value);
  });
}

}  // namespace

bool meets_filters(const store::SecretRecord& secret, const std::vector<Filter>& filters) {
  return std::all_of(filters.begin(), filters.end(), [&](const Filter& filter) { return meets(secret, filter); });
}

bool sorts_before(const store::SecretRecord& a, const store::SecretRecord& b, const std::string& sort_by) {
  const auto by = [&](const auto& left, const auto& right) { return std::tie(left, a.name) < std::tie(right, b.name); };
  if (sort_by == "name") return a.name < b.name;
  if (sort_by == "last-changed-date") return by(a.changed_at, b.changed_at);
  if (sort_by == "last-accessed-date") return by(a.last_accessed_at, b.last_accessed_at);
  return by(a.created_at, b.created_at);
}

}  // namespace slipher::api::secretsmanager
