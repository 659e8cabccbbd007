#include "base/http_message.h"

#include <algorithm>

namespace slipher {

static char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

const std::string* HeaderList::find(std::string_view name) const {
  for (const auto& [key, value] : entries_)
    if (equals_ignoring_case(key, name)) return &value;
  return nullptr;
}

std::string_view HeaderList::get(std::string_view name) const {
  const auto* value = find(name);
  return value ? std::string_view(*value) : std::string_view();
}

}  // namespace slipher
