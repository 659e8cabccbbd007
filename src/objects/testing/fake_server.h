#pragma once
#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/http_message.h"

namespace slipher::objects {

/// A small HTTP/1.1 server for tests, on a free port of this machine: each connection has a thread, each request is
/// answered by `handler`. A reply of status kHangUp closes the connection instead; one of kStall says nothing until the
/// server stops.
class FakeServer {
 public:
  static constexpr int kHangUp = 0;
  static constexpr int kStall = -1;
  using Handler = std::function<RawResponse(const RawRequest&)>;

  explicit FakeServer(Handler handler);
  ~FakeServer();
  FakeServer(const FakeServer&) = delete;
  FakeServer& operator=(const FakeServer&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  int connections() const { return connections_; }

 private:
  void accept_all();
  void serve(int socket);
  bool answer(int socket, std::string& received);

  const Handler handler_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stopping_{false};
  std::atomic<int> connections_{0};
  std::mutex mutex_;
  std::vector<int> sockets_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace slipher::objects
