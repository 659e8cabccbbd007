#include "api/secretsmanager/get_random_password.h"

#include <algorithm>

#include "base/ids.h"

namespace slipher::api::secretsmanager {

namespace {

constexpr std::int64_t kDefaultLength = 32;
constexpr std::string_view kUppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view kLowercase = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kNumbers = "0123456789";
constexpr std::string_view kPunctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

/// The types of characters that may be in a password, without the excluded characters; no empty ones.
std::vector<std::string> included_types(const GetRandomPassword::Request& request) {
  const std::string excluded = request.exclude_characters.value_or("");
  std::vector<std::string> types;
  const auto include = [&](bool is_included, std::string_view characters) {
    if (!is_included) return;
    std::string left(characters);
    std::erase_if(left, [&](char c) { return excluded.find(c) != std::string::npos; });
    if (!left.empty()) types.push_back(std::move(left));
  };
  include(!request.exclude_uppercase.value_or(false), kUppercase);
  include(!request.exclude_lowercase.value_or(false), kLowercase);
  include(!request.exclude_numbers.value_or(false), kNumbers);
  include(!request.exclude_punctuation.value_or(false), kPunctuation);
  include(request.include_space.value_or(false), " ");
  return types;
}

bool has_each(std::string_view password, const std::vector<std::string>& types) {
  return std::all_of(types.begin(), types.end(),
                     [&](const std::string& type) { return password.find_first_of(type) != std::string_view::npos; });
}

}  // namespace

Result<GetRandomPassword::Response> GetRandomPassword::handle(Services&, const Caller&, const Request& request) {
  const auto length = static_cast<std::size_t>(request.password_length.value_or(kDefaultLength));
  const std::vector<std::string> types = included_types(request);
  std::string alphabet;
  for (const std::string& type : types) alphabet += type;
  if (alphabet.empty()) {
    return Error(ErrorCode::kInvalidParameter,
                 "The password must have characters to choose from: all of them are excluded.");
  }
  const bool needs_each = request.require_each_included_type.value_or(true);
  if (needs_each && length < types.size())
    return Error(ErrorCode::kInvalidParameter, "Password length is too short based on the required types.");

  // Drawn again as a whole until it has each type: so every password that may come out is as likely as the others.
  std::string password;
  do {
    password = alphabet.size() == 1 ? std::string(length, alphabet[0]) : random_text(length, alphabet);
  } while (needs_each && !has_each(password, types));
  return Response{std::move(password)};
}

}  // namespace slipher::api::secretsmanager
