#include "api/redshift_data/statement_members.h"

namespace slipher::api::redshift_data {

std::optional<std::string> if_given(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

std::optional<std::string> error_member(store::StatementState state, const std::string& error) {
  if (state == store::StatementState::kFailed) return error.empty() ? "ERROR: The statement failed." : error;
  if (state == store::StatementState::kAborted)
    return error.empty() ? "ERROR: Query cancelled on user's request" : error;
  return std::nullopt;
}

std::optional<std::vector<SqlParameter>> parameters_member(const store::StatementRecord& record) {
  if (record.parameters.empty()) return std::nullopt;
  std::vector<SqlParameter> out;
  out.reserve(record.parameters.size());
  for (const auto& [name, value] : record.parameters) out.push_back({name, value});
  return out;
}

std::optional<seconds> wait_of(std::optional<std::int32_t> wait_time_seconds) {
  if (!wait_time_seconds) return std::nullopt;
  return seconds(*wait_time_seconds);
}

Error about(Error error, const std::string& resource_id) {
  if (error.code == ErrorCode::kResourceNotFound && error.resource_id.empty()) error.resource_id = resource_id;
  return error;
}

}  // namespace slipher::api::redshift_data
