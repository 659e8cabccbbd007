#include "app/cli/interrupt_watch.h"

#include <signal.h>
#include <unistd.h>

namespace slipher::app {

namespace {

constexpr int kStatus = 128 + SIGINT;
constexpr timespec kLook{0, 100'000'000};  // how soon the thread notices that it is to stop

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
  thread_.join();
}

void InterruptWatch::loop(const std::function<void()>& on_interrupt) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  while (!stopping_) {
    if (sigtimedwait(&set, nullptr, &kLook) != SIGINT) continue;
    if (++count_ > 1) ::_exit(kStatus);
    on_interrupt();
  }
}

}  // namespace slipher::app
