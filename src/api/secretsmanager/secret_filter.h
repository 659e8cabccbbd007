#pragma once
#include <vector>

#include "api/secretsmanager/list_secrets.h"
#include "store/records.h"

namespace slipher::api::secretsmanager {

/// Whether a secret meets every filter. Names, tag keys and tag values match by prefix with case; descriptions and
/// "all" match words by prefix without case; a value that starts with ! must not match (Secrets Manager guide, "Find
/// secrets").
bool meets_filters(const store::SecretRecord& secret, const std::vector<Filter>& filters);

/// Whether `a` comes before `b` by a SortBy key; ties are broken by name.
bool sorts_before(const store::SecretRecord& a, const store::SecretRecord& b, const std::string& sort_by);

}  // namespace slipher::api::secretsmanager
