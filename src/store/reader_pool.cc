#include "store/reader_pool.h"

#include <utility>

namespace slipher::store {

Result<ReaderPool::Lease> ReaderPool::take() {
  {
    std::unique_lock lock(mutex_);
    freed_.wait(lock, [&] { return !free_.empty() || open_ < capacity_; });
    if (!free_.empty()) {
      std::unique_ptr<Database> database = std::move(free_.back());
      free_.pop_back();
      return Lease(*this, std::move(database));
    }
    ++open_;
  }
  auto opened = Database::open(file_, Database::Access::kReadOnly);
  if (opened) return Lease(*this, std::move(*opened));
  {
    std::lock_guard lock(mutex_);
    --open_;
  }
  freed_.notify_one();
  return std::move(opened).error();
}

void ReaderPool::give_back(std::unique_ptr<Database> database) {
  {
    std::lock_guard lock(mutex_);
    free_.push_back(std::move(database));
  }
  freed_.notify_one();
}

}  // namespace slipher::store
