#pragma once
#include <string>
#include <string_view>
#include <system_error>

#include "base/result.h"

namespace slipher::statements {

/// kInternal "cannot read /data/results/ab/...: Input/output error", from errno. For the log: it names a path.
Error file_error(std::string_view action, const std::string& path);

/// What a statement says whose result cannot be stored: "ERROR: the result cannot be stored: No space left on device",
/// from errno. The path goes to the log.
Error storing_error(std::string_view action, const std::string& path);
Error storing_error(std::string_view action, const std::string& path, const std::error_code& cause);

/// A file descriptor that is closed with its owner.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  ~FileDescriptor();
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;

  int get() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

}  // namespace slipher::statements
