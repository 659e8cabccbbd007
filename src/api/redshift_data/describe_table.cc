#include "api/redshift_data/describe_table.h"

#include "api/redshift_data/column_metadata.h"
namespace slipher::api::redshift_data {

void DescribeTable::handle(Services& services, const Caller& caller, const Request& request,
                           Completion<Response> done) {
  LookUp call{.target = target_members(request),
              .connected_database = request.connected_database,
              .next_token = request.next_token,
              .max_results = request.max_results,
              .default_page_size = kColumnPageSize,
              .scope = {std::string(name), request.schema, request.table}};
  const auto list = [request](engine::Warehouse& warehouse) {
    return warehouse.describe_table(*request.database, request.schema, request.table);
  };
  const auto answer = [table = request.table](const std::vector<engine::Column>& columns,
                                              std::optional<std::string> next_token) {
    Response response{.table_name = table, .next_token = std::move(next_token)};
    response.column_list.reserve(columns.size());
    for (const engine::Column& column : columns) response.column_list.push_back(table_column(column));
    return response;
  };
  look_up<Response>(services, caller, std::move(call), list, answer, std::move(done));
}

}  // namespace slipher::api::redshift_data
