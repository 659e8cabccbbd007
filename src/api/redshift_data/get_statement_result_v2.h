#pragma once
#include "api/redshift_data/result_page.h"

namespace slipher::api::redshift_data {

/// A page of a result as CSV.
struct GetStatementResultV2 {
  static constexpr std::string_view name = "GetStatementResultV2";
  static constexpr std::string_view summary = "Fetches a page of a result in CSV.";
  static constexpr auto errors = kResultErrors;

  using Request = ResultRequest;
  struct Response {
    /// Encoded while the engine streamed; passed on as it is.
    wire::EncodedList<QueryRecords> records;
    std::vector<ColumnMetadata> column_metadata;
    std::int64_t total_num_rows = 0;
    std::string result_format = "CSV";
    std::optional<std::string> next_token;
    static constexpr auto fields() {
      using R = Response;
      using wire::field;
      return std::tuple{field("Records", &R::records, {.required = true}), field("ColumnMetadata", &R::column_metadata),
                        field("TotalNumRows", &R::total_num_rows),
                        field("ResultFormat", &R::result_format, kResultFormat), field("NextToken", &R::next_token)};
    }
  };

  static void handle(Services& services, const Caller& caller, const Request& request, Completion<Response> done);
};

}  // namespace slipher::api::redshift_data
