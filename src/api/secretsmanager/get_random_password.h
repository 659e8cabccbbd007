#pragma once
#include "api/operation.h"
#include "api/secretsmanager/structures.h"

namespace slipher::api::secretsmanager {

/// A password from the operating system's random generator.
struct GetRandomPassword {
  static constexpr std::string_view name = "GetRandomPassword";
  static constexpr std::string_view summary = "Makes a random password; nothing is kept.";
  static constexpr std::array errors{ErrorCode::kInvalidParameter, ErrorCode::kInvalidRequest, ErrorCode::kInternal};

  struct Request {
    std::optional<std::int64_t> password_length;
    std::optional<std::string> exclude_characters;
    std::optional<bool> exclude_numbers;
    std::optional<bool> exclude_punctuation;
    std::optional<bool> exclude_uppercase;
    std::optional<bool> exclude_lowercase;
    std::optional<bool> include_space;
    std::optional<bool> require_each_included_type;
    static constexpr auto fields() {
      using R = Request;
      using wire::field;
      return std::tuple{field("PasswordLength", &R::password_length, {.min = 1, .max = 4096}),
                        field("ExcludeCharacters", &R::exclude_characters, {.min = 0, .max = 4096}),
                        field("ExcludeNumbers", &R::exclude_numbers),
                        field("ExcludePunctuation", &R::exclude_punctuation),
                        field("ExcludeUppercase", &R::exclude_uppercase),
                        field("ExcludeLowercase", &R::exclude_lowercase),
                        field("IncludeSpace", &R::include_space),
                        field("RequireEachIncludedType", &R::require_each_included_type)};
    }
  };
  struct Response {
    std::string random_password;
    static constexpr auto fields() {
      return std::tuple{
          wire::field("RandomPassword", &Response::random_password, {.min = 0, .max = 4096, .sensitive = true})};
    }
  };

  static Result<Response> handle(Services& services, const Caller& caller, const Request& request);
};

}  // namespace slipher::api::secretsmanager
