#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "base/metrics.h"
#include "base/result.h"
#include "http/settings.h"

namespace slipher::http {

/// Listens, reads bounded requests, hands them to the handler and writes the answers. A request that waits for its
/// answer holds a socket and a few KiB, no thread.
class Server {
 public:
  /// Binds every listener and starts the threads. Fails with a text for the operator: an address that cannot be bound,
  /// a certificate that cannot be read, or a plain listener beyond loopback that was not allowed.
  /// `metrics` outlives the server.
  static Result<std::unique_ptr<Server>> start(Settings settings, Handler handler, Metrics& metrics);
  /// stop() with no grace.
  ~Server();

  /// "http://127.0.0.1:8439", one per listener, with the ports that were really taken.
  const std::vector<std::string>& urls() const;
  std::size_t live_connections() const;

  /// Accepts no more, closes idle connections, and lets the others finish the request in hand. Returns at once.
  void drain();
  /// drain(), waits for the connections to end for at most `grace`, closes what is left, and joins the threads.
  void stop(milliseconds grace);

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace slipher::http
