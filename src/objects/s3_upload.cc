#include "objects/s3_upload.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <mutex>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "objects/errors.h"

namespace slipher::objects {
namespace {

/// An open file that several threads read.
class File {
 public:
  explicit File(const std::string& path) : file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~File() {
    if (file_ >= 0) ::close(file_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  /// -1 when it cannot be read.
  std::int64_t bytes() const {
    struct stat status {};
    return file_ >= 0 && ::fstat(file_, &status) == 0 ? status.st_size : -1;
  }
  /// False when there are not so many bytes.
  bool read(std::int64_t offset, std::string& out) const {
    std::size_t done = 0;
    while (done < out.size()) {
      const auto count = ::pread(file_, out.data() + done, out.size() - done, offset + static_cast<std::int64_t>(done));
      if (count <= 0) return false;
      done += static_cast<std::size_t>(count);
    }
    return true;
  }

 private:
  const int file_;
};

Error cannot_read(const Location& location) {
  return storage_failed("write " + uri_of(location), "its staged file cannot be read", 500, "InternalError");
}

/// The parts of one upload, in flight and done.
class Parts {
 public:
  Parts(const S3Client& client, const File& file, const Location& location, std::string upload_id)
      : client_(client), file_(file), location_(location), upload_id_(std::move(upload_id)) {}

  /// The parts' ETags, or the first failure.
  Result<std::vector<std::string>> send(std::int64_t bytes) {
    const auto part = std::max(kPartBytes, (bytes + kMaxParts - 1) / kMaxParts);
    etags_.resize(static_cast<std::size_t>((bytes + part - 1) / part));
    {
      TaskGroup tasks(client_.workers());
      for (std::size_t i = 0; i < etags_.size() && !failed(); ++i) {
        tasks.wait_until_at_most(kParallelParts - 1);
        const auto offset = static_cast<std::int64_t>(i) * part;
        tasks.run([this, i, offset, size = std::min(part, bytes - offset)] { send_part(i, offset, size); });
      }
    }
    if (error_) return *error_;
    return std::move(etags_);
  }

 private:
  bool failed() {
    std::lock_guard lock(mutex_);
    return error_.has_value();
  }

  void send_part(std::size_t index, std::int64_t offset, std::int64_t size) {
    if (failed()) return;
    std::string body(static_cast<std::size_t>(size), '\0');
    auto etag = file_.read(offset, body)
                    ? client_.put_part(location_, upload_id_, static_cast<int>(index) + 1, std::move(body))
                    : Result<std::string>(cannot_read(location_));
    std::lock_guard lock(mutex_);
    if (etag) {
      etags_[index] = *std::move(etag);
    } else if (!error_) {
      error_ = etag.error();
    }
  }

  const S3Client& client_;
  const File& file_;
  const Location& location_;
  const std::string upload_id_;
  std::mutex mutex_;
  std::vector<std::string> etags_;
  std::optional<Error> error_;
};

}  // namespace

Result<void> upload_file(const S3Client& client, const std::string& path, const Location& location) {
  const File file(path);
  const auto bytes = file.bytes();
  if (bytes < 0) return cannot_read(location);
  if (bytes <= kPartBytes) {
    std::string body(static_cast<std::size_t>(bytes), '\0');
    if (!file.read(0, body)) return cannot_read(location);
    return client.put(location, std::move(body));
  }
  auto upload = client.create_upload(location);
  if (!upload) return upload.error();
  Parts parts(client, file, location, *upload);
  auto etags = parts.send(bytes);
  auto done = etags ? client.complete_upload(location, *upload, *etags) : Result<void>(etags.error());
  if (!done) client.abort_upload(location, *upload);
  return done;
}

}  // namespace slipher::objects
