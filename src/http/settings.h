#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/http_message.h"

namespace slipher::http {

/// Answers one request: calls the completion exactly once, at once or later, from any thread. Must not block.
using Handler = std::function<void(RawRequest, std::function<void(RawResponse)>)>;

/// The listener and the limits of its connections; every member is a configuration key.
struct Settings {
  /// "HOST:PORT" each; IPv6 addresses in brackets; port 0 takes a free one.
  std::vector<std::string> listen = {"127.0.0.1:8439"};
  /// PEM files; both set = TLS 1.2 or newer on every listener.
  std::string certificate_file;
  std::string key_file;
  /// Without it, and without TLS, only loopback addresses are listened on.
  bool allow_plain_beyond_loopback = false;
  /// Threads that run the event loop and the handlers; 0 = one per processor.
  std::size_t threads = 0;
  /// Connections open at the same time; above it 503 and closed.
  std::size_t connections = 16'000;
  /// Request line and header fields of one request; above it 431.
  std::size_t header_bytes = 32 * 1024;
  /// Body of one request; above it 413.
  std::size_t body_bytes = 32 * 1024 * 1024;
  /// Bodies that are still arriving, all connections together; above it 503.
  std::size_t arriving_bytes = 512 * 1024 * 1024;
  /// Wait for the first byte of the next request; then the connection is closed.
  seconds idle_timeout{75};
  /// From a request's first byte to the end of its header (and the TLS handshake); then the connection is closed.
  seconds header_timeout{10};
  /// For the whole body.
  seconds body_timeout{120};
  /// For the client to take one whole response.
  seconds write_timeout{120};
};

}  // namespace slipher::http
