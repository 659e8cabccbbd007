#include "api/secretsmanager/batch_get_secret_value.h"

#include "api/error_table.h"
#include "api/paging.h"
#include "api/secretsmanager/secret_filter.h"
#include "api/secretsmanager/versions.h"
#include "wire/encode_json.h"

namespace slipher::api::secretsmanager {

namespace {

constexpr std::size_t kPageSize = 20;

Result<void> check_request(const BatchGetSecretValue::Request& request) {
  if (request.secret_id_list.has_value() == request.filters.has_value())
    return Error(ErrorCode::kInvalidParameter, "Either 'SecretIdList' or 'Filters' must be provided, but not both.");
  if (request.max_results && !request.filters)
    return Error(ErrorCode::kInvalidParameter,
                 "'Filters' not specified. 'Filters' must also be specified when 'MaxResults' is provided.");
  return {};
}

void read(const Services& services, const Result<Secrets::Record>& record, const std::string& id,
          BatchGetSecretValue::Response& response) {
  auto value = record ? current_value(services.secrets, **record) : Result<SecretValue>(record.error());
  if (!value) {
    const Error& error = value.error();
    response.errors.push_back({id, std::string(error_type(error.code, "secretsmanager")), error.message});
    return;
  }
  response.secret_values.push_back(std::move(*value));
  services.secrets.touch(**record);
}

Result<BatchGetSecretValue::Response> read_filtered(const Services& services, const Caller& caller,
                                                    const BatchGetSecretValue::Request& request) {
  std::vector<Secrets::Record> found = services.secrets.list(caller.requester());
  std::erase_if(found, [&](const Secrets::Record& record) {
    return record->deletes_at || !meets_filters(*record, *request.filters);
  });
  BatchGetSecretValue::Request scope{.filters = request.filters};
  const PageTokens tokens(services.token_key,
                          {std::string(BatchGetSecretValue::name), caller.principal.arn, wire::encode_json(scope)});
  const std::size_t page_size = request.max_results ? static_cast<std::size_t>(*request.max_results) : kPageSize;
  auto page = cut_page(tokens, request.next_token, found.size(), page_size);
  if (!page) return Error(ErrorCode::kInvalidNextToken, page.error().message);
  BatchGetSecretValue::Response response{.next_token = std::move(page->next_token)};
  for (std::size_t i = page->first; i < page->last; ++i) read(services, found[i], found[i]->arn, response);
  return response;
}

}  // namespace

Result<BatchGetSecretValue::Response> BatchGetSecretValue::handle(Services& services, const Caller& caller,
                                                                  const Request& request) {
  if (auto checked = check_request(request); !checked) return checked.error();
  if (request.filters) return read_filtered(services, caller, request);
  Response response;
  for (const std::string& id : *request.secret_id_list)
    read(services, services.secrets.find(caller.requester(), id), id, response);
  return response;
}

}  // namespace slipher::api::secretsmanager
