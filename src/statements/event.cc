#include "statements/event.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "statements/text_escape.h"

namespace slipher::statements {

static std::string resource_arn(const store::StatementRecord& record, const EventSource& source) {
  if (!record.is_workgroup) {
    return fmt::format("arn:aws:redshift:{}:{}:cluster:{}", source.region, source.account, record.warehouse_name);
  }
  if (record.warehouse_name.starts_with("arn:")) return record.warehouse_name;
  return fmt::format("arn:aws:redshift-serverless:{}:{}:workgroup/{}", source.region, source.account,
                     record.warehouse_name);
}

std::string statement_event(const store::StatementRecord& record, const EventSource& source,
                            const std::string& event_id, Timestamp time, Timestamp expires) {
  // A batch has no rows of its own.
  const bool has_rows = !record.is_batch && !record.subs.empty();
  const auto to_seconds = [](Timestamp when) { return std::chrono::floor<seconds>(when).time_since_epoch().count(); };
  std::string expire_at;
  if (expires != Timestamp{}) expire_at = fmt::format(",\"expireAt\":{}", to_seconds(expires));
  return fmt::format(
      "{{\"version\":\"0\",\"id\":{},\"detail-type\":\"Redshift Data Statement Status Change\","
      "\"source\":\"aws.redshift-data\",\"account\":{},\"time\":\"{:%Y-%m-%dT%H:%M:%SZ}\",\"region\":{},"
      "\"resources\":[{}],\"detail\":{{\"principal\":{},\"statementName\":{},\"statementId\":{},"
      "\"redshiftQueryId\":{},\"state\":\"{}\",\"rows\":{}{}}}}}",
      json_string(event_id), json_string(source.account), fmt::gmtime(static_cast<std::time_t>(to_seconds(time))),
      json_string(source.region), json_string(resource_arn(record, source)), json_string(record.owner),
      json_string(record.statement_name), json_string(record.id), has_rows ? record.subs[0].query_id : -1,
      store::to_string(record.state), has_rows ? record.subs[0].result_rows : -1, expire_at);
}

}  // namespace slipher::statements
