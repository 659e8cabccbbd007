#pragma once
#include "api/operation_list.h"
#include "api/secretsmanager/batch_get_secret_value.h"
#include "api/secretsmanager/create_secret.h"
#include "api/secretsmanager/delete_secret.h"
#include "api/secretsmanager/describe_secret.h"
#include "api/secretsmanager/get_random_password.h"
#include "api/secretsmanager/get_resource_policy.h"
#include "api/secretsmanager/get_secret_value.h"
#include "api/secretsmanager/list_secret_version_ids.h"
#include "api/secretsmanager/list_secrets.h"
#include "api/secretsmanager/put_secret_value.h"
#include "api/secretsmanager/restore_secret.h"
#include "api/secretsmanager/tag_resource.h"
#include "api/secretsmanager/untag_resource.h"
#include "api/secretsmanager/update_secret.h"
#include "api/secretsmanager/update_secret_version_stage.h"

namespace slipher::api::secretsmanager {

/// Secrets Manager, as far as it is served. Another operation is a file and a line here.
using Operations = OperationList<BatchGetSecretValue, CreateSecret, DeleteSecret, DescribeSecret, GetRandomPassword,
                                 GetResourcePolicy, GetSecretValue, ListSecretVersionIds, ListSecrets, PutSecretValue,
                                 RestoreSecret, TagResource, UntagResource, UpdateSecret, UpdateSecretVersionStage>;

inline constexpr ServiceInfo kService{.name = "secretsmanager",
                                      .signing_name = "secretsmanager",
                                      .title = "AWS Secrets Manager",
                                      .protocol = Protocol::kJson,
                                      .pattern_style = wire::PatternStyle::kConstraint,
                                      .api_version = "2017-10-17",
                                      .operations = Operations::table};

}  // namespace slipher::api::secretsmanager
