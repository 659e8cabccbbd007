#include <algorithm>

#include "duckdb/common/file_system.hpp"
#include "engine/duckdb/load/file_blocks.h"

namespace slipher::engine {
namespace {

using ::duckdb::FileFlags;
using sql::Compression;

class HandleSource final : public ByteSource {
 public:
  explicit HandleSource(::duckdb::unique_ptr<::duckdb::FileHandle> handle) : handle_(std::move(handle)) {}
  std::size_t read(char* out, std::size_t size) override {
    return static_cast<std::size_t>(std::max<std::int64_t>(handle_->Read(out, size), 0));
  }

 private:
  ::duckdb::unique_ptr<::duckdb::FileHandle> handle_;
};

/// Says which file it is that cannot be read.
class NamedSource final : public ByteSource {
 public:
  NamedSource(SourcePointer inner, const LoadPlan& plan, std::size_t file)
      : inner_(std::move(inner)), plan_(plan), file_(file) {}
  std::size_t read(char* out, std::size_t size) override {
    try {
      return inner_->read(out, size);
    } catch (const BadFile& bad) {
      throw_bad_file(plan_, file_, bad);
    }
  }

 private:
  SourcePointer inner_;
  const LoadPlan& plan_;
  std::size_t file_;
};

}  // namespace

void throw_bad_file(const LoadPlan& plan, std::size_t file, const BadFile& bad) {
  throw ::duckdb::InvalidInputException("File '%s' %s", plan.files[file].uri, bad.what());
}

SourcePointer open_source(::duckdb::ClientContext& context, LoadPlan& plan, std::size_t file) {
  const auto& statement = plan.statement;
  auto handle =
      ::duckdb::FileSystem::GetFileSystem(context).OpenFile(plan.files[file].path, FileFlags::FILE_FLAGS_READ);
  plan.progress[file].file_bytes = static_cast<std::int64_t>(handle->GetFileSize());
  SourcePointer source = std::make_unique<HandleSource>(std::move(handle));
  switch (statement.compression) {
    case Compression::kNone:
      break;
    case Compression::kGzip:
      source = gzip_source(std::move(source));
      break;
    case Compression::kZstd:
      source = zstd_source(std::move(source));
      break;
    case Compression::kBzip2:
      source = bzip2_source(std::move(source));
      break;
    case Compression::kLzop:
      source = lzop_source(std::move(source));
      break;
  }
  if (statement.encoding != sql::TextEncoding::kUtf8) source = utf8_source(std::move(source), statement.encoding);
  return std::make_unique<NamedSource>(std::move(source), plan, file);
}

}  // namespace slipher::engine
