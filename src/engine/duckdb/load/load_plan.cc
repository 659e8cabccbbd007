#include "engine/duckdb/load/load_plan.h"

#include <algorithm>
#include <utility>

namespace slipher::engine {

bool LoadPlan::report(LoadError error) {
  const auto count = ++error_count_;
  {
    const std::lock_guard lock(mutex_);
    ++progress[error.file_index].errors;
    kept_bytes_ += error.raw_line.size() + error.raw_value.size();
    if (errors_.size() < kMaxKeptErrors && kept_bytes_ < kMaxKeptBytes) errors_.push_back(std::move(error));
  }
  return statement.ignore_all_errors || count < std::max<std::int64_t>(statement.max_error, 1);
}

std::vector<LoadError> LoadPlan::errors() const {
  const std::lock_guard lock(mutex_);
  auto sorted = errors_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const LoadError& a, const LoadError& b) {
    return std::tie(a.file, a.line) < std::tie(b.file, b.line);
  });
  return sorted;
}

}  // namespace slipher::engine
