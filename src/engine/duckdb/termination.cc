#include "engine/duckdb/termination.h"

#include <utility>

namespace slipher::engine {
namespace {

class LastingStream final : public ResultStream {
 public:
  LastingStream(std::unique_ptr<ResultStream> inner, Termination& termination)
      : use_(termination), termination_(termination), inner_(std::move(inner)) {}
  const std::vector<Column>& columns() const override { return inner_->columns(); }
  Result<bool> next(Chunk& chunk) override {
    auto more = inner_->next(chunk);
    return more || !termination_.is_terminated() ? std::move(more) : Result<bool>(terminated_error());
  }

 private:
  const Termination::Use use_;  // ends last
  Termination& termination_;
  std::unique_ptr<ResultStream> inner_;
};

}  // namespace

bool Termination::enter() {
  std::lock_guard lock(mutex_);
  if (is_terminated_ && uses_ == 0) return false;
  ++uses_;
  return true;
}

void Termination::leave() {
  std::lock_guard lock(mutex_);
  --uses_;
}

std::unique_ptr<ResultStream> Termination::watch(std::unique_ptr<ResultStream> stream) {
  return std::make_unique<LastingStream>(std::move(stream), *this);
}

bool Termination::is_terminated() const {
  std::lock_guard lock(mutex_);
  return is_terminated_;
}

void Termination::terminate(const std::function<void()>& end, const std::function<void()>& interrupt) {
  std::lock_guard lock(mutex_);
  is_terminated_ = true;
  if (uses_ > 0)
    interrupt();
  else
    end();
}

Error terminated_error() {
  return Error(ErrorCode::kSql, "FATAL: terminating connection due to administrator command");
}

}  // namespace slipher::engine
