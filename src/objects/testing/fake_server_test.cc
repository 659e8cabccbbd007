#include "objects/testing/fake_server.h"

#include <algorithm>
#include <chrono>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "objects/http_client.h"

namespace slipher::objects {
namespace {

void send_all(int socket, std::string_view text) {
  while (!text.empty()) {
    const auto count = ::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
    if (count <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

bool receive(int socket, std::string& received) {
  char buffer[65536];
  const auto count = ::recv(socket, buffer, sizeof buffer, 0);
  if (count > 0) received.append(buffer, static_cast<std::size_t>(count));
  return count > 0;
}

RawRequest parse_head(std::string_view head) {
  RawRequest request;
  const auto line = head.substr(0, head.find("\r\n"));
  const auto first = line.find(' ');
  const auto second = line.rfind(' ');
  request.method = line.substr(0, first);
  request.target = line.substr(first + 1, second - first - 1);
  for (auto rest = head.substr(line.size() + 2); !rest.empty();) {
    const auto end = rest.find("\r\n");
    const auto field = rest.substr(0, end);
    const auto colon = field.find(": ");
    if (colon != std::string_view::npos)
      request.headers.add(std::string(field.substr(0, colon)), std::string(field.substr(colon + 2)));
    rest.remove_prefix(std::min(rest.size(), field.size() + 2));
  }
  return request;
}

}  // namespace

FakeServer::FakeServer(Handler handler) : handler_(std::move(handler)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address);
  ::listen(listener_, 64);
  socklen_t size = sizeof address;
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

FakeServer::~FakeServer() {
  stopping_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  {
    std::lock_guard lock(mutex_);
    for (const int socket : sockets_) ::shutdown(socket, SHUT_RDWR);
  }
  for (auto& thread : threads_) thread.join();
  for (const int socket : sockets_) ::close(socket);
  ::close(listener_);
}

void FakeServer::accept_all() {
  while (!stopping_) {
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) return;
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ++connections_;
    std::lock_guard lock(mutex_);
    sockets_.push_back(socket);
    threads_.emplace_back([this, socket] { serve(socket); });
  }
}

void FakeServer::serve(int socket) {
  std::string received;
  while (!stopping_ && answer(socket, received)) {
  }
  ::shutdown(socket, SHUT_RDWR);
}

bool FakeServer::answer(int socket, std::string& received) {
  auto end = received.find("\r\n\r\n");
  while (end == std::string::npos) {
    if (!receive(socket, received)) return false;
    end = received.find("\r\n\r\n");
  }
  auto request = parse_head(std::string_view(received).substr(0, end + 2));
  received.erase(0, end + 4);
  const auto length = std::string(request.headers.get("content-length"));
  const std::size_t size = length.empty() ? 0 : std::stoul(length);
  while (received.size() < size) {
    if (!receive(socket, received)) return false;
  }
  request.body = received.substr(0, size);
  received.erase(0, size);
  const auto response = handler_(request);
  if (response.status == kHangUp) return false;
  if (response.status == kStall) {
    while (!stopping_) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return false;
  }
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " X\r\n";
  for (const auto& [name, value] : response.headers) head += name + ": " + value + "\r\n";
  if (!response.headers.find("Content-Length"))
    head += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
  send_all(socket, head + "\r\n");
  if (request.method != "HEAD") send_all(socket, response.body);
  return true;
}

TEST(FakeServer, AnswersRequestsOnOneConnection) {
  FakeServer server([](const RawRequest& request) { return RawResponse{201, {}, request.method + request.body}; });
  const auto client = curl_client("");
  for (int i = 0; i < 3; ++i) {
    const auto response = client->send(server.url(), {.method = "PUT", .target = "/x", .body = "text"}, 100, {});
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->status, 201);
    EXPECT_EQ(response->body, "PUTtext");
  }
  EXPECT_EQ(server.connections(), 1);
}

}  // namespace slipher::objects
