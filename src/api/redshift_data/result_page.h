#pragma once
#include "api/operation.h"
#include "api/redshift_data/structures.h"

/// What GetStatementResult and GetStatementResultV2 share.
namespace slipher::api::redshift_data {

struct ResultRequest {
  std::optional<std::string> id;
  std::optional<std::string> next_token;
  std::optional<std::int32_t> wait_time_seconds;
  static constexpr auto fields() {
    using R = ResultRequest;
    return std::tuple{wire::field("Id", &R::id, kId), wire::field("NextToken", &R::next_token, kText),
                      wire::field("WaitTimeSeconds", &R::wait_time_seconds, kWaitTime)};
  }
};

inline constexpr std::array kResultErrors{ErrorCode::kValidation, ErrorCode::kResourceNotFound,
                                          ErrorCode::kActiveWaitingRequestsExceeded, ErrorCode::kInternal};

/// A page, with the token of the next one.
struct TokenedPage {
  statements::ResultPage page;
  std::optional<std::string> next_token;
};

/// Fetches the page that the request names. `csv` = GetStatementResultV2.
void fetch_page(Services& services, const Caller& caller, const ResultRequest& request, bool csv,
                Completion<TokenedPage> done);

}  // namespace slipher::api::redshift_data
