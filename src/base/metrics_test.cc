#include "base/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace slipher {
namespace {

using testing::HasSubstr;

TEST(Metrics, PrintsCountersGaugesAndHistograms) {
  Metrics metrics;
  metrics.counter("slipher_requests_total", "Requests.", {{"operation", "A\"b"}}).add(3);
  metrics.gauge("slipher_sessions", "Open sessions.", {}, [] { return 7.0; });
  auto& latency = metrics.histogram("slipher_request_seconds", "Time.", {{"operation", "X"}});
  latency.observe(0.002);
  latency.observe(1000);
  const auto text = metrics.prometheus_text();
  EXPECT_THAT(text, HasSubstr("# TYPE slipher_requests_total counter\nslipher_requests_total{operation=\"A\\\"b\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("slipher_sessions 7\n"));
  EXPECT_THAT(text, HasSubstr("slipher_request_seconds_bucket{operation=\"X\",le=\"0.0025\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("slipher_request_seconds_bucket{operation=\"X\",le=\"+Inf\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("slipher_request_seconds_count{operation=\"X\"} 2\n"));
}

TEST(Metrics, TheSameLabelsGiveTheSameSeries) {
  Metrics metrics;
  metrics.counter("c", "").add();
  metrics.counter("c", "").add();
  EXPECT_EQ(metrics.counter("c", "").value(), 2u);
}

}  // namespace
}  // namespace slipher
