#include "api/redshift_data/list_statements.h"

#include "api/redshift_data/listing.h"
#include "api/redshift_data/statement_members.h"
#include "api/redshift_data/target.h"

namespace slipher::api::redshift_data {

namespace {

/// SQL text in one page; a page ends early rather than grow beyond it.
constexpr std::size_t kMaxPageBytes = 4 * 1024 * 1024;

StatementData entry(const store::StatementRecord& record) {
  StatementData data;
  data.id = record.id;
  if (record.is_batch) {
    auto& texts = data.query_strings.emplace();
    for (const store::SubStatement& sub : record.subs) texts.push_back(sub.sql);
  } else if (!record.subs.empty()) {
    data.query_string = record.subs.front().sql;
  }
  data.secret_arn = if_given(record.secret_arn);
  data.status = store::to_string(record.state);
  data.statement_name = if_given(record.statement_name);
  data.created_at = record.created_at;
  data.updated_at = record.updated_at;
  data.query_parameters = parameters_member(record);
  data.is_batch_statement = record.is_batch;
  data.result_format = record.csv ? "CSV" : "JSON";
  data.session_id = if_given(record.session_id);
  return data;
}

std::size_t text_bytes(const store::StatementRecord& record) {
  std::size_t bytes = 0;
  for (const store::SubStatement& sub : record.subs) bytes += sub.sql.size();
  return bytes;
}

/// Absent = every state.
std::optional<store::StatementState> state_filter(const std::string& status) {
  for (int state = 0; state <= static_cast<int>(store::StatementState::kAborted); ++state)
    if (status == store::to_string(static_cast<store::StatementState>(state)))
      return static_cast<store::StatementState>(state);
  return std::nullopt;
}

}  // namespace

Result<ListStatements::Response> ListStatements::handle(Services& services, const Caller& caller,
                                                        const Request& request) {
  if (auto one = check_one_warehouse(request.cluster_identifier, request.workgroup_name); !one) return one.error();
  const std::string status = request.status.value_or("FINISHED");
  PageTokens tokens(services.token_key, {std::string(name), caller.principal.arn, request.statement_name, status,
                                         request.database, request.cluster_identifier, request.workgroup_name});
  auto after = list_key(tokens, request.next_token);
  if (!after) return after.error();

  const std::int32_t asked = request.max_results.value_or(0);
  const std::size_t page_size = asked > 0 ? static_cast<std::size_t>(asked) : kListPageSize;
  store::StatementFilter filter;
  if (!caller.principal.is_administrator) filter.owner = caller.principal.arn;
  filter.name_prefix = request.statement_name;
  filter.state = state_filter(status);
  filter.database = request.database;
  if (request.cluster_identifier || request.workgroup_name) {
    filter.is_workgroup = request.workgroup_name.has_value();
    filter.warehouse = warehouse_id(request.workgroup_name ? *request.workgroup_name : *request.cluster_identifier);
  }
  filter.created_from = services.clock.now() - kListWindow;
  filter.after = std::move(*after);
  filter.limit = page_size + 1;  // one more tells whether there is another page
  const auto records = services.statements.list_statements(filter);
  if (!records) return records.error();

  Response response;
  std::size_t bytes = 0;
  for (const store::StatementRecord& record : *records) {
    bytes += text_bytes(record);
    const bool is_full =
        response.statements.size() == page_size || (bytes > kMaxPageBytes && !response.statements.empty());
    if (is_full) {
      const StatementData& last = response.statements.back();
      response.next_token = tokens.make(list_cursor(last.created_at, last.id));
      break;
    }
    response.statements.push_back(entry(record));
  }
  return response;
}

}  // namespace slipher::api::redshift_data
