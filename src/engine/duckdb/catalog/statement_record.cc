#include "engine/duckdb/catalog/statement_record.h"

#include "sql/mask_credentials.h"

namespace slipher::engine {

QueryRecord statement_record(const SessionContext& session, std::string_view text) {
  QueryRecord query;
  query.query_id = session.query_id;
  query.process_id = session.process_id;
  query.user = session.user;
  query.database = session.database;
  query.text = sql::mask_credentials(text);
  query.type = query_type(text);
  const auto group = session.settings.find("query_group");
  query.label = group == session.settings.end() ? "default" : group->second;
  return query;
}

}  // namespace slipher::engine
