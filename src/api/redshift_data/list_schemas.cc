#include "api/redshift_data/list_schemas.h"

#include <algorithm>
namespace slipher::api::redshift_data {

void ListSchemas::handle(Services& services, const Caller& caller, const Request& request, Completion<Response> done) {
  LookUp call{.target = target_members(request),
              .connected_database = request.connected_database,
              .next_token = request.next_token,
              .max_results = request.max_results,
              .scope = {std::string(name), request.schema_pattern}};
  const auto list = [request](engine::Warehouse& warehouse) {
    auto schemas = warehouse.list_schemas(*request.database, request.schema_pattern);
    if (schemas) std::sort(schemas->begin(), schemas->end());
    return schemas;
  };
  const auto answer = [](std::vector<std::string> schemas, std::optional<std::string> next_token) {
    return Response{std::move(schemas), std::move(next_token)};
  };
  look_up<Response>(services, caller, std::move(call), list, answer, std::move(done));
}

}  // namespace slipher::api::redshift_data
