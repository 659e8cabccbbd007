#include "api/redshift_data/get_statement_result_v2.h"

#include "api/redshift_data/column_metadata.h"

namespace slipher::api::redshift_data {

void GetStatementResultV2::handle(Services& services, const Caller& caller, const Request& request,
                                  Completion<Response> done) {
  fetch_page(services, caller, request, true, [done = std::move(done)](Result<TokenedPage> fetched) {
    if (!fetched) return done(fetched.error());
    Response response;
    response.records.json = std::move(fetched->page.records_json);
    response.column_metadata = result_columns(fetched->page.columns);
    response.total_num_rows = fetched->page.total_rows;
    response.next_token = std::move(fetched->next_token);
    done(std::move(response));
  });
}

}  // namespace slipher::api::redshift_data
