#include "objects/s3_reader.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <optional>

#include "objects/errors.h"

namespace slipher::objects {
namespace {

/// A range that was asked for.
struct Range {
  std::int64_t offset = 0;
  std::size_t size = 0;
  std::optional<Result<std::string>> bytes;  // guarded by the reader's mutex
};

class S3Reader final : public ObjectReader {
 public:
  S3Reader(std::shared_ptr<const S3Client> client, Location location, Object object)
      : client_(client->until([this, client] { return closed_ || client->is_interrupted(); })),
        location_(std::move(location)),
        object_(std::move(object)),
        tasks_(client_.workers()) {}
  ~S3Reader() override { closed_ = true; }

  const Object& object() const override { return object_; }
  Result<std::size_t> read(std::int64_t offset, char* out, std::size_t size) override;

 private:
  using RangePointer = std::shared_ptr<Range>;

  void ask_for(std::int64_t offset, std::size_t size);
  /// Keeps the ranges that [offset, end) and what lies ahead of it need, and asks for those that are missing.
  void plan(std::int64_t offset, std::int64_t end);
  Result<void> wait_for(const Range& range);

  std::atomic<bool> closed_{false};
  const S3Client client_;
  const Location location_;
  const Object object_;
  std::deque<RangePointer> ranges_;  // one behind the other, without gaps
  std::int64_t next_offset_ = 0;     // where the last read ended
  std::size_t ahead_ = 0;            // ranges to be asked for ahead
  std::mutex mutex_;
  std::condition_variable arrived_;
  TaskGroup tasks_;  // last: it waits for the tasks, which use the others
};

void S3Reader::ask_for(std::int64_t offset, std::size_t size) {
  auto range = std::make_shared<Range>();
  range->offset = offset;
  range->size = size;
  ranges_.push_back(range);
  tasks_.run([this, range] {
    auto bytes = client_.get_range(location_, object_.etag, range->offset, range->size);
    std::lock_guard lock(mutex_);
    range->bytes = std::move(bytes);
    arrived_.notify_all();
  });
}

void S3Reader::plan(std::int64_t offset, std::int64_t end) {
  const auto end_of = [](const RangePointer& range) { return range->offset + static_cast<std::int64_t>(range->size); };
  while (!ranges_.empty() && end_of(ranges_.front()) <= offset) ranges_.pop_front();
  if (!ranges_.empty() && ranges_.front()->offset > offset) ranges_.clear();
  auto at = ranges_.empty() ? offset : end_of(ranges_.back());
  // A read here and there, as of a file's footer, takes what was asked for and no more.
  const auto wanted = std::min(object_.bytes, end + static_cast<std::int64_t>((ahead_ > 1 ? ahead_ : 0) * kRangeBytes));
  while (at < wanted) {
    auto size = std::min<std::int64_t>(kRangeBytes, object_.bytes - at);
    if (ahead_ <= 1) size = std::min(size, std::max<std::int64_t>(wanted - at, 0));
    ask_for(at, static_cast<std::size_t>(size));
    at += size;
  }
}

Result<void> S3Reader::wait_for(const Range& range) {
  std::unique_lock lock(mutex_);
  // The task itself ends soon after an interrupt.
  arrived_.wait(lock, [&] { return range.bytes.has_value(); });
  return *range.bytes ? Result<void>() : range.bytes->error();
}

Result<std::size_t> S3Reader::read(std::int64_t offset, char* out, std::size_t size) {
  if (offset >= object_.bytes || size == 0) return std::size_t{0};
  const auto end = std::min(object_.bytes, offset + static_cast<std::int64_t>(size));
  ahead_ = offset == next_offset_ ? std::min(ahead_ + 1, kReadAheadRanges) : 0;
  std::size_t done = 0;
  for (auto at = offset; at < end;) {
    // A large read goes in steps, so that no more than a few ranges are held.
    plan(at, std::min(end, at + static_cast<std::int64_t>(kReadAheadRanges * kRangeBytes)));
    const auto range = ranges_.front();
    if (auto there = wait_for(*range); !there) return there.error();
    const auto& bytes = **range->bytes;
    const auto from = static_cast<std::size_t>(at - range->offset);
    const auto count = std::min(bytes.size() - from, static_cast<std::size_t>(end - at));
    std::memcpy(out + done, bytes.data() + from, count);
    done += count;
    at += static_cast<std::int64_t>(count);
    next_offset_ = at;
  }
  return done;
}

}  // namespace

std::unique_ptr<ObjectReader> s3_reader(std::shared_ptr<const S3Client> client, Location location, Object object) {
  return std::make_unique<S3Reader>(std::move(client), std::move(location), std::move(object));
}

}  // namespace slipher::objects
