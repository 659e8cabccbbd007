#include "app/account.h"

#include <algorithm>
#include <sys/stat.h>
#include <toml++/toml.h>

#include "app/files.h"
#include "base/ids.h"

namespace slipher::app {

namespace {

constexpr std::size_t kTokenKeyBytes = 32;

Result<toml::table> parse(const std::string& file, const std::string& text) {
  try {
    return toml::parse(text, file);
  } catch (const toml::parse_error& error) {
    return Error(ErrorCode::kInternal, file + " is damaged: " + std::string(error.description()));
  }
}

/// The file's content; it is made from `fresh()` when missing. A file that others may read holds no secret any more.
template <class Make>
Result<std::string> load_secret_file(const std::string& file, Make fresh) {
  if (!exists(file)) {
    auto made = create_file(file, fresh());
    if (!made) return made.error();
  }
  struct stat status {};
  if (::stat(file.c_str(), &status) == 0 && (status.st_mode & 077) != 0) {
    return Error(ErrorCode::kInternal, file + " can be read by other users; make it private: chmod 600 " + file);
  }
  return read_file(file);
}

std::string hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

std::string from_hex(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16));
  }
  return bytes;
}

std::string fresh_account() {
  std::string key(kTokenKeyBytes, '\0');
  random_bytes(key.data(), key.size());
  return "# Made at the first start. The id is part of every ARN; the key authenticates paging tokens.\nid = \"" +
         random_text(1, "123456789") + random_text(11, "0123456789") + "\"\ntoken_key = \"" + hex(key) + "\"\n";
}

std::string fresh_root_key() {
  const auto key = identity::make_access_key("root", true);
  return "# The root user's access key. Whoever can read this file can do everything.\naccess_key_id = \"" +
         key.access_key_id + "\"\nsecret_access_key = \"" + key.secret_access_key + "\"\n";
}

Result<identity::AccessKey> parse_root_key(const std::string& file, const std::string& text) {
  const auto table = parse(file, text);
  if (!table) return table.error();
  identity::AccessKey key;
  key.access_key_id = (*table)["access_key_id"].value_or(std::string());
  key.secret_access_key = (*table)["secret_access_key"].value_or(std::string());
  key.user_name = "root";
  key.is_administrator = true;
  if (key.access_key_id.empty() || key.secret_access_key.empty()) {
    return Error(ErrorCode::kInternal, file + " is damaged: access_key_id and secret_access_key are needed");
  }
  return key;
}

}  // namespace

Result<Account> load_account(const std::string& directory, const std::string& configured_id) {
  const auto file = directory + "/account.toml";
  const auto text = load_secret_file(file, fresh_account);
  if (!text) return text.error();
  const auto table = parse(file, *text);
  if (!table) return table.error();
  Account account;
  account.id = (*table)["id"].value_or(std::string());
  const auto key = (*table)["token_key"].value_or(std::string());
  const bool is_hex = key.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (account.id.size() != 12 || key.size() != 2 * kTokenKeyBytes || !is_hex) {
    return Error(ErrorCode::kInternal,
                 file + " is damaged: an id of 12 digits and a token_key of 64 digits are needed");
  }
  account.token_key = from_hex(key);
  if (!configured_id.empty()) account.id = configured_id;
  return account;
}

Result<identity::AccessKey> load_or_make_root_key(const std::string& directory) {
  const auto file = directory + "/root.key";
  const auto text = load_secret_file(file, fresh_root_key);
  if (!text) return text.error();
  return parse_root_key(file, *text);
}

Result<identity::AccessKey> read_root_key(const std::string& directory) {
  const auto file = directory + "/root.key";
  const auto text = read_file(file);
  if (!text) return text.error();
  return parse_root_key(file, *text);
}

}  // namespace slipher::app
