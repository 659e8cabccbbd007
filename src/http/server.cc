#include "http/server.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <sys/resource.h>
#include <thread>

#include "base/log.h"
#include "http/connection.h"
#include "http/listener.h"
#include "http/tls.h"

namespace slipher::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

using Acceptor = std::shared_ptr<tcp::acceptor>;

/// File descriptors left to the store, the engine and result files when connections are many.
constexpr std::size_t kReservedDescriptors = 512;

/// Raises the soft limit on open files to the hard one, and `connections` down to what then fits.
void fit_to_descriptors(std::size_t& connections) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return;
  const auto room =
      limit.rlim_cur > 2 * kReservedDescriptors ? limit.rlim_cur - kReservedDescriptors : limit.rlim_cur / 2;
  if (connections <= room) return;
  spdlog::warn("the limit on open files ({}) allows {} connections, not {}", limit.rlim_cur, room, connections);
  connections = room;
}

asio::awaitable<void> accept_loop(std::shared_ptr<Core> core, Acceptor acceptor, asio::ssl::context* tls) {
  error_code error;
  auto token = asio::redirect_error(asio::use_awaitable, error);
  asio::steady_timer pause(core->io);
  while (!core->draining) {
    const auto strand = asio::make_strand(core->io);
    tcp::socket socket = co_await acceptor->async_accept(strand, token);
    if (error == asio::error::operation_aborted || !acceptor->is_open()) co_return;
    if (error) {
      // Out of descriptors or memory: the client waits in the backlog while others leave.
      spdlog::warn("cannot accept a connection: {}", error.message());
      pause.expires_after(milliseconds(100));
      co_await pause.async_wait(token);
      continue;
    }
    start_connection(core, std::move(socket), tls);
  }
}

}  // namespace

struct Server::Impl {
  explicit Impl(int threads) : core(std::make_shared<Core>(threads)), work(asio::make_work_guard(core->io)) {}

  std::shared_ptr<Core> core;
  std::unique_ptr<asio::ssl::context> tls;
  asio::executor_work_guard<asio::io_context::executor_type> work;
  std::vector<Acceptor> acceptors;
  std::vector<std::string> urls;
  std::vector<std::thread> threads;

  Result<void> listen();
  void run(std::size_t count);
  void drain();
};

Result<void> Server::Impl::listen() {
  const auto& settings = core->settings;
  for (const auto& text : settings.listen) {
    const auto endpoints = resolve(core->io, text);
    if (!endpoints) return endpoints.error();
    for (const auto& endpoint : *endpoints) {
      if (!tls && !settings.allow_plain_beyond_loopback && !endpoint.address().is_loopback()) {
        return Error(
            ErrorCode::kInternal,
            "refusing to listen on " + to_text(endpoint) +
                " without TLS: it is not a loopback address, and results would cross the network in the clear. "
                "Set tls.certificate_file and tls.key_file, or server.allow_plain_http_beyond_loopback = true "
                "when something in front of this server does TLS.");
      }
      auto acceptor = bind(core->io, endpoint);
      if (!acceptor) return acceptor.error();
      urls.push_back((tls ? "https://" : "http://") + to_text(acceptor->local_endpoint()));
      acceptors.push_back(std::make_shared<tcp::acceptor>(*std::move(acceptor)));
    }
  }
  return {};
}

void Server::Impl::run(std::size_t count) {
  for (const auto& acceptor : acceptors) {
    asio::co_spawn(core->io, accept_loop(core, acceptor, tls.get()), asio::detached);
  }
  for (std::size_t i = 0; i < count; ++i) {
    threads.emplace_back([core = core] { core->io.run(); });
  }
}

void Server::Impl::drain() {
  if (core->draining.exchange(true)) return;
  for (const auto& acceptor : acceptors) {
    asio::post(acceptor->get_executor(), [acceptor] {
      error_code ignored;
      acceptor->close(ignored);
    });
  }
  core->drain_all();
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Result<std::unique_ptr<Server>> Server::start(Settings settings, Handler handler, Metrics& metrics) {
  const std::size_t count = settings.threads > 0 ? settings.threads : std::max(2u, std::thread::hardware_concurrency());
  auto impl = std::make_unique<Impl>(static_cast<int>(count));
  auto& core = *impl->core;
  if (settings.certificate_file.empty() != settings.key_file.empty()) {
    return Error(ErrorCode::kInternal, "tls.certificate_file and tls.key_file must be set together");
  }
  if (!settings.certificate_file.empty()) {
    auto tls = make_tls_context(settings.certificate_file, settings.key_file);
    if (!tls) return tls.error();
    impl->tls = *std::move(tls);
  }
  core.settings = std::move(settings);
  core.handler = std::move(handler);
  core.requests = &metrics.counter("slipher_http_requests_total", "Requests that were read whole.");
  core.refusals =
      &metrics.counter("slipher_http_refusals_total", "Requests and connections refused by the HTTP layer.");
  fit_to_descriptors(core.settings.connections);
  if (auto listening = impl->listen(); !listening) return listening.error();
  metrics.gauge("slipher_http_connections", "Open connections.", {}, [weak = std::weak_ptr<Core>(impl->core)] {
    const auto live = weak.lock();
    return live ? static_cast<double>(live->live()) : 0.0;
  });
  impl->run(count);
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

Server::~Server() { stop(milliseconds(0)); }

const std::vector<std::string>& Server::urls() const { return impl_->urls; }

std::size_t Server::live_connections() const { return impl_->core->live(); }

void Server::drain() { impl_->drain(); }

void Server::stop(milliseconds grace) {
  if (impl_->threads.empty()) return;
  impl_->drain();
  auto& core = *impl_->core;
  if (!core.wait_until_empty(grace)) {
    core.close_all();
    core.wait_until_empty(seconds(5));
  }
  impl_->work.reset();
  core.io.stop();
  for (auto& thread : impl_->threads) thread.join();
  impl_->threads.clear();
  // What was posted last holds its connection, and that the event loop: let go of both.
  core.io.restart();
  core.io.poll();
}

}  // namespace slipher::http
