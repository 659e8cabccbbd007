#pragma once
#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/metrics.h"

namespace slipher::api {

struct OperationInfo;
struct ServiceInfo;

/// Requests by service, operation and result, and their latencies. Series are looked up once and kept.
class RequestMetrics {
 public:
  explicit RequestMetrics(Metrics& metrics) : metrics_(metrics) {}
  void record(const ServiceInfo* service, const OperationInfo* operation, std::string_view result,
              std::chrono::duration<double> took);

 private:
  struct Series {
    Histogram* latency = nullptr;
    std::map<std::string, Counter*, std::less<>> results;
  };

  Metrics& metrics_;
  std::mutex mutex_;
  std::map<const OperationInfo*, Series> series_;  // nullptr = requests that reached no operation
};

}  // namespace slipher::api
