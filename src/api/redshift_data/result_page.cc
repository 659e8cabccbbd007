#include "api/redshift_data/result_page.h"

#include "api/paging.h"
#include "api/redshift_data/statement_members.h"

namespace slipher::api::redshift_data {

void fetch_page(Services& services, const Caller& caller, const ResultRequest& request, bool csv,
                Completion<TokenedPage> done) {
  PageTokens tokens(services.token_key, {csv ? "GetStatementResultV2" : "GetStatementResult", request.id});
  std::size_t page = 0;
  if (request.next_token) {
    const auto cursor = tokens.open(*request.next_token);
    if (!cursor) return done(cursor.error());
    const auto position = parse_position(*cursor);
    if (!position) return done(position.error());
    page = *position;
  }
  services.statements.result_page(
      caller.requester(), *request.id, csv, page, wait_of(request.wait_time_seconds),
      [done = std::move(done), tokens = std::move(tokens), id = *request.id](Result<statements::ResultPage> result) {
        if (!result) return done(about(result.error(), id));
        TokenedPage out{std::move(*result), std::nullopt};
        if (out.page.next_page) out.next_token = tokens.make(std::to_string(*out.page.next_page));
        done(std::move(out));
      });
}

}  // namespace slipher::api::redshift_data
