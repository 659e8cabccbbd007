#include "api/redshift_data/list_sessions.h"

#include "api/redshift_data/listing.h"
#include "api/redshift_data/statement_members.h"
#include "api/redshift_data/target.h"

namespace slipher::api::redshift_data {

namespace {

SessionData entry(const statements::Service::SessionView& view) {
  const store::SessionRecord& record = view.record;
  SessionData data;
  data.session_id = record.id;
  data.status = view.status;
  data.created_at = record.created_at;
  data.updated_at = record.updated_at;
  data.database = if_given(record.database);
  data.db_user = if_given(record.db_user);
  (record.is_workgroup ? data.workgroup_name : data.cluster_identifier) = record.warehouse_name;
  data.session_alive_seconds = static_cast<std::int32_t>(record.keep_alive_seconds);
  data.session_ttl = record.updated_at + seconds(record.keep_alive_seconds);
  data.current_statement_id = view.current_statement_id;
  return data;
}

Result<void> check_session_filter_alone(const ListSessions::Request& request) {
  if (request.session_id &&
      (request.status || request.cluster_identifier || request.workgroup_name || request.database))
    return Error(ErrorCode::kValidation,
                 "SessionId cannot be specified together with Status, ClusterIdentifier, WorkgroupName or Database.");
  return check_one_warehouse(request.cluster_identifier, request.workgroup_name);
}

}  // namespace

Result<ListSessions::Response> ListSessions::handle(Services& services, const Caller& caller, const Request& request) {
  if (auto checked = check_session_filter_alone(request); !checked) return checked.error();
  Response response;
  if (request.session_id) {
    const auto session = services.statements.find_session(caller.requester(), *request.session_id);
    if (!session) return about(session.error(), *request.session_id);
    response.sessions.push_back(entry(*session));
    return response;
  }

  PageTokens tokens(services.token_key, {std::string(name), caller.principal.arn, request.status, request.database,
                                         request.cluster_identifier, request.workgroup_name});
  auto after = list_key(tokens, request.next_token);
  if (!after) return after.error();
  const std::int32_t asked = request.max_results.value_or(0);
  const std::size_t page_size = asked > 0 ? static_cast<std::size_t>(asked) : kListPageSize;
  store::SessionFilter filter;
  if (!caller.principal.is_administrator) filter.owner = caller.principal.arn;
  filter.database = request.database;
  if (request.cluster_identifier || request.workgroup_name) {
    filter.is_workgroup = request.workgroup_name.has_value();
    filter.warehouse = warehouse_id(request.workgroup_name ? *request.workgroup_name : *request.cluster_identifier);
  }
  filter.created_from = services.clock.now() - kListWindow;
  filter.after = std::move(*after);
  filter.limit = page_size + 1;
  const auto sessions = services.statements.list_sessions(filter, request.status);
  if (!sessions) return sessions.error();
  for (const auto& session : *sessions) {
    if (response.sessions.size() == page_size) {
      const SessionData& last = response.sessions.back();
      response.next_token = tokens.make(list_cursor(last.created_at, last.session_id));
      break;
    }
    response.sessions.push_back(entry(session));
  }
  return response;
}

}  // namespace slipher::api::redshift_data
