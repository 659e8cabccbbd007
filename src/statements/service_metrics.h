#pragma once
#include "base/metrics.h"
#include "store/records.h"

namespace slipher::statements {

/// The counters of this room, looked up once.
class ServiceMetrics {
 public:
  explicit ServiceMetrics(Metrics& metrics);

  void accepted() { accepted_.add(); }
  void ended(const store::StatementRecord& record);
  void recovered() { recovered_.add(); }

 private:
  Counter& accepted_;
  Counter& finished_;
  Counter& failed_;
  Counter& aborted_;
  Counter& recovered_;
  Counter& result_bytes_;
  Histogram& run_time_;
};

}  // namespace slipher::statements
