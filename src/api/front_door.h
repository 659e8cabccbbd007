#pragma once
#include <functional>
#include <memory>

#include "api/services.h"
#include "base/http_message.h"

namespace slipher::api {

/// Answers requests without knowing a socket: which service, who asks, may they, decode, handle, encode. Safe to call
/// from any thread.
class FrontDoor {
 public:
  explicit FrontDoor(Services& services);
  ~FrontDoor();

  /// Calls `done` exactly once: at once on the caller's thread, or later from any thread when the request waits (for
  /// durability, or WaitTimeSeconds). `done` must not block.
  void handle(RawRequest request, std::function<void(RawResponse)> done);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace slipher::api
