#pragma once
#include <string>
#include <string_view>

#include "base/result.h"

namespace slipher::statements {

/// kInternal "cannot write /data/results/ab/...: No space left on device", from errno.
Error file_error(std::string_view action, const std::string& path);

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
