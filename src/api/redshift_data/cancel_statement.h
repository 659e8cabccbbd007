#pragma once
#include "api/operation.h"
#include "api/redshift_data/structures.h"

namespace slipher::api::redshift_data {

/// Asks a statement to stop; it ends as ABORTED.
struct CancelStatement {
  static constexpr std::string_view name = "CancelStatement";
  static constexpr std::string_view summary = "Cancels a statement that has not ended.";
  static constexpr std::array errors{ErrorCode::kValidation, ErrorCode::kResourceNotFound, ErrorCode::kQueryTimeout,
                                     ErrorCode::kInternal, ErrorCode::kDatabaseConnection};

  struct Request {
    std::optional<std::string> id;
    static constexpr auto fields() { return std::tuple{wire::field("Id", &Request::id, kId)}; }
  };
  struct Response {
    bool status = true;
    static constexpr auto fields() { return std::tuple{wire::field("Status", &Response::status)}; }
  };

  static void handle(Services& services, const Caller& caller, const Request& request, Completion<Response> done);
};

}  // namespace slipher::api::redshift_data
