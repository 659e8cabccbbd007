#include "api/redshift_data/submission.h"

#include "api/redshift_data/statement_members.h"
#include "identity/hmac.h"

namespace slipher::api::redshift_data {

std::string request_hash(std::string_view encoded) { return identity::sha256_hex(encoded); }

SubmitResponse submit_response(const statements::View& view) {
  const store::StatementRecord& record = *view.record;
  SubmitResponse response;
  response.id = record.id;
  response.created_at = record.created_at;
  (record.is_workgroup ? response.workgroup_name : response.cluster_identifier) = record.warehouse_name;
  if (record.db_user_given) response.db_user = record.db_user;
  response.database = if_given(record.database);
  response.secret_arn = if_given(record.secret_arn);
  response.session_id = if_given(record.session_id);
  response.status = store::to_string(record.state);
  if (store::is_terminal(record.state)) {
    response.redshift_pid = record.process_id;
    response.has_result_set = record.has_result_set;
  }
  return response;
}

Result<statements::Submission> make_submission(Services& services, const Caller& caller, SubmissionMembers members) {
  statements::Submission submission;
  submission.requester = caller.requester();
  if (members.session_id) {
    if (auto alone = check_session_alone(members.target); !alone) return alone.error();
    submission.session_id = std::move(members.session_id);
  } else {
    auto target = resolve_target(services, caller, members.target);
    if (!target) return target.error();
    submission.target = std::move(*target);
  }
  for (SqlParameter& parameter : members.parameters.value_or(std::vector<SqlParameter>{}))
    submission.parameters.push_back({std::move(parameter.name), std::move(parameter.value)});
  submission.client_token = std::move(members.client_token);
  submission.request_hash = std::move(members.request_hash);
  submission.statement_name = members.statement_name.value_or("");
  submission.with_event = members.with_event.value_or(false);
  submission.csv = members.result_format == "CSV";
  submission.result_format = std::move(members.result_format);
  // 0 is the same as none: no session is kept.
  if (members.session_keep_alive_seconds.value_or(0) > 0)
    submission.session_keep_alive_seconds = *members.session_keep_alive_seconds;
  submission.wait = wait_of(members.wait_time_seconds);
  return submission;
}

void submit(Services& services, statements::Submission submission, Completion<SubmitResponse> done) {
  const std::string session = submission.session_id.value_or("");
  services.statements.submit(std::move(submission), [done = std::move(done), session](Result<statements::View> view) {
    if (view) {
      done(submit_response(*view));
    } else {
      done(about(view.error(), session));
    }
  });
}

}  // namespace slipher::api::redshift_data
