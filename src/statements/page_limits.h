#pragma once
#include <cstdint>

#include "base/result.h"
#include "statements/limits.h"

namespace slipher::statements {

/// Keeps count of encoded bytes and refuses what is above Limits::row_bytes and Limits::result_bytes.
class SizeGuard {
 public:
  explicit SizeGuard(const Limits& limits) : row_bytes_(limits.row_bytes), result_bytes_(limits.result_bytes) {}

  /// False when this row, or the result with it, is too large; the reason then comes from error().
  bool add_row(std::size_t bytes) {
    total_ += static_cast<std::int64_t>(bytes);
    last_row_ = static_cast<std::int64_t>(bytes);
    return !row_too_large() && !(result_bytes_ > 0 && total_ > result_bytes_);
  }
  /// The service's texts (Amazon Redshift Management Guide, "Troubleshooting issues for Amazon Redshift Data API").
  Error error() const;

 private:
  bool row_too_large() const { return row_bytes_ > 0 && last_row_ > row_bytes_; }

  std::int64_t row_bytes_;
  std::int64_t result_bytes_;
  std::int64_t total_ = 0;
  std::int64_t last_row_ = 0;
};

}  // namespace slipher::statements
