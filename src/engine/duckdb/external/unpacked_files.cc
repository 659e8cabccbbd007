#include "engine/duckdb/external/unpacked_files.h"

#include <algorithm>

#include "duckdb/common/file_opener.hpp"
#include "duckdb/common/file_system.hpp"
#include "duckdb/common/string_util.hpp"
#include "engine/duckdb/external/object_file_system.h"
#include "engine/duckdb/load/byte_source.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

using ::duckdb::FileHandle;
using ::duckdb::FileOpener;
using ::duckdb::FileOpenFlags;
using ::duckdb::FileSystem;
using ::duckdb::idx_t;
using ::duckdb::OpenFileInfo;
using ::duckdb::optional_ptr;
using std::string;

constexpr std::string_view kScheme = "s3://";
constexpr std::string_view kUnpackedScheme = "s3unpacked://";

struct Packing {
  std::string_view ending;
  SourcePointer (*open)(SourcePointer);
};
constexpr Packing kPackings[] = {{".gz", gzip_source}, {".zst", zstd_source}, {".bz2", bzip2_source}};

const Packing* packing_of(const string& path) {
  const auto name = ::duckdb::StringUtil::Lower(path);
  const auto* found = std::find_if(std::begin(kPackings), std::end(kPackings),
                                   [&](const Packing& each) { return name.ends_with(each.ending); });
  return found == std::end(kPackings) ? nullptr : found;
}

class PackedBytes final : public ByteSource {
 public:
  explicit PackedBytes(FileHandle& handle) : handle_(handle) {}
  std::size_t read(char* out, std::size_t size) override {
    return static_cast<std::size_t>(std::max<std::int64_t>(handle_.Read(out, size), 0));
  }

 private:
  FileHandle& handle_;
};

struct UnpackedHandle final : FileHandle {
  UnpackedHandle(FileSystem& system, const string& path, FileOpenFlags flags,
                 ::duckdb::unique_ptr<FileHandle> packed_in)
      : FileHandle(system, path, flags), packed(std::move(packed_in)) {
    start();
  }
  void Close() override {
    source.reset();
    packed.reset();
  }
  idx_t GetProgress() override { return packed->SeekPosition(); }
  void start() {
    packed->Reset();
    source = packing_of(path)->open(std::make_unique<PackedBytes>(*packed));
  }

  ::duckdb::unique_ptr<FileHandle> packed;
  SourcePointer source;
};

/// Reads from the start to the end.
class UnpackedFileSystem final : public FileSystem {
 public:
  string GetName() const override { return "slipher_unpacked"; }
  bool CanHandleFile(const string& path) override { return path.starts_with(kUnpackedScheme); }
  bool CanSeek() override { return false; }
  bool OnDiskFile(FileHandle&) override { return false; }
  bool IsPipe(const string&, optional_ptr<FileOpener>) override { return false; }
  string PathSeparator(const string&) override { return "/"; }

  ::duckdb::unique_ptr<FileHandle> OpenFile(const string& path, FileOpenFlags flags,
                                            optional_ptr<FileOpener> opener) override {
    auto context = FileOpener::TryGetClientContext(opener);
    if (flags.OpenForWriting() || !context || !packing_of(path))
      throw ::duckdb::InvalidInputException("%s cannot be opened", path);
    auto packed = FileSystem::GetFileSystem(*context).OpenFile(uri_of(path), ::duckdb::FileFlags::FILE_FLAGS_READ);
    return ::duckdb::make_uniq_base<FileHandle, UnpackedHandle>(*this, path, flags, std::move(packed));
  }
  std::int64_t Read(FileHandle& handle, void* buffer, std::int64_t bytes) override {
    try {
      return static_cast<std::int64_t>(read_fully(*handle.Cast<UnpackedHandle>().source, static_cast<char*>(buffer),
                                                  static_cast<std::size_t>(bytes)));
    } catch (const BadFile& bad) {
      throw ::duckdb::InvalidInputException("File '%s' %s", uri_of(handle.path), string(bad.what()));
    }
  }
  void Reset(FileHandle& handle) override { handle.Cast<UnpackedHandle>().start(); }

  std::int64_t GetFileSize(FileHandle& handle) override {
    return static_cast<std::int64_t>(handle.Cast<UnpackedHandle>().packed->GetFileSize());
  }
  ::duckdb::timestamp_t GetLastModifiedTime(FileHandle& handle) override {
    auto& packed = *handle.Cast<UnpackedHandle>().packed;
    return packed.file_system.GetLastModifiedTime(packed);
  }
  ::duckdb::FileType GetFileType(FileHandle&) override { return ::duckdb::FileType::FILE_TYPE_REGULAR; }
  bool FileExists(const string&, optional_ptr<FileOpener>) override { return true; }
  bool DirectoryExists(const string&, optional_ptr<FileOpener>) override { return false; }
  ::duckdb::vector<OpenFileInfo> Glob(const string& path, FileOpener*) override {
    return {OpenFileInfo(plain_path(path))};
  }

 private:
  static string uri_of(const string& path) { return string(kScheme) + path.substr(kUnpackedScheme.size()); }
};

}  // namespace

string unpacked_path(const string& uri) {
  if (::duckdb::StringUtil::Lower(uri).ends_with(".snappy"))
    throw ::duckdb::InvalidInputException("File '%s': snappy compression of text files is not supported by Slipher",
                                          uri);
  return packing_of(uri) ? string(kUnpackedScheme) + uri.substr(kScheme.size()) : uri;
}

string unpacked_uri(const string& path) {
  return "replace(" + path + ", " + quote_text(kUnpackedScheme) + ", " + quote_text(kScheme) + ")";
}

void register_unpacked_files(::duckdb::DatabaseInstance& instance) {
  FileSystem::GetFileSystem(instance).RegisterSubSystem(::duckdb::make_uniq<UnpackedFileSystem>());
}

}  // namespace slipher::engine
