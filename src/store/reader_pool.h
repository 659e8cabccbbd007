#pragma once
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "store/database.h"

namespace slipher::store {

/// Connections that only read, one per reading thread of the moment. They are opened as they are needed, kept, and
/// bounded: a thread that finds all of them busy waits for one.
class ReaderPool {
 public:
  ReaderPool(std::string file, std::size_t capacity) : file_(std::move(file)), capacity_(capacity) {}

  /// A connection for the time being; gives it back when destroyed. Do not take a second one meanwhile.
  class Lease {
   public:
    Lease(ReaderPool& pool, std::unique_ptr<Database> database) : pool_(&pool), database_(std::move(database)) {}
    Lease(Lease&&) = default;
    ~Lease() {
      if (database_) pool_->give_back(std::move(database_));
    }
    Database& operator*() const { return *database_; }

   private:
    ReaderPool* pool_;
    std::unique_ptr<Database> database_;
  };

  Result<Lease> take();

 private:
  void give_back(std::unique_ptr<Database> database);

  const std::string file_;
  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<std::unique_ptr<Database>> free_;
  std::size_t open_ = 0;
};

}  // namespace slipher::store
