#include "app/cli/interrupt_watch.h"

#include <signal.h>
#include <unistd.h>

namespace slipher::app {

namespace {

constexpr int kStatus = 128 + SIGINT;

}  // namespace

InterruptWatch::InterruptWatch(std::function<void()> on_interrupt) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  thread_ = std::thread([this, on_interrupt = std::move(on_interrupt)] { loop(on_interrupt); });
}

InterruptWatch::~InterruptWatch() {
  stopping_ = true;
  pthread_kill(thread_.native_handle(), SIGINT);
  thread_.join();
}

void InterruptWatch::loop(const std::function<void()>& on_interrupt) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  int signal = 0;
  while (sigwait(&set, &signal) == 0 && !stopping_) {
    if (++count_ > 1) ::_exit(kStatus);
    on_interrupt();
  }
}

}  // namespace slipher::app
