#pragma once
#include <functional>
#include <memory>
#include <mutex>

#include "engine/warehouse.h"

namespace slipher::engine {

/// Whether a connection is in use, and whether its end was asked for: PG_TERMINATE_BACKEND comes from another session's
/// thread.
class Termination {
 public:
  /// For as long as the connection does something; may be nested.
  class Use {
   public:
    explicit Use(Termination& termination) : termination_(termination), may_begin_(termination.enter()) {}
    ~Use() {
      if (may_begin_) termination_.leave();
    }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
    /// False: the connection was terminated before.
    explicit operator bool() const { return may_begin_; }

   private:
    Termination& termination_;
    const bool may_begin_;
  };

  /// The connection is in use as long as the rows are read, too.
  std::unique_ptr<ResultStream> watch(std::unique_ptr<ResultStream> stream);
  bool is_terminated() const;

  /// From any thread: no statement begins any more. Calls `end` when none runs now, and otherwise `interrupt`.
  void terminate(const std::function<void()>& end, const std::function<void()>& interrupt);

 private:
  bool enter();
  void leave();

  mutable std::mutex mutex_;
  int uses_ = 0;
  bool is_terminated_ = false;
};

/// What the client of a terminated session hears.
Error terminated_error();

}  // namespace slipher::engine
