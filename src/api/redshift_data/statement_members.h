#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/redshift_data/structures.h"
#include "base/error.h"
#include "store/records.h"

/// How parts of a statement's record look in replies.
namespace slipher::api::redshift_data {

/// Absent when empty.
std::optional<std::string> if_given(const std::string& text);

/// Error: always there for FAILED and ABORTED, never otherwise; clients rely on both.
std::optional<std::string> error_member(store::StatementState state, const std::string& error);

/// QueryParameters: as they were given, absent when there were none.
std::optional<std::vector<SqlParameter>> parameters_member(const store::StatementRecord& record);

/// WaitTimeSeconds as a duration.
std::optional<seconds> wait_of(std::optional<std::int32_t> wait_time_seconds);

/// An error with the resource that it is about, where the wire wants one: ResourceNotFoundException's ResourceId.
Error about(Error error, const std::string& resource_id);

}  // namespace slipher::api::redshift_data
