#include "engine/duckdb/database_name.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace slipher::engine {
namespace {

constexpr std::size_t kMaxCharacters = 64;
constexpr std::array<std::string_view, 7> kReserved = {"system",    "temp",         "memory",      "template0",
                                                       "template1", "padb_harvest", "sys:internal"};

bool is_allowed(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '$' || c == '-'; }

}  // namespace

Result<void> check_database_name(const std::string& name) {
  const bool well_formed = !name.empty() && name.size() <= kMaxCharacters &&
                           std::all_of(name.begin(), name.end(), is_allowed) &&
                           ((name[0] >= 'a' && name[0] <= 'z') || name[0] == '_');
  if (!well_formed)
    return Error(ErrorCode::kSql, "ERROR: database name \"" + name +
                                      "\" is not supported by Slipher: use up to 64 of a-z, 0-9, _, $ and -");
  if (std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end())
    return Error(ErrorCode::kSql, "ERROR: database name \"" + name + "\" is reserved");
  return {};
}

}  // namespace slipher::engine
