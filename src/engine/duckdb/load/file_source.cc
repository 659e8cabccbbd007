#include <algorithm>

#include "duckdb/common/file_system.hpp"
#include "engine/duckdb/load/engine_compression.h"
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

/// Throws what the engine's decompression threw, which has the server's path in it or no name, with the object's name.
[[noreturn]] void throw_damaged(const LoadPlan& plan, std::size_t file) {
  switch (plan.statement.compression) {
    case Compression::kGzip:
      throw_bad_file(plan, file, BadFile("is not a gzip file, or is damaged"));
    case Compression::kZstd:
      throw_bad_file(plan, file, BadFile("is not a zstd file, or is damaged"));
    default:
      throw;
  }
}

/// Runs `body`, which opens or reads the file, and says which file it is that cannot be read.
template <class Body>
auto naming(const LoadPlan& plan, std::size_t file, Body&& body) -> decltype(body()) {
  try {
    return body();
  } catch (const BadFile& bad) {
    throw_bad_file(plan, file, bad);
  } catch (const ::duckdb::IOException&) {
    throw_damaged(plan, file);
  } catch (const ::duckdb::NotImplementedException&) {
    throw_damaged(plan, file);
  }
}

class NamedSource final : public ByteSource {
 public:
  NamedSource(SourcePointer inner, const LoadPlan& plan, std::size_t file)
      : inner_(std::move(inner)), plan_(plan), file_(file) {}
  std::size_t read(char* out, std::size_t size) override {
    return naming(plan_, file_, [&] { return inner_->read(out, size); });
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
  auto handle = naming(plan, file, [&] {
    return ::duckdb::FileSystem::GetFileSystem(context).OpenFile(
        plan.files[file].path, FileFlags::FILE_FLAGS_READ | engine_compression(statement.compression));
  });
  plan.progress[file].file_bytes = static_cast<std::int64_t>(handle->GetFileSize());
  SourcePointer source = std::make_unique<HandleSource>(std::move(handle));
  if (statement.compression == Compression::kBzip2) source = bzip2_source(std::move(source));
  if (statement.compression == Compression::kLzop) source = lzop_source(std::move(source));
  if (statement.encoding != sql::TextEncoding::kUtf8) source = utf8_source(std::move(source), statement.encoding);
  return std::make_unique<NamedSource>(std::move(source), plan, file);
}

}  // namespace slipher::engine
