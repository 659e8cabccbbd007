#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>

namespace slipher {

/// A wall-clock instant in microseconds since the Unix epoch; what the store keeps and the wire shows.
using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// Where time comes from, so that tests decide what time it is. Safe to call from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Timestamp now() const override {
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
  }
};

/// Stands still until told otherwise.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(Timestamp start = Timestamp(seconds(1'700'000'000))) : now_(start.time_since_epoch().count()) {}
  Timestamp now() const override { return Timestamp(microseconds(now_.load())); }
  void advance(microseconds by) { now_ += by.count(); }

 private:
  std::atomic<std::int64_t> now_;
};

}  // namespace slipher
