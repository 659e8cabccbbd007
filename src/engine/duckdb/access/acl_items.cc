#include "engine/duckdb/access/acl_items.h"

namespace slipher::engine {
namespace {

struct AclItem {
  std::string_view grantee;
  std::string_view letters;
  std::string_view grantor;
};

AclItem read(std::string_view text) {
  const auto slash = text.rfind('/');
  const auto equals = text.substr(0, slash).rfind('=');
  if (slash == std::string_view::npos || equals == std::string_view::npos) return {};
  return {text.substr(0, equals), text.substr(equals + 1, slash - equals - 1), text.substr(slash + 1)};
}

bool gives(std::string_view letters, std::string_view wanted) {
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::size_t length = i + 1 < wanted.size() && wanted[i + 1] == '*' ? 2 : 1;
    if (letters.find(wanted.substr(i, length)) == std::string_view::npos) return false;
    i += length - 1;
  }
  return true;
}

}  // namespace

bool acl_contains(std::string_view acl, std::string_view item) {
  const auto wanted = read(item);
  while (!acl.empty()) {
    const auto end = acl.find('\n');
    const auto given = read(acl.substr(0, end));
    if (given.grantee == wanted.grantee && given.grantor == wanted.grantor && gives(given.letters, wanted.letters))
      return true;
    acl.remove_prefix(end == std::string_view::npos ? acl.size() : end + 1);
  }
  return false;
}

}  // namespace slipher::engine
