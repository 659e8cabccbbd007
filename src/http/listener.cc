#include "http/listener.h"

#include <boost/asio/ip/v6_only.hpp>
#include <charconv>
#include <sys/socket.h>

namespace slipher::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

Result<std::vector<tcp::endpoint>> resolve(asio::io_context& io, const std::string& listen) {
  const auto fail = [&](const std::string& cause) {
    return Error(ErrorCode::kInternal, "cannot listen on \"" + listen + "\": " + cause);
  };
  const auto colon = listen.rfind(':');
  if (colon == std::string::npos) return fail("it must be HOST:PORT");
  std::string host = listen.substr(0, colon);
  const std::string port = listen.substr(colon + 1);
  unsigned short number = 0;
  const auto [end, problem] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (problem != std::errc() || end != port.data() + port.size()) return fail("the port must be a number up to 65535");
  if (host.size() > 1 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  if (host.empty()) return fail("the host is missing; 0.0.0.0 means every address");

  error_code error;
  tcp::resolver resolver(io);
  const auto found = resolver.resolve(host, port, tcp::resolver::passive, error);
  if (error) return fail(error.message());
  std::vector<tcp::endpoint> endpoints;
  for (const auto& entry : found) endpoints.push_back(entry.endpoint());
  return endpoints;
}

Result<tcp::acceptor> bind(asio::io_context& io, const tcp::endpoint& endpoint) {
  const auto fail = [&](const error_code& error) {
    std::string text = "cannot listen on " + to_text(endpoint) + ": " + error.message();
    if (error == asio::error::address_in_use) text += " (is a server running there already?)";
    return Error(ErrorCode::kInternal, std::move(text));
  };
  error_code error;
  tcp::acceptor acceptor(io);
  if (acceptor.open(endpoint.protocol(), error)) return fail(error);
  if (acceptor.set_option(tcp::acceptor::reuse_address(true), error)) return fail(error);
  if (endpoint.address().is_v6() && acceptor.set_option(asio::ip::v6_only(true), error)) return fail(error);
  if (acceptor.bind(endpoint, error)) return fail(error);
  if (acceptor.listen(SOMAXCONN, error)) return fail(error);
  return acceptor;
}

std::string to_text(const tcp::endpoint& endpoint) {
  const auto address = endpoint.address().to_string();
  return (endpoint.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(endpoint.port());
}

}  // namespace slipher::http
