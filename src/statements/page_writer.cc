#include "statements/page_writer.h"

#include <utility>

namespace slipher::statements {

PageWriter::PageWriter(ResultFileWriter& file) : file_(file), thread_([this] { run(); }) {}

PageWriter::~PageWriter() { static_cast<void>(finish()); }

Result<void> PageWriter::add(ByteBuffer& page, std::uint64_t rows) {
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !is_writing_; });
    if (!outcome_) return outcome_;
    std::swap(page_, page);
    rows_ = rows;
    is_writing_ = true;
  }
  changed_.notify_one();
  page.truncate(0);
  return {};
}

Result<void> PageWriter::finish() {
  {
    std::lock_guard lock(mutex_);
    is_closed_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
  return outcome_;
}

void PageWriter::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return is_writing_ || is_closed_; });
    if (!is_writing_) return;
    lock.unlock();
    auto written = file_.add_page(page_.view(), rows_);
    lock.lock();
    outcome_ = std::move(written);
    is_writing_ = false;
    changed_.notify_one();
  }
}

}  // namespace slipher::statements
