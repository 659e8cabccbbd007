#include "api/redshift_data/listing.h"

namespace slipher::api::redshift_data {

std::string list_cursor(Timestamp created_at, const std::string& id) {
  return std::to_string(created_at.time_since_epoch().count()) + " " + id;
}

Result<std::optional<ListKey>> list_key(const PageTokens& tokens, const std::optional<std::string>& token) {
  if (!token) return std::optional<ListKey>();
  const auto cursor = tokens.open(*token);
  if (!cursor) return cursor.error();
  const std::size_t blank = std::min(cursor->find(' '), cursor->size());
  const auto created_at = parse_position(std::string_view(*cursor).substr(0, blank));
  if (!created_at) return created_at.error();
  return std::optional<ListKey>(std::in_place, Timestamp(microseconds(static_cast<std::int64_t>(*created_at))),
                                cursor->substr(std::min(blank + 1, cursor->size())));
}

}  // namespace slipher::api::redshift_data
