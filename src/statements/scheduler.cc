#include "statements/scheduler.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "base/blocked_section.h"
#include "base/log.h"

namespace slipher::statements {

/// The owner of a thread while it runs a statement of `lane`.
class Scheduler::Runner final : public ThreadOwner {
 public:
  Runner(Scheduler& scheduler, const std::string& lane) : scheduler_(scheduler), lane_(lane) { set_thread_owner(this); }
  ~Runner() override { set_thread_owner(nullptr); }
  void blocked() override { scheduler_.blocked(lane_); }
  void unblocked() override { scheduler_.unblocked(lane_); }

 private:
  Scheduler& scheduler_;
  const std::string& lane_;
};

Scheduler::Scheduler(std::size_t places)
    : places_count_(std::max<std::size_t>(places, 1)), most_per_lane_(places_count_ - places_count_ / 4) {}

Scheduler::~Scheduler() { stop(); }

void Scheduler::start() {
  std::lock_guard lock(mutex_);
  for (std::size_t i = 0; i < places_count_ + kCallThreads; ++i) add_thread();
}

void Scheduler::add_thread() {
  threads_.emplace_back([this] { loop(); });
}

void Scheduler::blocked(const std::string& lane) {
  {
    std::lock_guard lock(mutex_);
    --taken_;
    --lanes_[lane].running;
    const bool has_room = threads_.size() < places_count_ + kCallThreads + kMostExtraThreads;
    if (idle_threads_ <= kCallThreads && has_room && !stopping_) {
      try {
        add_thread();
      } catch (const std::system_error& failure) {
        spdlog::warn("no thread for what waits behind blocked statements: {}", failure.what());
      }
    }
  }
  wake_.notify_one();
}

void Scheduler::unblocked(const std::string& lane) {
  std::lock_guard lock(mutex_);
  ++taken_;
  ++lanes_[lane].running;
}

void Scheduler::push(const std::string& warehouse, const std::string& id, std::function<void()> run) {
  auto& lane = lanes_[warehouse];
  if (lane.items.empty()) turns_.push_back(warehouse);
  lane.items.push_back({id, std::move(run)});
  places_[id] = std::prev(lane.items.end());
}

void Scheduler::enqueue(const std::string& warehouse, const std::string& id, std::function<void()> run) {
  {
    std::lock_guard lock(mutex_);
    push(warehouse, id, std::move(run));
  }
  wake_.notify_one();
}

bool Scheduler::enqueue_if_short(const std::string& warehouse, const std::string& id, std::function<void()> run) {
  {
    std::lock_guard lock(mutex_);
    if (paused_ || places_.size() + calls_.size() >= places_count_ * kShortQueuePerPlace) return false;
    push(warehouse, id, std::move(run));
  }
  wake_.notify_one();
  return true;
}

std::function<void()> Scheduler::take_out(const std::string& warehouse, const std::string& id) {
  std::lock_guard lock(mutex_);
  const auto place = places_.find(id);
  if (place == places_.end()) return nullptr;
  auto& lane = lanes_[warehouse];
  auto work = std::move(place->second->run);
  lane.items.erase(place->second);
  places_.erase(place);
  if (lane.items.empty()) {
    turns_.erase(std::find(turns_.begin(), turns_.end(), warehouse));
    if (lane.running == 0) lanes_.erase(warehouse);
  }
  return work;
}

bool Scheduler::post(std::function<void()> call) {
  {
    std::lock_guard lock(mutex_);
    if (paused_ || stopping_ || calls_.size() >= kMostCalls) return false;
    calls_.push_back(std::move(call));
  }
  wake_.notify_one();
  return true;
}

bool Scheduler::take(std::function<void()>& work, std::string& lane_name) {
  if (paused_) return false;
  if (!calls_.empty()) {
    work = std::move(calls_.front());
    calls_.pop_front();
    lane_name.clear();
    return true;
  }
  if (taken_ >= places_count_) return false;
  for (std::size_t tries = turns_.size(); tries > 0; --tries) {
    lane_name = std::move(turns_.front());
    turns_.pop_front();
    auto& lane = lanes_[lane_name];
    if (lane.running >= most_per_lane_) {
      turns_.push_back(lane_name);
      continue;
    }
    work = std::move(lane.items.front().run);
    places_.erase(lane.items.front().id);
    lane.items.pop_front();
    ++lane.running;
    ++taken_;
    if (!lane.items.empty()) turns_.push_back(lane_name);
    return true;
  }
  return false;
}

void Scheduler::loop() {
  std::unique_lock lock(mutex_);
  while (true) {
    std::function<void()> work;
    std::string lane_name;
    if (stopping_) return;
    if (!take(work, lane_name)) {
      ++idle_threads_;
      wake_.wait(lock);
      --idle_threads_;
      continue;
    }
    ++running_;
    lock.unlock();
    if (lane_name.empty()) {
      work();
    } else {
      const Runner runner(*this, lane_name);
      work();
    }
    work = nullptr;
    lock.lock();
    --running_;
    if (!lane_name.empty()) {
      --taken_;
      const auto lane = lanes_.find(lane_name);
      // A lane at its bound may go on now: this very thread looks again.
      if (--lane->second.running == 0 && lane->second.items.empty()) lanes_.erase(lane);
    }
    if (running_ == 0) idle_.notify_all();
  }
}

void Scheduler::pause() {
  std::lock_guard lock(mutex_);
  paused_ = true;
}

bool Scheduler::wait_idle(milliseconds longest) {
  std::unique_lock lock(mutex_);
  return idle_.wait_for(lock, longest, [&] { return running_ == 0; });
}

void Scheduler::stop() {
  {
    std::lock_guard lock(mutex_);
    paused_ = true;
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
  // Nobody is left to run them, but somebody waits for each call's answer. Queued statements stay as the store has
  // them.
  std::deque<std::function<void()>> calls;
  std::unordered_map<std::string, Lane> lanes;
  {
    std::lock_guard lock(mutex_);
    calls.swap(calls_);
    lanes.swap(lanes_);
    turns_.clear();
    places_.clear();
  }
  for (const auto& call : calls) call();
}

std::size_t Scheduler::queued() const {
  std::lock_guard lock(mutex_);
  return places_.size();
}

std::size_t Scheduler::running() const {
  std::lock_guard lock(mutex_);
  return running_;
}

}  // namespace slipher::statements
