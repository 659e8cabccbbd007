#include "api/redshift_data/describe_statement.h"

#include "api/redshift_data/statement_members.h"

namespace slipher::api::redshift_data {

namespace {

using Response = DescribeStatement::Response;

std::string sub_id(const store::StatementRecord& record, std::size_t index) {
  return record.id + ":" + std::to_string(index + 1);
}

SubStatementData sub_statement(const store::StatementRecord& record, std::size_t index) {
  const store::SubStatement& sub = record.subs[index];
  SubStatementData data;
  data.id = sub_id(record, index);
  data.duration = sub.duration_ns;
  data.error = error_member(sub.state, sub.error);
  data.status = store::to_string(sub.state);
  data.created_at = sub.created_at;
  data.updated_at = sub.updated_at;
  data.query_string = sub.sql;
  data.result_rows = sub.result_rows;
  data.result_size = sub.result_bytes;
  data.redshift_query_id = sub.query_id;
  data.has_result_set = sub.has_result_set;
  return data;
}

/// What holds for the statement as a whole.
Response of_record(const store::StatementRecord& record) {
  Response response;
  response.id = record.id;
  (record.is_workgroup ? response.workgroup_name : response.cluster_identifier) = record.warehouse_name;
  response.secret_arn = if_given(record.secret_arn);
  if (record.db_user_given) response.db_user = record.db_user;
  response.database = if_given(record.database);
  response.session_id = if_given(record.session_id);
  response.query_parameters = parameters_member(record);
  response.result_format = record.csv ? "CSV" : "JSON";
  response.execution_mode = record.execution_mode;
  response.redshift_pid = record.process_id;
  response.created_at = record.created_at;
  response.updated_at = record.updated_at;
  response.status = store::to_string(record.state);
  response.error = error_member(record.state, record.error);
  response.duration = record.duration_ns;
  response.has_result_set = record.has_result_set;
  return response;
}

/// The outcome of the one statement that the reply is about.
void take_outcome(const store::SubStatement& sub, Response& response) {
  response.query_string = sub.sql;
  response.result_rows = sub.result_rows;
  response.result_size = sub.result_bytes;
  response.redshift_query_id = sub.query_id;
}

}  // namespace

void DescribeStatement::handle(Services& services, const Caller& caller, const Request& request,
                               Completion<Response> done) {
  const auto answer = [done = std::move(done), id = *request.id](Result<statements::View> view) {
    if (!view) return done(about(view.error(), id));
    const store::StatementRecord& record = *view->record;
    Response response = of_record(record);
    if (view->sub) {
      const store::SubStatement& sub = record.subs[*view->sub];
      take_outcome(sub, response);
      response.id = sub_id(record, *view->sub);
      response.status = store::to_string(sub.state);
      response.error = error_member(sub.state, sub.error);
      response.duration = sub.duration_ns;
      response.has_result_set = sub.has_result_set;
      response.created_at = sub.created_at;
      response.updated_at = sub.updated_at;
    } else if (record.is_batch) {
      auto& subs = response.sub_statements.emplace();
      for (std::size_t i = 0; i < record.subs.size(); ++i) subs.push_back(sub_statement(record, i));
    } else if (!record.subs.empty()) {
      take_outcome(record.subs.front(), response);
    }
    done(std::move(response));
  };
  services.statements.describe(caller.requester(), *request.id, wait_of(request.wait_time_seconds), answer);
}

}  // namespace slipher::api::redshift_data
