#include "api/secretsmanager/list_secrets.h"

#include <algorithm>

#include "api/paging.h"
#include "api/secretsmanager/secret_filter.h"
#include "api/secretsmanager/versions.h"
#include "wire/encode_json.h"

namespace slipher::api::secretsmanager {

namespace {

constexpr std::size_t kPageSize = 100;

SecretListEntry entry(const store::SecretRecord& secret) {
  SecretListEntry out{.arn = secret.arn,
                      .name = secret.name,
                      .last_changed_date = secret.changed_at,
                      .last_accessed_date = secret.last_accessed_at,
                      .deleted_date = secret.deletes_at,
                      .tags = tags_member(secret),
                      .created_date = secret.created_at};
  if (!secret.description.empty()) out.description = secret.description;
  if (!secret.kms_key_id.empty()) out.kms_key_id = secret.kms_key_id;
  if (auto stages = stages_by_version(secret); !stages.empty()) out.secret_versions_to_stages = std::move(stages);
  return out;
}

/// Everything of the request that must stay the same from page to page.
std::string filters_text(ListSecrets::Request request) {
  request.next_token.reset();
  request.max_results.reset();
  return wire::encode_json(request);
}

}  // namespace

Result<ListSecrets::Response> ListSecrets::handle(Services& services, const Caller& caller, const Request& request) {
  std::vector<Secrets::Record> found = services.secrets.list(caller.requester());
  const bool with_deleted = request.include_planned_deletion.value_or(false);
  const std::vector<Filter> filters = request.filters.value_or(std::vector<Filter>{});
  std::erase_if(found, [&](const Secrets::Record& record) {
    return (record->deletes_at && !with_deleted) || !meets_filters(*record, filters);
  });
  const std::string sort_by = request.sort_by.value_or("created-date");
  std::sort(found.begin(), found.end(), [&](const auto& a, const auto& b) { return sorts_before(*a, *b, sort_by); });
  if (request.sort_order != "asc") std::reverse(found.begin(), found.end());

  const PageTokens tokens(services.token_key, {std::string(name), caller.principal.arn, filters_text(request)});
  const std::size_t page_size = request.max_results ? static_cast<std::size_t>(*request.max_results) : kPageSize;
  auto page = cut_page(tokens, request.next_token, found.size(), page_size);
  if (!page) return Error(ErrorCode::kInvalidNextToken, page.error().message);
  Response response{.next_token = std::move(page->next_token)};
  for (std::size_t i = page->first; i < page->last; ++i) response.secret_list.push_back(entry(*found[i]));
  return response;
}

}  // namespace slipher::api::secretsmanager
