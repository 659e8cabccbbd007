#include "statements/file_error.h"

#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <unistd.h>
#include <utility>

#include "base/log.h"

namespace slipher::statements {

Error file_error(std::string_view action, const std::string& path) {
  const auto cause = std::generic_category().message(errno);
  return Error(ErrorCode::kInternal, fmt::format("cannot {} {}: {}", action, path, cause));
}

Error storing_error(std::string_view action, const std::string& path) {
  return storing_error(action, path, {errno, std::generic_category()});
}

Error storing_error(std::string_view action, const std::string& path, const std::error_code& cause) {
  spdlog::error("cannot {} {}: {}", action, path, cause.message());
  return Error(ErrorCode::kSql, "ERROR: the result cannot be stored: " + cause.message());
}

FileDescriptor::~FileDescriptor() {
  if (fd_ >= 0) ::close(fd_);
}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

}  // namespace slipher::statements
