#pragma once
#include <memory>
#include <string>

#include "app/config.h"
#include "base/result.h"

namespace slipher::app {

/// The server, built in order. One per process and data directory.
class Application {
 public:
  /// Everything is up and listening when it returns; DIR/endpoint holds the URL. Errors are texts for the operator.
  static Result<std::unique_ptr<Application>> start(const Config& config);
  /// stop() without grace.
  ~Application();

  /// "http://127.0.0.1:8439": the first listener.
  std::string url() const;
  /// In order: no new connections, the running statements' grace, the last answers, the engine, the store.
  void stop();

 private:
  struct Parts;
  explicit Application(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace slipher::app
