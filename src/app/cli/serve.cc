#include <cstdio>
#include <iostream>
#include <signal.h>
#include <thread>
#include <unistd.h>

#include "app/cli/commands.h"
#include "app/cli/settings.h"
#include "app/wiring.h"
#include "base/log.h"

namespace slipher::app {

namespace {

sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

int await_signal(const sigset_t& set) {
  int signal = 0;
  while (sigwait(&set, &signal) != 0) {
  }
  return signal;
}

}  // namespace

int fail(const std::string& text) {
  std::cerr << "slipher: " << text << "\n";
  return 1;
}

int run_env(const CommonOptions& options) {
  const auto access = local_access(options);
  if (!access) return fail(access.error().message);
  std::cout << export_lines(*access) << std::flush;
  return std::cout ? 0 : 1;
}

int run_serve(const ServeOptions& options) {
  // Blocked here, before any thread starts (the log has one), so that only the waits below receive them.
  const sigset_t signals = stop_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  ::signal(SIGPIPE, SIG_IGN);

  auto config = effective_config(options.common);
  if (!config) return fail(config.error().message);
  if (!options.listen.empty()) config->http.listen = options.listen;
  if (auto logging = start_logging(config->log); !logging) return fail(logging.error().message);
  auto application = Application::start(*config);
  if (!application) return fail(application.error().message);
  std::cout << "listening on " << (*application)->url() << std::endl;
  spdlog::info("serving {} on {}", config->data_directory, (*application)->url());

  const int first = await_signal(signals);
  spdlog::info("stopping in order: {}", strsignal(first));
  std::thread impatience([signals] {
    const int second = await_signal(signals);
    spdlog::warn("stopping at once: {}", strsignal(second));
    spdlog::default_logger()->flush();
    ::_exit(128 + second);
  });
  (*application)->stop();
  spdlog::info("stopped");
  spdlog::default_logger()->flush();
  // The thread above still waits: nothing may be torn down under it, and nothing is left to do.
  std::cout.flush();
  ::_exit(0);
}

}  // namespace slipher::app
