#include "statements/result_file.h"

#include <bit>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "base/failpoint.h"
#include "statements/checksum.h"

namespace slipher::statements {
namespace {

static_assert(std::endian::native == std::endian::little);
static_assert(sizeof(PageEntry) == 32 && sizeof(FileTrailer) == 48);

constexpr std::string_view kHead = "SLIPHER RESULT1\n";
constexpr std::string_view kTail = "SLIPHER RESULTE\n";
/// Written bytes after which the kernel is asked to start writing them back, so that the last flush has little to do.
constexpr std::uint64_t kWriteBackBytes = 8 * 1024 * 1024;

template <class T>
std::string_view bytes_of(const T* values, std::size_t count) {
  return {reinterpret_cast<const char*>(values), count * sizeof(T)};
}

/// Reads exactly `size` bytes; false at the end of the file or on an error.
bool read_exactly(int fd, char* out, std::size_t size, std::uint64_t offset) {
  while (size > 0) {
    const auto got = ::pread(fd, out, size, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    out += got;
    size -= static_cast<std::size_t>(got);
    offset += static_cast<std::uint64_t>(got);
  }
  return true;
}

Result<void> flush_directory(const std::string& directory) {
  const FileDescriptor handle(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle.is_open() || ::fsync(handle.get()) != 0) return storing_error("flush", directory);
  return {};
}

}  // namespace

ResultFileWriter::ResultFileWriter(std::string path, FileDescriptor file)
    : path_(std::move(path)), file_(std::move(file)) {}

ResultFileWriter::~ResultFileWriter() {
  if (!finished_) ::unlink(path_.c_str());
}

Result<std::unique_ptr<ResultFileWriter>> ResultFileWriter::create(const std::string& path) {
  const auto directory = std::filesystem::path(path).parent_path();
  std::error_code failure;
  if (std::filesystem::create_directories(directory, failure)) {
    if (auto flushed = flush_directory(directory.parent_path().string()); !flushed) return flushed.error();
  }
  if (failure) return storing_error("make", directory.string(), failure);
  FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!file.is_open()) return storing_error("make", path);
  std::unique_ptr<ResultFileWriter> writer(new ResultFileWriter(path, std::move(file)));
  if (auto written = writer->write(kHead); !written) return written.error();
  return writer;
}

Result<void> ResultFileWriter::write(std::string_view bytes) {
  if (failpoint("results.write")) {
    errno = ENOSPC;
    return storing_error("write", path_);
  }
  while (!bytes.empty()) {
    const auto wrote = ::write(file_.get(), bytes.data(), bytes.size());
    if (wrote < 0) {
      if (errno == EINTR) continue;
      return storing_error("write", path_);
    }
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
    offset_ += static_cast<std::uint64_t>(wrote);
  }
  return {};
}

Result<void> ResultFileWriter::add_page(std::string_view bytes, std::uint64_t rows) {
  index_.push_back({offset_, bytes.size(), rows, checksum(bytes)});
  rows_ += rows;
  if (auto written = write(bytes); !written) return written;
  if (offset_ - written_back_ >= kWriteBackBytes) {
    ::sync_file_range(file_.get(), static_cast<off64_t>(written_back_), static_cast<off64_t>(offset_ - written_back_),
                      SYNC_FILE_RANGE_WRITE);
    written_back_ = offset_;
  }
  return {};
}

Result<void> ResultFileWriter::finish() {
  FileTrailer trailer;
  const auto index = bytes_of(index_.data(), index_.size());
  trailer.index_offset = offset_;
  trailer.page_count = index_.size();
  trailer.rows = rows_;
  trailer.index_checksum = checksum(index);
  std::memcpy(trailer.magic, kTail.data(), kTail.size());
  if (auto written = write(index); !written) return written;
  if (auto written = write(bytes_of(&trailer, 1)); !written) return written;
  if (::fdatasync(file_.get()) != 0) return storing_error("flush", path_);
  if (auto flushed = flush_directory(std::filesystem::path(path_).parent_path().string()); !flushed) return flushed;
  finished_ = true;
  return {};
}

Error ResultFile::damaged(std::string_view what) const {
  return Error(ErrorCode::kInternal, fmt::format("The stored result is damaged: {} of {}.", what, path_));
}

Result<std::shared_ptr<const ResultFile>> ResultFile::open(const std::string& path) {
  FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return file_error("open", path);
  std::shared_ptr<ResultFile> opened(new ResultFile(path, std::move(file)));
  if (auto loaded = opened->load_index(); !loaded) return loaded.error();
  return std::shared_ptr<const ResultFile>(std::move(opened));
}

Result<void> ResultFile::load_index() {
  struct stat status {};
  if (::fstat(file_.get(), &status) != 0) return file_error("read", path_);
  const auto size = static_cast<std::uint64_t>(status.st_size);
  FileTrailer trailer;
  if (size < kHead.size() + sizeof trailer ||
      !read_exactly(file_.get(), reinterpret_cast<char*>(&trailer), sizeof trailer, size - sizeof trailer) ||
      std::string_view(trailer.magic, sizeof trailer.magic) != kTail) {
    return damaged("the end");
  }
  const auto index_end = size - sizeof trailer;
  if (trailer.index_offset > index_end || (index_end - trailer.index_offset) % sizeof(PageEntry) != 0 ||
      (index_end - trailer.index_offset) / sizeof(PageEntry) != trailer.page_count) {
    return damaged("the index");
  }
  index_.resize(trailer.page_count);
  auto* bytes = reinterpret_cast<char*>(index_.data());
  const auto index_bytes = index_.size() * sizeof(PageEntry);
  if (!read_exactly(file_.get(), bytes, index_bytes, trailer.index_offset) ||
      checksum({bytes, index_bytes}) != trailer.index_checksum) {
    return damaged("the index");
  }
  for (const auto& entry : index_) {
    if (entry.bytes > trailer.index_offset || entry.offset > trailer.index_offset - entry.bytes)
      return damaged("the index");
  }
  return {};
}

Result<std::string> ResultFile::read_page(std::uint64_t page) const {
  const auto& entry = index_.at(page);
  std::string bytes(entry.bytes, '\0');
  if (!read_exactly(file_.get(), bytes.data(), bytes.size(), entry.offset) || checksum(bytes) != entry.checksum) {
    return damaged(fmt::format("page {}", page));
  }
  return bytes;
}

}  // namespace slipher::statements
