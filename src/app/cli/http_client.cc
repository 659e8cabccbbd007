#include "app/cli/http_client.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <openssl/ssl.h>
#include <optional>

namespace slipher::app {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace ssl = asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr seconds kConnectTimeout{10};
/// A page of a result is below this, whatever the server's settings.
constexpr std::uint64_t kLongestResponse = 1024u * 1024 * 1024;

using Request = beast::http::request<beast::http::string_body>;
using Parser = beast::http::response_parser<beast::http::string_body>;

}  // namespace

struct HttpClient::Impl {
  std::string name;  // host without port
  std::string port;
  std::string host;  // the Host header
  bool tls = false;
  asio::io_context io;
  std::optional<ssl::context> context;
  std::optional<beast::tcp_stream> plain;
  std::optional<ssl::stream<beast::tcp_stream>> secure;
  beast::flat_buffer buffer;

  beast::tcp_stream& lowest() { return tls ? secure->next_layer() : *plain; }
  bool is_connected() { return plain.has_value() || secure.has_value(); }
  void drop() {
    plain.reset();
    secure.reset();
    buffer.clear();
  }

  /// Starts one operation, runs it to its end or timeout, and returns how it went.
  template <class Start>
  error_code run(Start start) {
    error_code result = asio::error::operation_aborted;
    start([&result](error_code error, auto&&...) { result = error; });
    io.restart();
    io.run();
    return result;
  }

  error_code connect();
  template <class Stream>
  error_code exchange(Stream& stream, Request& message, Parser& parser, seconds timeout);
  Result<void> parse_url(const std::string& url);
  Result<void> prepare_tls(const std::string& ca_file);
};

Result<void> HttpClient::Impl::parse_url(const std::string& url) {
  std::string_view rest = url;
  tls = rest.starts_with("https://");
  if (!tls && !rest.starts_with("http://")) {
    return Error(ErrorCode::kValidation, "\"" + url + "\" is not an http:// or https:// URL");
  }
  rest.remove_prefix(tls ? 8 : 7);
  host = std::string(rest.substr(0, rest.find('/')));
  const auto bracket = host.find(']');
  const auto colon = host.find(':', bracket == std::string::npos ? 0 : bracket);
  name = host.substr(0, colon);
  port = colon == std::string::npos ? (tls ? "443" : "80") : host.substr(colon + 1);
  if (bracket != std::string::npos) name = host.substr(1, bracket - 1);
  if (name.empty() || port.empty()) return Error(ErrorCode::kValidation, "\"" + url + "\" names no host");
  return {};
}

Result<void> HttpClient::Impl::prepare_tls(const std::string& ca_file) {
  if (!tls) return {};
  context.emplace(ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  context->set_verify_mode(ssl::verify_peer);
  error_code error;
  if (ca_file.empty()) {
    context->set_default_verify_paths(error);
  } else {
    context->load_verify_file(ca_file, error);
  }
  if (error) return Error(ErrorCode::kValidation, "cannot read certificates from " + ca_file + ": " + error.message());
  return {};
}

error_code HttpClient::Impl::connect() {
  error_code error;
  tcp::resolver resolver(io);
  const auto addresses = resolver.resolve(name, port, error);
  if (error) return error;
  if (tls) {
    secure.emplace(io, *context);
    secure->set_verify_callback(ssl::host_name_verification(name));
    SSL_set_tlsext_host_name(secure->native_handle(), name.c_str());
  } else {
    plain.emplace(io);
  }
  lowest().expires_after(kConnectTimeout);
  error = run([&](auto done) { lowest().async_connect(addresses, std::move(done)); });
  if (error) return error;
  lowest().socket().set_option(tcp::no_delay(true), error);
  if (!tls) return {};
  return run([&](auto done) { secure->async_handshake(ssl::stream_base::client, std::move(done)); });
}

template <class Stream>
error_code HttpClient::Impl::exchange(Stream& stream, Request& message, Parser& parser, seconds timeout) {
  lowest().expires_after(timeout);
  const auto error = run([&](auto done) { beast::http::async_write(stream, message, std::move(done)); });
  if (error) return error;
  return run([&](auto done) { beast::http::async_read(stream, buffer, parser, std::move(done)); });
}

HttpClient::HttpClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpClient::~HttpClient() = default;
const std::string& HttpClient::host() const { return impl_->host; }

Result<std::unique_ptr<HttpClient>> HttpClient::open(const std::string& url, const std::string& ca_file) {
  auto impl = std::make_unique<Impl>();
  if (auto parsed = impl->parse_url(url); !parsed) return parsed.error();
  if (auto prepared = impl->prepare_tls(ca_file); !prepared) return prepared.error();
  return std::unique_ptr<HttpClient>(new HttpClient(std::move(impl)));
}

Result<RawResponse> HttpClient::send(const RawRequest& request, seconds timeout) {
  auto& self = *impl_;
  Request message;
  message.method_string(request.method);
  message.target(request.target);
  message.version(11);
  for (const auto& [field, value] : request.headers) message.insert(field, value);
  message.body() = request.body;
  message.prepare_payload();

  std::optional<Parser> parser;
  error_code error;
  for (bool kept = self.is_connected();; kept = false) {
    error = {};
    if (!self.is_connected()) error = self.connect();
    if (!error) {
      parser.emplace();
      parser->body_limit(kLongestResponse);
      error = self.tls ? self.exchange(*self.secure, message, *parser, timeout)
                       : self.exchange(*self.plain, message, *parser, timeout);
    }
    if (!error) break;
    self.drop();
    if (!kept) return Error(ErrorCode::kServiceUnavailable, "no answer from " + self.host + ": " + error.message());
  }
  RawResponse response;
  auto reply = parser->release();
  response.status = reply.result_int();
  for (const auto& field : reply) {
    response.headers.add(std::string(field.name_string()), std::string(field.value()));
  }
  response.body = std::move(reply.body());
  if (!reply.keep_alive()) self.drop();
  return response;
}

}  // namespace slipher::app
