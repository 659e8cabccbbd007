#include "http_client.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>

#include "base/http_message.h"
#include "identity/sigv4.h"

namespace slipher::bench {

namespace {

[[noreturn]] void fail(const char* what) {
  std::perror(what);
  std::exit(1);
}

/// A header's value in a reply's whole head, or "".
std::string_view header(std::string_view head, std::string_view name) {
  std::size_t at = 0;
  while ((at = head.find("\r\n", at)) != std::string_view::npos) {
    at += 2;
    const auto colon = head.find(':', at);
    if (colon == std::string_view::npos) break;
    if (!equals_ignoring_case(head.substr(at, colon - at), name)) continue;
    auto value = head.substr(colon + 1, head.find("\r\n", colon) - colon - 1);
    while (value.starts_with(' ')) value.remove_prefix(1);
    return value;
  }
  return {};
}

std::size_t content_length(std::string_view head) {
  const auto digits = header(head, "content-length");
  std::size_t length = 0;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), length).ec == std::errc()) return length;
  std::fprintf(stderr, "a reply without Content-Length\n");
  std::exit(1);
}

}  // namespace

struct HttpClient::Connection {
  int socket = -1;
  std::string out;
  std::size_t sent = 0;
  std::string in;
  std::size_t expected = 0;  // bytes of the whole reply; 0 = head not complete yet
  std::size_t head = 0;
  OnReply on_reply;
  bool writing = false;
};

HttpClient::HttpClient(std::string host, std::string port, identity::AccessKey key, std::string region)
    : host_(std::move(host)),
      port_(std::move(port)),
      authority_(host_ + ":" + port_),
      region_(std::move(region)),
      key_(std::move(key)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (epoll_ < 0) fail("epoll_create1");
}

HttpClient::~HttpClient() {
  for (const auto& connection : connections_) ::close(connection->socket);
  ::close(epoll_);
}

void HttpClient::connect(std::size_t count) {
  while (connections_.size() < count) {
    connections_.push_back(std::make_unique<Connection>());
    open(*connections_.back());
  }
}

void HttpClient::open(Connection& connection) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host_.c_str(), port_.c_str(), &hints, &found) != 0) fail("getaddrinfo");
  connection.socket = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connection.socket < 0 || ::connect(connection.socket, found->ai_addr, found->ai_addrlen) != 0) fail("connect");
  ::freeaddrinfo(found);
  const int on = 1;
  ::setsockopt(connection.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::fcntl(connection.socket, F_SETFL, O_NONBLOCK);
  connection.writing = false;
  epoll_event event{EPOLLIN, {.ptr = &connection}};
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, connection.socket, &event);
}

void HttpClient::call(std::size_t index, std::string_view operation, std::string body, OnReply on_reply) {
  auto& connection = *connections_.at(index);
  RawRequest request;
  request.method = "POST";
  request.target = "/";
  request.body = std::move(body);
  request.headers.add("Content-Type", "application/x-amz-json-1.1");
  request.headers.add("X-Amz-Target", "RedshiftData." + std::string(operation));
  identity::sign(request, authority_, key_, {region_, "redshift-data"}, clock_.now());
  connection.out = "POST / HTTP/1.1\r\n";
  for (const auto& [name, value] : request.headers) connection.out += name + ": " + value + "\r\n";
  connection.out += fmt::format("Content-Length: {}\r\n\r\n", request.body.size());
  connection.out += request.body;
  connection.sent = connection.expected = 0;
  connection.in.clear();
  connection.on_reply = std::move(on_reply);
  ++under_way_;
  write_some(connection);
}

void HttpClient::watch(Connection& connection, bool writing) {
  if (connection.writing == writing) return;
  connection.writing = writing;
  epoll_event event{EPOLLIN | (writing ? static_cast<std::uint32_t>(EPOLLOUT) : 0u), {.ptr = &connection}};
  ::epoll_ctl(epoll_, EPOLL_CTL_MOD, connection.socket, &event);
}

void HttpClient::write_some(Connection& connection) {
  while (connection.sent < connection.out.size()) {
    const auto count = ::send(connection.socket, connection.out.data() + connection.sent,
                              connection.out.size() - connection.sent, MSG_NOSIGNAL);
    if (count < 0 && errno == EAGAIN) return watch(connection, true);
    if (count < 0) fail("send");
    connection.sent += static_cast<std::size_t>(count);
  }
  watch(connection, false);
}

void HttpClient::read_some(Connection& connection) {
  static std::array<char, 1 << 18> buffer;
  const auto count = ::recv(connection.socket, buffer.data(), buffer.size(), 0);
  if (count < 0 && errno == EAGAIN) return;
  if (count < 0) fail("recv");
  if (count == 0) {
    std::fprintf(stderr, "the server closed a connection\n");
    std::exit(1);
  }
  connection.in.append(buffer.data(), static_cast<std::size_t>(count));
  if (connection.expected == 0) {
    const auto end = connection.in.find("\r\n\r\n");
    if (end == std::string::npos) return;
    connection.head = end + 4;
    connection.expected = connection.head + content_length(std::string_view(connection.in).substr(0, end + 2));
    connection.in.reserve(connection.expected);
  }
  if (connection.in.size() >= connection.expected) finish_reply(connection);
}

void HttpClient::finish_reply(Connection& connection) {
  const auto in = std::move(connection.in);
  connection.in = {};
  Reply reply;
  std::from_chars(in.data() + 9, in.data() + 12, reply.status);
  reply.body = std::string_view(in).substr(connection.head, connection.expected - connection.head);
  --under_way_;
  if (equals_ignoring_case(header(std::string_view(in).substr(0, connection.head), "connection"), "close")) {
    ::close(connection.socket);  // the server keeps nothing alive: the next call needs a new connection
    open(connection);
  }
  const auto on_reply = std::move(connection.on_reply);
  on_reply(reply);
}

void HttpClient::run() {
  std::array<epoll_event, 256> events;
  while (under_way_ > 0) {
    const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), -1);
    if (count < 0 && errno != EINTR) fail("epoll_wait");
    for (int i = 0; i < count; ++i) {
      auto& connection = *static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr);
      if (events[static_cast<std::size_t>(i)].events & EPOLLOUT) write_some(connection);
      if (events[static_cast<std::size_t>(i)].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) read_some(connection);
    }
  }
}

}  // namespace slipher::bench
