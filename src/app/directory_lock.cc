#include "app/directory_lock.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace slipher::app {

Result<std::unique_ptr<DirectoryLock>> DirectoryLock::take(const std::string& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return Error(ErrorCode::kInternal, "cannot open " + file + ": " + std::strerror(errno));
  std::unique_ptr<DirectoryLock> lock(new DirectoryLock(descriptor));
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return Error(ErrorCode::kInternal, "cannot lock " + file + ": " + std::strerror(errno));
    char process[32] = {};
    const auto size = ::pread(descriptor, process, sizeof process - 1, 0);
    return Error(ErrorCode::kInternal, "another server" +
                                           (size > 0 ? " (process " + std::string(process) + ")" : std::string()) +
                                           " uses this data directory: it holds " + file);
  }
  const auto process = std::to_string(::getpid());
  if (::ftruncate(descriptor, 0) != 0 || ::pwrite(descriptor, process.data(), process.size(), 0) < 0) {
    return Error(ErrorCode::kInternal, "cannot write " + file + ": " + std::strerror(errno));
  }
  return lock;
}

DirectoryLock::~DirectoryLock() { ::close(descriptor_); }

}  // namespace slipher::app
