#include "api/secretsmanager/describe_secret.h"

#include "api/secretsmanager/versions.h"

namespace slipher::api::secretsmanager {

Result<DescribeSecret::Response> DescribeSecret::handle(Services& services, const Caller& caller,
                                                        const Request& request) {
  const auto record = services.secrets.find(caller.requester(), *request.secret_id);
  if (!record) return record.error();
  const store::SecretRecord& secret = **record;
  Response response{.arn = secret.arn,
                    .name = secret.name,
                    .last_changed_date = secret.changed_at,
                    .last_accessed_date = secret.last_accessed_at,
                    .deleted_date = secret.deletes_at,
                    .tags = tags_member(secret),
                    .created_date = secret.created_at};
  if (!secret.description.empty()) response.description = secret.description;
  if (!secret.kms_key_id.empty()) response.kms_key_id = secret.kms_key_id;
  if (auto stages = stages_by_version(secret); !stages.empty()) response.version_ids_to_stages = std::move(stages);
  return response;
}

}  // namespace slipher::api::secretsmanager
