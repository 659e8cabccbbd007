#pragma once
#include <memory>
#include <string>

#include "base/result.h"

namespace slipher::app {

/// Held by the server that uses a data directory; the kernel lets go of it when the process ends, however it ends.
class DirectoryLock {
 public:
  /// Fails, naming the other process, when another server holds the directory.
  static Result<std::unique_ptr<DirectoryLock>> take(const std::string& file);
  ~DirectoryLock();
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

 private:
  explicit DirectoryLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace slipher::app
