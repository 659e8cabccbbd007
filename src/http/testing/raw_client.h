#pragma once
#include <arpa/inet.h>
#include <cstdlib>
#include <netinet/in.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>

namespace slipher::http::testing {

/// A client that writes any bytes it likes and reads what comes back. Blocking, with a generous receive timeout, so
/// that a server that hangs fails the test instead of stopping it.
class RawClient {
 public:
  explicit RawClient(const std::string& url) : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
    timeval patience{20, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<unsigned short>(std::stoi(url.substr(url.rfind(':') + 1))));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~RawClient() { close(); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool connected() const { return connected_; }
  /// False when the server has closed meanwhile.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void finish_sending() { ::shutdown(descriptor_, SHUT_WR); }
  /// Everything until the server closes (or the timeout).
  std::string read_all() {
    while (receive()) {
    }
    return std::exchange(buffer_, {});
  }
  /// One response with a Content-Length, head and body; "" at the end of the connection. With `head_only` the body is
  /// not there (HEAD), or the response is an interim one.
  std::string read_response(bool head_only = false) {
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
      if (!receive()) return {};
    }
    std::size_t total = end + 4;
    const auto length = buffer_.find("Content-Length: ");
    if (!head_only && length < end) total += std::strtoul(buffer_.c_str() + length + 16, nullptr, 10);
    while (buffer_.size() < total) {
      if (!receive()) return {};
    }
    std::string response = buffer_.substr(0, total);
    buffer_.erase(0, total);
    return response;
  }
  void close() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
  }

 private:
  bool receive() {
    char bytes[65536];
    const auto got = ::recv(descriptor_, bytes, sizeof bytes, 0);
    if (got <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(got));
    return true;
  }

  int descriptor_;
  bool connected_ = false;
  std::string buffer_;
};

}  // namespace slipher::http::testing
