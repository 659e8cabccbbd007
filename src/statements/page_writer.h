#pragma once
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "base/result.h"
#include "statements/byte_buffer.h"
#include "statements/result_file.h"

namespace slipher::statements {

/// Writes pages into a result file on a thread of its own, so that the next page is encoded meanwhile. Two buffers in all:
/// the one that is filled and the one that is written.
class PageWriter {
 public:
  /// `file` outlives it and is not touched by others until finish() or the destructor has returned.
  explicit PageWriter(ResultFileWriter& file);
  ~PageWriter();
  PageWriter(const PageWriter&) = delete;
  PageWriter& operator=(const PageWriter&) = delete;

  /// Takes the bytes of `page` and leaves it empty, with the room of an earlier page. Fails as writing an earlier page failed.
  Result<void> add(ByteBuffer& page, std::uint64_t rows);
  /// Waits until all pages are written; fails as one of them failed. Nothing is added after it.
  Result<void> finish();

 private:
  void run();

  ResultFileWriter& file_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_writing_ = false;  // page_ belongs to the thread
  bool is_closed_ = false;
  ByteBuffer page_;
  std::uint64_t rows_ = 0;
  Result<void> outcome_;
  std::thread thread_;
};

}  // namespace slipher::statements
