#include "api/sts/get_caller_identity.h"

namespace slipher::api::sts {

Result<GetCallerIdentity::Response> GetCallerIdentity::handle(Services&, const Caller& caller, const Request&) {
  return Response{caller.principal.arn, caller.principal.user_id, caller.principal.account};
}

}  // namespace slipher::api::sts
