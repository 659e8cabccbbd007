#include "api/redshift_data/execute_statement.h"

namespace slipher::api::redshift_data {

void ExecuteStatement::handle(Services& services, const Caller& caller, const Request& request,
                              Completion<Response> done) {
  auto submission = make_submission(services, caller, submission_members(request));
  if (!submission) return done(submission.error());
  submission->sqls.push_back(*request.sql);
  submit(services, std::move(*submission), std::move(done));
}

}  // namespace slipher::api::redshift_data
