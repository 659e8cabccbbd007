#include "statements/file_error.h"

#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace slipher::statements {

Error file_error(std::string_view action, const std::string& path) {
  const auto cause = std::generic_category().message(errno);
  return Error(ErrorCode::kInternal, fmt::format("cannot {} {}: {}", action, path, cause));
}

FileDescriptor::~FileDescriptor() {
  if (fd_ >= 0) ::close(fd_);
}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

}  // namespace slipher::statements
