#pragma once
#include "api/operation_list.h"
#include "api/secretsmanager/create_secret.h"
#include "api/secretsmanager/delete_secret.h"
#include "api/secretsmanager/describe_secret.h"
#include "api/secretsmanager/get_secret_value.h"
#include "api/secretsmanager/list_secrets.h"
#include "api/secretsmanager/put_secret_value.h"
#include "api/secretsmanager/tag_resource.h"
#include "api/secretsmanager/update_secret.h"

namespace slipher::api::secretsmanager {

/// Secrets Manager, as far as it is served. Another operation is a file and a line here.
using Operations = OperationList<CreateSecret, DeleteSecret, DescribeSecret, GetSecretValue, ListSecrets,
                                 PutSecretValue, TagResource, UpdateSecret>;

inline constexpr ServiceInfo kService{.name = "secretsmanager",
                                      .signing_name = "secretsmanager",
                                      .title = "AWS Secrets Manager",
                                      .protocol = Protocol::kJson,
                                      .pattern_style = wire::PatternStyle::kConstraint,
                                      .api_version = "2017-10-17",
                                      .operations = Operations::table};

}  // namespace slipher::api::secretsmanager
