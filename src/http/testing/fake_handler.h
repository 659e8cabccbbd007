#pragma once
#include <condition_variable>
#include <mutex>
#include <vector>

#include "http/settings.h"

namespace slipher::http::testing {

/// Echoes "METHOD target body"; a target that starts with /park is kept until release() answers it, from another
/// thread.
class FakeHandler {
 public:
  using Completion = std::function<void(RawResponse)>;

  Handler handler() {
    return [this](RawRequest request, Completion done) {
      RawResponse response;
      response.headers.add("Content-Type", "text/plain");
      response.body = request.method + " " + request.target + " " + request.body;
      if (request.target == "/throw") throw std::runtime_error("a broken handler");
      if (!request.target.starts_with("/park")) return done(std::move(response));
      std::lock_guard lock(mutex_);
      parked_.emplace_back(std::move(done), std::move(response));
      arrived_.notify_all();
    };
  }
  /// Waits until `count` requests are parked.
  bool await_parked(std::size_t count) {
    std::unique_lock lock(mutex_);
    return arrived_.wait_for(lock, seconds(20), [&] { return parked_.size() >= count; });
  }
  /// Answers every parked request.
  void release() {
    std::vector<std::pair<Completion, RawResponse>> parked;
    {
      std::lock_guard lock(mutex_);
      parked.swap(parked_);
    }
    for (auto& [done, response] : parked) done(std::move(response));
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<std::pair<Completion, RawResponse>> parked_;
};

}  // namespace slipher::http::testing
