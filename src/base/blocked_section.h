#pragma once

namespace slipher {

/// Whoever hands out work to a thread, and may give others a turn while that work only waits.
class ThreadOwner {
 public:
  virtual ~ThreadOwner() = default;
  virtual void blocked() = 0;
  virtual void unblocked() = 0;
};

/// Makes `owner` the owner of this thread; nullptr takes it away.
void set_thread_owner(ThreadOwner* owner);

/// While one lives, its thread does nothing but wait for what other threads do: its owner, if it has one, is told.
class BlockedSection {
 public:
  BlockedSection();
  ~BlockedSection();
  BlockedSection(const BlockedSection&) = delete;
  BlockedSection& operator=(const BlockedSection&) = delete;
};

}  // namespace slipher
