#pragma once
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <unordered_set>
#include <vector>

#include "base/metrics.h"
#include "http/settings.h"

namespace slipher::http {

/// One client's connection, as seen from other threads.
class ConnectionHandle : public std::enable_shared_from_this<ConnectionHandle> {
 public:
  virtual ~ConnectionHandle() = default;
  /// The answer to the parked request is there.
  virtual void wake() = 0;
  /// Ends when idle, else after the response to the request in hand.
  virtual void drain() = 0;
  /// Ends now.
  virtual void close() = 0;
};

/// What all connections share. Owned by the server and by each connection, so that the event loop outlives the last.
struct Core {
  explicit Core(int threads) : io(threads) {}

  boost::asio::io_context io;
  Settings settings;
  Handler handler;
  std::atomic<bool> draining{false};
  std::atomic<std::size_t> arriving_bytes{0};
  Counter* requests = nullptr;
  Counter* refusals = nullptr;

  void enter(ConnectionHandle* connection);
  void leave(ConnectionHandle* connection);
  std::size_t live() const;
  /// Waits until no connection is left or the time is up; true when none is.
  bool wait_until_empty(milliseconds longest);
  void drain_all();
  void close_all();

 private:
  std::vector<std::shared_ptr<ConnectionHandle>> hold_all() const;

  mutable std::mutex mutex_;
  std::condition_variable empty_;
  std::unordered_set<ConnectionHandle*> connections_;
};

}  // namespace slipher::http
