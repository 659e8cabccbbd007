#pragma once
#include <array>
#include <string_view>

#include "api/patterns.h"
#include "wire/fields.h"

/// Constraints of Secrets Manager's members, as its model publishes them.
namespace slipher::api::secretsmanager {

inline constexpr std::array<std::string_view, 7> kFilterKeys{"description",    "name",           "tag-key", "tag-value",
                                                             "primary-region", "owning-service", "all"};
inline constexpr std::array<std::string_view, 2> kSortOrders{"asc", "desc"};
inline constexpr std::array<std::string_view, 4> kSortKeys{"created-date", "last-accessed-date", "last-changed-date",
                                                           "name"};
inline constexpr std::array<std::string_view, 5> kReplicationStatuses{"InSync", "Failed", "InProgress", "Pending",
                                                                      "Detached"};

inline constexpr wire::Limits kSecretId{.required = true, .min = 1, .max = 2048};
inline constexpr wire::Limits kNewName{.required = true, .min = 1, .max = 512};
inline constexpr wire::Limits kToken{.min = 32, .max = 64, .idempotency_token = true};
inline constexpr wire::Limits kDescription{.max = 2048};
inline constexpr wire::Limits kKmsKeyId{.min = 0, .max = 2048};
inline constexpr wire::Limits kSecretText{.min = 1, .max = 65536, .sensitive = true};
inline constexpr wire::Limits kType{.min = 0, .max = 256};
inline constexpr wire::Limits kArn{.min = 20, .max = 2048};
inline constexpr wire::Limits kName{.min = 1, .max = 256};
inline constexpr wire::Limits kVersionId{.min = 32, .max = 64};
inline constexpr wire::Limits kStage{.min = 1, .max = 256};
inline constexpr wire::Limits kStages{.min = 1, .max = 20, .element = &kStage};
inline constexpr wire::Limits kStagesByVersion{.element = &kStages, .key = &kVersionId};
inline constexpr wire::Limits kNextToken{.min = 1, .max = 4096};
inline constexpr wire::Limits kRegion{
    .min = 1, .max = 128, .pattern = patterns::kRegion, .matches = patterns::is_region};
inline constexpr wire::Limits kRotationToken{.min = 36,
                                             .max = 256,
                                             .pattern = patterns::kRotationToken,
                                             .matches = patterns::is_rotation_token,
                                             .sensitive = true};
inline constexpr wire::Limits kRoleArn{.min = 20, .max = 2048};
inline constexpr wire::Limits kOwningService{.min = 1, .max = 128};

}  // namespace slipher::api::secretsmanager
