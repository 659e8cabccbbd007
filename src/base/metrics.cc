#include "base/metrics.h"

#include <fmt/format.h>

namespace slipher {

static std::string print_labels(const Labels& labels) {
  std::string text;
  for (const auto& [name, value] : labels) {
    if (!text.empty()) text += ',';
    text += name + "=\"";
    for (const char c : value) {
      if (c == '\n') {
        text += "\\n";
        continue;
      }
      if (c == '"' || c == '\\') text += '\\';
      text += c;
    }
    text += '"';
  }
  return text;
}

static std::string series(std::string_view name, const std::string& labels, std::string_view extra = {}) {
  if (labels.empty() && extra.empty()) return std::string(name);
  return fmt::format("{}{{{}{}{}}}", name, labels, labels.empty() || extra.empty() ? "" : ",", extra);
}

void Histogram::observe(double seconds) {
  std::size_t i = 0;
  while (i < std::size(kBounds) && seconds > kBounds[i]) ++i;
  buckets_[i].fetch_add(1, std::memory_order_relaxed);
  sum_microseconds_.fetch_add(static_cast<std::uint64_t>(seconds * 1e6), std::memory_order_relaxed);
}

Metrics::Family& Metrics::family(std::string_view name, std::string_view help, std::string_view type) {
  const auto found = families_.find(name);
  if (found != families_.end()) return found->second;
  auto& family = families_[std::string(name)];
  family.help = help;
  family.type = type;
  return family;
}

Counter& Metrics::counter(std::string_view name, std::string_view help, const Labels& labels) {
  std::lock_guard lock(mutex_);
  auto& place = family(name, help, "counter").counters[print_labels(labels)];
  if (!place) place = std::make_unique<Counter>();
  return *place;
}

Histogram& Metrics::histogram(std::string_view name, std::string_view help, const Labels& labels) {
  std::lock_guard lock(mutex_);
  auto& place = family(name, help, "histogram").histograms[print_labels(labels)];
  if (!place) place = std::make_unique<Histogram>();
  return *place;
}

void Metrics::gauge(std::string_view name, std::string_view help, const Labels& labels, std::function<double()> read) {
  std::lock_guard lock(mutex_);
  family(name, help, "gauge").gauges[print_labels(labels)] = std::move(read);
}

std::string Metrics::prometheus_text() const {
  std::lock_guard lock(mutex_);
  std::string text;
  for (const auto& [name, family] : families_) {
    text += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, family.help, name, family.type);
    for (const auto& [labels, counter] : family.counters)
      text += fmt::format("{} {}\n", series(name, labels), counter->value());
    for (const auto& [labels, read] : family.gauges) text += fmt::format("{} {}\n", series(name, labels), read());
    for (const auto& [labels, histogram] : family.histograms) {
      std::uint64_t total = 0;
      for (std::size_t i = 0; i <= std::size(Histogram::kBounds); ++i) {
        total += histogram->buckets_[i].load(std::memory_order_relaxed);
        const auto bound = i < std::size(Histogram::kBounds) ? fmt::format("{}", Histogram::kBounds[i]) : "+Inf";
        text += fmt::format("{} {}\n", series(name + "_bucket", labels, "le=\"" + bound + '"'), total);
      }
      const auto sum = static_cast<double>(histogram->sum_microseconds_.load(std::memory_order_relaxed)) / 1e6;
      text += fmt::format("{} {}\n{} {}\n", series(name + "_sum", labels), sum, series(name + "_count", labels), total);
    }
  }
  return text;
}

}  // namespace slipher
