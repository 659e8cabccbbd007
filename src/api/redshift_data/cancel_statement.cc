#include "api/redshift_data/cancel_statement.h"

#include "api/redshift_data/statement_members.h"

namespace slipher::api::redshift_data {

void CancelStatement::handle(Services& services, const Caller& caller, const Request& request,
                             Completion<Response> done) {
  services.statements.cancel(caller.requester(), *request.id,
                             [done = std::move(done), id = *request.id](Result<bool> canceled) {
                               if (!canceled) return done(about(canceled.error(), id));
                               done(Response{*canceled});
                             });
}

}  // namespace slipher::api::redshift_data
