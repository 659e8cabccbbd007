#pragma once
#include "api/operation.h"
#include "wire/fields.h"

namespace slipher::api::sts {

/// Who signed this request.
struct GetCallerIdentity {
  static constexpr std::string_view name = "GetCallerIdentity";
  static constexpr std::string_view summary = "Returns who signed the request.";
  static constexpr std::array<ErrorCode, 0> errors{};

  struct Request {
    static constexpr auto fields() { return std::tuple{}; }
  };
  struct Response {
    std::string arn;
    std::string user_id;
    std::string account;
    static constexpr auto fields() {
      using R = Response;
      return std::tuple{wire::field("Arn", &R::arn, {.min = 20, .max = 2048, .pattern = kArnCharacters}),
                        wire::field("UserId", &R::user_id), wire::field("Account", &R::account)};
    }
    static constexpr std::string_view kArnCharacters =
        R"([\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+)";
  };

  static Result<Response> handle(Services& services, const Caller& caller, const Request& request);
};

}  // namespace slipher::api::sts
