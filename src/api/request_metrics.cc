#include "api/request_metrics.h"

#include "api/operation.h"

namespace slipher::api {

void RequestMetrics::record(const ServiceInfo* service, const OperationInfo* operation, std::string_view result,
                            std::chrono::duration<double> took) {
  const std::string service_name(operation && service ? service->signing_name : "none");
  const std::string operation_name(operation ? operation->name : "none");
  Counter* counter = nullptr;
  Histogram* latency = nullptr;
  {
    std::lock_guard lock(mutex_);
    Series& series = series_[operation];
    if (!series.latency) {
      series.latency = &metrics_.histogram("slipher_request_seconds", "Time from a request's arrival to its answer.",
                                           {{"service", service_name}, {"operation", operation_name}});
    }
    auto found = series.results.find(result);
    if (found == series.results.end()) {
      Counter& made =
          metrics_.counter("slipher_requests_total", "Requests answered.",
                           {{"service", service_name}, {"operation", operation_name}, {"result", std::string(result)}});
      found = series.results.emplace(std::string(result), &made).first;
    }
    counter = found->second;
    latency = series.latency;
  }
  counter->add();
  latency->observe(took.count());
}

}  // namespace slipher::api
