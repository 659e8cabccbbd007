#include "statements/service_metrics.h"

namespace slipher::statements {

static constexpr const char* kEnded = "slipher_statements_total";
static constexpr const char* kEndedHelp = "Statements that ended, by state.";

ServiceMetrics::ServiceMetrics(Metrics& metrics)
    : accepted_(metrics.counter("slipher_statements_accepted_total", "Statements accepted.")),
      finished_(metrics.counter(kEnded, kEndedHelp, {{"state", "FINISHED"}})),
      failed_(metrics.counter(kEnded, kEndedHelp, {{"state", "FAILED"}})),
      aborted_(metrics.counter(kEnded, kEndedHelp, {{"state", "ABORTED"}})),
      recovered_(metrics.counter("slipher_statements_recovered_total", "Statements settled after a restart.")),
      result_bytes_(metrics.counter("slipher_result_bytes_total", "Encoded bytes of results.")),
      run_time_(metrics.histogram("slipher_statement_seconds", "Run time of statements.")) {}

void ServiceMetrics::ended(const store::StatementRecord& record) {
  switch (record.state) {
    case store::StatementState::kFinished:
      finished_.add();
      break;
    case store::StatementState::kAborted:
      aborted_.add();
      break;
    default:
      failed_.add();
  }
  for (const auto& sub : record.subs) {
    if (sub.has_result_set && sub.result_bytes > 0) result_bytes_.add(static_cast<std::uint64_t>(sub.result_bytes));
  }
  if (record.duration_ns >= 0) run_time_.observe(static_cast<double>(record.duration_ns) / 1e9);
}

}  // namespace slipher::statements
