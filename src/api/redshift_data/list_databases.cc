#include "api/redshift_data/list_databases.h"

#include <algorithm>

namespace slipher::api::redshift_data {

void ListDatabases::handle(Services& services, const Caller& caller, const Request& request,
                           Completion<Response> done) {
  LookUp call{.target = target_members(request),
              .next_token = request.next_token,
              .max_results = request.max_results,
              .scope = {std::string(name)}};
  // Newer models leave Database out: any database can list them all.
  if (!call.target.database) call.target.database = "dev";
  const auto list = [database = request.database](engine::Warehouse& warehouse) -> Result<std::vector<std::string>> {
    auto databases = warehouse.list_databases();
    if (databases && database && std::find(databases->begin(), databases->end(), *database) == databases->end())
      return Error(ErrorCode::kValidation, "FATAL: database \"" + *database + "\" does not exist");
    return databases;
  };
  const auto answer = [](std::vector<std::string> databases, std::optional<std::string> next_token) {
    return Response{std::move(databases), std::move(next_token)};
  };
  look_up<Response>(services, caller, std::move(call), list, answer, std::move(done));
}

}  // namespace slipher::api::redshift_data
