#pragma once
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "identity/identity.h"

namespace slipher::bench {

/// One signed Data API call's answer.
struct Reply {
  int status = 0;
  std::string_view body;  // valid during the callback
};

/// Many keep-alive connections driven by one thread with epoll: cheap enough that the server is what is measured.
class HttpClient {
 public:
  using OnReply = std::function<void(const Reply&)>;

  HttpClient(std::string host, std::string port, identity::AccessKey key, std::string region);
  ~HttpClient();

  /// Opens `count` connections; ends the process when one cannot be opened.
  void connect(std::size_t count);
  /// Sends an operation on an idle connection; `on_reply` runs inside run(). One call at a time per connection.
  void call(std::size_t connection, std::string_view operation, std::string body, OnReply on_reply);
  /// Serves replies until no call is under way.
  void run();

 private:
  struct Connection;
  void open(Connection& connection);
  void watch(Connection& connection, bool writing);
  void write_some(Connection& connection);
  void read_some(Connection& connection);
  void finish_reply(Connection& connection);

  std::string host_, port_, authority_, region_;
  identity::AccessKey key_;
  SystemClock clock_;
  int epoll_ = -1;
  std::size_t under_way_ = 0;
  std::vector<std::unique_ptr<Connection>> connections_;
};

}  // namespace slipher::bench
