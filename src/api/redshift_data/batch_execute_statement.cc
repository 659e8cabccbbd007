#include "api/redshift_data/batch_execute_statement.h"

namespace slipher::api::redshift_data {

void BatchExecuteStatement::handle(Services& services, const Caller& caller, const Request& request,
                                   Completion<Response> done) {
  auto submission = make_submission(services, caller, submission_members(request));
  if (!submission) return done(submission.error());
  submission->sqls = *request.sqls;
  submission->is_batch = true;
  submission->execution_mode = request.execution_mode;
  submission->auto_commit = request.execution_mode == "AUTO_COMMIT";
  submit(services, std::move(*submission), std::move(done));
}

}  // namespace slipher::api::redshift_data
