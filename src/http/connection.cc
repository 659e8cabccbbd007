#include "http/connection.h"

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/error.hpp>
#include <optional>
#include <poll.h>
#include <sys/socket.h>
#include <type_traits>

#include "base/log.h"
#include "http/parking.h"
#include "http/request_parser.h"
#include "http/response_head.h"

namespace slipher::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::awaitable;
using boost::system::error_code;
using PlainStream = beast::tcp_stream;
using TlsStream = asio::ssl::stream<beast::tcp_stream>;

namespace {

constexpr std::size_t kFirstRead = 4096;
constexpr std::size_t kBodyRead = 64 * 1024;
/// Bodies up to this size are not counted while they arrive.
constexpr std::size_t kUncounted = 64 * 1024;
/// TLS makes a record of each buffer: small bodies go into the one of the head.
constexpr std::size_t kJoinedBody = 16 * 1024;
/// A client that has closed its sending side may still read: an answer that comes this soon is sent.
constexpr seconds kHalfClosedGrace{1};
/// How long the rest of a refused request is read and dropped, so that its sender sees the refusal, not a reset.
constexpr seconds kLinger{2};
/// The AWS SDK for Go v2 closes its request's body as soon as the head of the reply is there. When that is before its
/// transport has noted that the request was sent, the rest of a reply that is not read yet is lost: "use of closed
/// network connection" (aws-sdk-go-v2, issues 1825, 2737, 2935). Services far away never answer that soon.
constexpr std::string_view kGoClient = "aws-sdk-go-v2";
constexpr std::size_t kGoReadBuffer = 4096;
constexpr milliseconds kGoPause{2};

/// How the reading of a request ended.
enum class Read { kComplete, kRefused, kClosed };

/// One client. Everything runs on the strand of its socket, save what ConnectionHandle names.
template <class Stream>
class Connection final : public ConnectionHandle {
 public:
  static constexpr bool kTls = std::is_same_v<Stream, TlsStream>;

  Connection(std::shared_ptr<Core> core, Stream stream, std::string peer)
      : core_(std::move(core)), stream_(std::move(stream)), timer_(stream_.get_executor()), peer_(std::move(peer)) {}
  ~Connection() override {
    discharge();
    core_->leave(this);
  }

  void wake() override { post(&Connection::on_wake); }
  void drain() override { post(&Connection::on_drain); }
  void close() override { post(&Connection::on_close); }

  /// `self` keeps the connection alive while its coroutine runs.
  awaitable<void> run(std::shared_ptr<Connection> self);
  auto executor() { return stream_.get_executor(); }

 private:
  awaitable<bool> shake_hands();
  awaitable<Read> read_request();
  awaitable<bool> read_more(std::size_t size);
  awaitable<bool> answer_request();
  awaitable<bool> await_answer(std::shared_ptr<Parking> parking);
  awaitable<bool> write_response(RawResponse response);
  awaitable<void> refuse_and_linger();
  awaitable<void> say_goodbye();

  std::shared_ptr<Connection> held() { return std::static_pointer_cast<Connection>(weak_from_this().lock()); }
  beast::tcp_stream& lowest() { return beast::get_lowest_layer(stream_); }
  void post(void (Connection::*member)());
  void on_wake() { timer_.cancel(); }
  void on_drain();
  void on_close();
  std::shared_ptr<Parking> hand_over();
  void watch_for_disconnect(std::shared_ptr<Parking> parking);
  void on_readable(std::shared_ptr<Parking> parking);
  bool parse_buffer(error_code& error);
  bool charge();
  void discharge();

  std::shared_ptr<Core> core_;  // first, so that the event loop goes last
  Stream stream_;
  asio::steady_timer timer_;  // the wait of a parked request
  beast::flat_buffer buffer_;
  std::optional<RequestParser> parser_;
  std::string peer_;
  std::size_t charged_ = 0;  // of Core::arriving_bytes
  int refusal_ = 0;          // HTTP status
  bool keep_alive_ = true;
  bool is_head_ = false;
  bool is_go_client_ = false;
  bool idle_ = false;  // waiting for a request's first byte
  bool gone_ = false;  // the client, or the server's patience
};

template <class Stream>
void Connection<Stream>::post(void (Connection::*member)()) {
  if (const auto self = held()) {
    asio::post(self->executor(), [self, member] { (self.get()->*member)(); });
  }
}

template <class Stream>
void Connection<Stream>::on_drain() {
  keep_alive_ = false;
  if (idle_) lowest().cancel();
}

template <class Stream>
void Connection<Stream>::on_close() {
  gone_ = true;
  lowest().close();
  timer_.cancel();
}

/// Counts what has arrived of a large body; false when all connections together hold too much.
template <class Stream>
bool Connection<Stream>::charge() {
  const auto size = parser_->request().body.size();
  if (size <= kUncounted || size == charged_) return true;
  const auto more = size - charged_;
  charged_ = size;
  return core_->arriving_bytes.fetch_add(more) + more <= core_->settings.arriving_bytes;
}

template <class Stream>
void Connection<Stream>::discharge() {
  if (charged_ > 0) core_->arriving_bytes.fetch_sub(charged_);
  charged_ = 0;
}

/// Parses what is in the buffer; false on an error other than "more is needed".
template <class Stream>
bool Connection<Stream>::parse_buffer(error_code& error) {
  if (!parser_->got_some()) {
    // An empty line before a request is forgiven (RFC 9112, section 2.2).
    const auto is_break = [](char c) { return c == '\r' || c == '\n'; };
    while (buffer_.size() > 0 && is_break(*static_cast<const char*>(buffer_.data().data()))) buffer_.consume(1);
  }
  if (buffer_.size() == 0) return true;
  buffer_.consume(parser_->put(buffer_.data(), error));
  if (error == beast::http::error::need_more) error = {};
  if (error) refusal_ = status_of(error);
  return !error;
}

template <class Stream>
awaitable<bool> Connection<Stream>::read_more(std::size_t size) {
  error_code error;
  auto token = asio::redirect_error(asio::use_awaitable, error);
  auto space = buffer_.prepare(size);
  const std::size_t count = co_await stream_.async_read_some(space, token);
  buffer_.commit(count);
  if (error == asio::error::eof && parser_->got_some()) {
    refusal_ = 400;  // it may have closed its sending side only
  }
  co_return !error;
}

template <class Stream>
awaitable<Read> Connection<Stream>::read_request() {
  const auto& settings = core_->settings;
  error_code error;
  parser_.emplace(settings.header_bytes, settings.body_bytes);
  refusal_ = 0;
  if (!parse_buffer(error)) co_return Read::kRefused;
  if (!parser_->got_some()) {
    lowest().expires_after(settings.idle_timeout);
    idle_ = true;
    const bool some = co_await read_more(kFirstRead);
    idle_ = false;
    if (!some) co_return Read::kClosed;
    if (!parse_buffer(error)) co_return Read::kRefused;
  }
  if (!parser_->is_header_done()) lowest().expires_after(settings.header_timeout);
  while (!parser_->is_header_done()) {
    const bool more = co_await read_more(kFirstRead);
    if (!more) co_return refusal_ ? Read::kRefused : Read::kClosed;
    if (!parse_buffer(error)) co_return Read::kRefused;
  }
  if (parser_->expects_unknown()) refusal_ = 417;
  if (refusal_) co_return Read::kRefused;
  if (parser_->is_done()) co_return Read::kComplete;

  lowest().expires_after(settings.body_timeout);
  if (parser_->expects_continue() && parser_->request().body.empty()) {
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    const auto leave = asio::buffer(kContinue.data(), kContinue.size());
    auto token = asio::redirect_error(asio::use_awaitable, error);
    co_await asio::async_write(stream_, leave, token);
    if (error) co_return Read::kClosed;
  }
  while (!parser_->is_done()) {
    const bool more = co_await read_more(kBodyRead);
    if (!more) co_return refusal_ ? Read::kRefused : Read::kClosed;
    if (!parse_buffer(error)) co_return Read::kRefused;
    if (!charge()) refusal_ = 503;
    if (refusal_) co_return Read::kRefused;
  }
  co_return Read::kComplete;
}

/// Passes the request to the handler; whatever that throws becomes a 500.
template <class Stream>
std::shared_ptr<Parking> Connection<Stream>::hand_over() {
  keep_alive_ = parser_->keep_alive() && !core_->draining.load(std::memory_order_relaxed);
  RawRequest request = std::move(parser_->request());
  request.peer = peer_;
  is_head_ = request.method == "HEAD";
  is_go_client_ = request.headers.get("User-Agent").find(kGoClient) != std::string_view::npos;
  parser_.reset();
  discharge();
  core_->requests->add();
  auto parking = std::make_shared<Parking>(weak_from_this());
  try {
    core_->handler(std::move(request), [parking](RawResponse response) { parking->complete(std::move(response)); });
  } catch (const std::exception& failure) {
    spdlog::error("a request handler failed: {}", log_quote(failure.what()));
    parking->complete(refusal(500));
  }
  return parking;
}

/// Looks, without reading, whether a waiting client has gone. No memory is held for it.
template <class Stream>
void Connection<Stream>::watch_for_disconnect(std::shared_ptr<Parking> parking) {
  const auto self = held();
  lowest().socket().async_wait(asio::ip::tcp::socket::wait_read, [self, parking](const error_code& error) {
    if (!error && !parking->is_done()) self->on_readable(parking);
  });
}

template <class Stream>
void Connection<Stream>::on_readable(std::shared_ptr<Parking> parking) {
  const int descriptor = lowest().socket().native_handle();
  char byte = 0;
  const auto got = ::recv(descriptor, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return watch_for_disconnect(std::move(parking));
  if (got < 0) {
    gone_ = true;
    timer_.cancel();
    return;
  }
  pollfd state{descriptor, POLLRDHUP, 0};
  const bool closed = got == 0 || (::poll(&state, 1, 0) > 0 && (state.revents & (POLLRDHUP | POLLHUP | POLLERR)));
  if (closed) timer_.expires_after(kHalfClosedGrace);  // wakes the waiter, which then waits that long
  gone_ = closed;
  // Else the client has sent its next request early: it is there, and is read when this one is answered.
}

template <class Stream>
awaitable<bool> Connection<Stream>::await_answer(std::shared_ptr<Parking> parking) {
  error_code error;
  auto token = asio::redirect_error(asio::use_awaitable, error);
  buffer_.shrink_to_fit();  // a parked connection holds what the client sent early, as a rule nothing
  lowest().expires_never();
  timer_.expires_at(asio::steady_timer::time_point::max());
  watch_for_disconnect(parking);
  while (!parking->is_done() && !gone_) {
    co_await timer_.async_wait(token);
  }
  if (!parking->is_done() && lowest().socket().is_open() && timer_.expiry() != asio::steady_timer::time_point::max()) {
    co_await timer_.async_wait(token);
  }
  lowest().cancel();  // the watch
  co_return parking->is_done();
}

template <class Stream>
awaitable<bool> Connection<Stream>::answer_request() {
  const std::shared_ptr<Parking> parking = hand_over();
  if (parking->must_wait()) {
    const bool answered = co_await await_answer(parking);
    if (!answered) co_return false;
  }
  RawResponse response = parking->take();
  if (is_go_client_ && response.body.size() >= kGoReadBuffer) {
    error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    timer_.expires_after(kGoPause);
    co_await timer_.async_wait(token);
  }
  const bool written = co_await write_response(std::move(response));
  co_return written;
}

template <class Stream>
awaitable<bool> Connection<Stream>::write_response(RawResponse response) {
  if (core_->draining.load(std::memory_order_relaxed)) keep_alive_ = false;
  std::string head = response_head(response, response.body.size(), keep_alive_);
  if (is_head_) response.body.clear();
  if (kTls && response.body.size() <= kJoinedBody) {
    head += response.body;
    response.body.clear();
  }
  lowest().expires_after(core_->settings.write_timeout);
  error_code error;
  auto token = asio::redirect_error(asio::use_awaitable, error);
  const std::array<asio::const_buffer, 2> buffers{asio::buffer(head), asio::buffer(response.body)};
  co_await asio::async_write(stream_, buffers, token);
  co_return !error;
}

template <class Stream>
awaitable<void> Connection<Stream>::refuse_and_linger() {
  core_->refusals->add();
  spdlog::debug("refused a request from {}: {}", peer_, refusal_);
  keep_alive_ = false;
  is_head_ = parser_->request().method == "HEAD";
  parser_.reset();
  discharge();
  buffer_.clear();
  RawResponse response = refusal(refusal_);
  const bool written = co_await write_response(std::move(response));
  if (!written) co_return;
  error_code error;
  lowest().socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
  lowest().expires_after(kLinger);
  auto token = asio::redirect_error(asio::use_awaitable, error);
  std::string dropped(kFirstRead, '\0');
  const auto space = asio::buffer(dropped);
  error = {};
  while (!error) {
    co_await lowest().async_read_some(space, token);
  }
}

template <class Stream>
awaitable<bool> Connection<Stream>::shake_hands() {
  if constexpr (kTls) {
    error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    lowest().expires_after(core_->settings.header_timeout);
    co_await stream_.async_handshake(asio::ssl::stream_base::server, token);
    if (error) spdlog::debug("no TLS with {}: {}", peer_, error.message());
    co_return !error;
  }
  co_return true;
}

template <class Stream>
awaitable<void> Connection<Stream>::say_goodbye() {
  if constexpr (kTls) {
    error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    lowest().expires_after(kHalfClosedGrace);
    co_await stream_.async_shutdown(token);
  }
  error_code ignored;
  lowest().socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
  lowest().close();
  co_return;
}

template <class Stream>
awaitable<void> Connection<Stream>::run(std::shared_ptr<Connection> self) {
  static_cast<void>(self);
  const bool ready = co_await shake_hands();
  if (!ready) co_return;
  while (keep_alive_ && !gone_ && !core_->draining.load(std::memory_order_relaxed)) {
    const Read read = co_await read_request();
    if (read == Read::kClosed) break;
    if (read == Read::kRefused) {
      co_await refuse_and_linger();
      break;
    }
    const bool answered = co_await answer_request();
    if (!answered) break;
  }
  co_await say_goodbye();
}

template <class Stream>
void start(const std::shared_ptr<Core>& core, Stream stream, std::string peer) {
  auto connection = std::make_shared<Connection<Stream>>(core, std::move(stream), std::move(peer));
  core->enter(connection.get());
  auto on_end = [](std::exception_ptr failure) {
    if (!failure) return;
    try {
      std::rethrow_exception(failure);
    } catch (const std::exception& error) {
      spdlog::error("a connection failed: {}", log_quote(error.what()));
    }
  };
  asio::co_spawn(connection->executor(), connection->run(connection), std::move(on_end));
}

/// Told without waiting: the reply fits into the empty send buffer of a fresh socket.
void turn_away(asio::ip::tcp::socket& socket, bool tls) {
  error_code error;
  if (!tls) {
    const RawResponse response = refusal(503);
    const std::string text = response_head(response, response.body.size(), false) + response.body;
    ::send(socket.native_handle(), text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    socket.shutdown(asio::ip::tcp::socket::shutdown_send, error);
  }
  socket.close(error);
}

}  // namespace

void start_connection(std::shared_ptr<Core> core, asio::ip::tcp::socket socket, asio::ssl::context* tls) {
  error_code error;
  const auto endpoint = socket.remote_endpoint(error);
  if (error) return;  // gone already
  if (core->live() >= core->settings.connections) {
    core->refusals->add();
    return turn_away(socket, tls != nullptr);
  }
  socket.set_option(asio::ip::tcp::no_delay(true), error);
  std::string peer =
      (endpoint.address().is_v6() ? "[" + endpoint.address().to_string() + "]" : endpoint.address().to_string()) + ":" +
      std::to_string(endpoint.port());
  beast::tcp_stream stream(std::move(socket));
  if (tls) {
    start<TlsStream>(core, TlsStream(std::move(stream), *tls), std::move(peer));
  } else {
    start<PlainStream>(core, std::move(stream), std::move(peer));
  }
}

}  // namespace slipher::http
