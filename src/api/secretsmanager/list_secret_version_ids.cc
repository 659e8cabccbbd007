#include "api/secretsmanager/list_secret_version_ids.h"

#include "api/paging.h"
#include "api/secretsmanager/versions.h"

namespace slipher::api::secretsmanager {

namespace {

constexpr std::size_t kPageSize = 100;
/// What the service says where a secret names no key of its own.
constexpr char kDefaultKey[] = "DefaultEncryptionKey";

SecretVersionEntry entry(const store::SecretRecord& secret, const store::SecretVersionRecord& version) {
  SecretVersionEntry out{.version_id = version.version_id,
                         .created_date = version.created_at,
                         .kms_key_ids = {secret.kms_key_id.empty() ? kDefaultKey : secret.kms_key_id}};
  if (!version.stages.empty()) {
    out.version_stages = version.stages;
    out.last_accessed_date = secret.last_accessed_at;
  }
  return out;
}

}  // namespace

Result<ListSecretVersionIds::Response> ListSecretVersionIds::handle(Services& services, const Caller& caller,
                                                                    const Request& request) {
  const auto record = services.secrets.find(caller.requester(), *request.secret_id);
  if (!record) return record.error();
  const store::SecretRecord& secret = **record;
  const bool with_deprecated = request.include_deprecated.value_or(false);
  std::vector<const store::SecretVersionRecord*> shown;
  for (const store::SecretVersionRecord& version : secret.versions)
    if (with_deprecated || !version.stages.empty()) shown.push_back(&version);

  const PageTokens tokens(services.token_key,
                          {std::string(name), caller.principal.arn, secret.arn, with_deprecated ? "all" : "labelled"});
  const std::size_t page_size = request.max_results ? static_cast<std::size_t>(*request.max_results) : kPageSize;
  auto page = cut_page(tokens, request.next_token, shown.size(), page_size);
  if (!page) return Error(ErrorCode::kInvalidNextToken, page.error().message);
  Response response{.next_token = std::move(page->next_token), .arn = secret.arn, .name = secret.name};
  for (std::size_t i = page->first; i < page->last; ++i) response.versions.push_back(entry(secret, *shown[i]));
  return response;
}

}  // namespace slipher::api::secretsmanager
