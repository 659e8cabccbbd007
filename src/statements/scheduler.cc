#include "statements/scheduler.h"

#include <algorithm>
#include <utility>

namespace slipher::statements {

Scheduler::Scheduler(std::size_t threads)
    : thread_count_(std::max<std::size_t>(threads, 1)), most_per_lane_(thread_count_ - thread_count_ / 4) {}

Scheduler::~Scheduler() { stop(); }

void Scheduler::start() {
  for (std::size_t i = 0; i < thread_count_; ++i) threads_.emplace_back([this] { loop(); });
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
    if (paused_ || places_.size() + calls_.size() >= thread_count_ * kShortQueuePerThread) return false;
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
      wake_.wait(lock);
      continue;
    }
    ++running_;
    lock.unlock();
    work();
    work = nullptr;
    lock.lock();
    --running_;
    if (!lane_name.empty()) {
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
