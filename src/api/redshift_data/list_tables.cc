#include "api/redshift_data/list_tables.h"
namespace slipher::api::redshift_data {

void ListTables::handle(Services& services, const Caller& caller, const Request& request, Completion<Response> done) {
  LookUp call{.target = target_members(request),
              .connected_database = request.connected_database,
              .next_token = request.next_token,
              .max_results = request.max_results,
              .scope = {std::string(name), request.schema_pattern, request.table_pattern}};
  const auto list = [request](engine::Warehouse& warehouse) {
    return warehouse.list_tables(*request.database, {request.schema_pattern, request.table_pattern});
  };
  const auto answer = [](std::vector<engine::TableEntry> entries, std::optional<std::string> next_token) {
    Response response{.next_token = std::move(next_token)};
    response.tables.reserve(entries.size());
    for (engine::TableEntry& entry : entries)
      response.tables.push_back({std::move(entry.name), std::move(entry.type), std::move(entry.schema)});
    return response;
  };
  look_up<Response>(services, caller, std::move(call), list, answer, std::move(done));
}

}  // namespace slipher::api::redshift_data
