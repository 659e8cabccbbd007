#include "app/files.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

namespace slipher::app {

namespace {

Error failure(const std::string& what, const std::string& path) {
  return Error(ErrorCode::kInternal, "cannot " + what + " " + path + ": " + std::strerror(errno));
}

/// Writes and flushes a fresh file of mode 0600.
Result<void> write_new(const std::string& path, std::string_view content) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return failure("write", path);
  while (!content.empty()) {
    const auto written = ::write(file, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      const auto error = failure("write", path);
      ::close(file);
      ::unlink(path.c_str());
      return error;
    }
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  const bool flushed = ::fsync(file) == 0;
  if (::close(file) != 0 || !flushed) return failure("write", path);
  return {};
}

std::string temporary_name(const std::string& path) { return path + "." + std::to_string(::getpid()) + ".new"; }

}  // namespace

Result<void> make_directory(const std::string& path) {
  const std::filesystem::path directory(path);
  std::error_code error;
  if (std::filesystem::is_directory(directory, error)) return {};
  const auto parent = directory.parent_path();
  if (!parent.empty() && parent != directory) {
    std::filesystem::create_directories(parent, error);
    if (error)
      return Error(ErrorCode::kInternal, "cannot make the directory " + parent.string() + ": " + error.message());
  }
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return failure("make the directory", path);
  if (!std::filesystem::is_directory(directory, error)) {
    return Error(ErrorCode::kInternal, path + " is not a directory");
  }
  return {};
}

Result<std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return failure("read", path);
  std::stringstream text;
  text << in.rdbuf();
  if (in.bad()) return failure("read", path);
  return text.str();
}

bool exists(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path, error) || error;  // what may not be looked at is not known to be missing
}

Result<void> write_file(const std::string& path, std::string_view content) {
  const auto temporary = temporary_name(path);
  if (auto written = write_new(temporary, content); !written) return written;
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const auto error = failure("write", path);
    ::unlink(temporary.c_str());
    return error;
  }
  return {};
}

Result<bool> create_file(const std::string& path, std::string_view content) {
  const auto temporary = temporary_name(path);
  if (auto written = write_new(temporary, content); !written) return written.error();
  const bool made = ::link(temporary.c_str(), path.c_str()) == 0;
  const int problem = errno;
  ::unlink(temporary.c_str());
  if (made) return true;
  errno = problem;
  if (problem == EEXIST) return false;
  return failure("write", path);
}

}  // namespace slipher::app
