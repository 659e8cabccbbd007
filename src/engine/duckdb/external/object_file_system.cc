#include "engine/duckdb/external/object_file_system.h"

#include <cstring>

#include "duckdb/common/file_opener.hpp"
#include "duckdb/common/file_system.hpp"
#include "duckdb/main/client_context_state.hpp"

namespace slipher::engine {
namespace {

using ::duckdb::FileHandle;
using ::duckdb::FileOpener;
using ::duckdb::FileOpenFlags;
using ::duckdb::FileSystem;
using ::duckdb::FileType;
using ::duckdb::idx_t;
using ::duckdb::OpenFileInfo;
using ::duckdb::optional_ptr;
using std::string;

constexpr std::string_view kScheme = "s3://";

/// The statement's store, where code inside of DuckDB finds it.
struct ObjectsState final : ::duckdb::ClientContextState {
  static constexpr const char* kKey = "slipher_objects";
  explicit ObjectsState(std::shared_ptr<objects::Store> store_in) : store(std::move(store_in)) {}
  const std::shared_ptr<objects::Store> store;
};

/// Keys as they are stored, without the rules for what users write.
objects::Location location_of(const string& path) {
  const auto rest = path.substr(kScheme.size());
  const auto slash = rest.find('/');
  return {rest.substr(0, slash), slash == string::npos ? string() : rest.substr(slash + 1)};
}

struct ObjectHandle final : FileHandle {
  ObjectHandle(FileSystem& system, const string& path, FileOpenFlags flags, std::shared_ptr<objects::Store> store_in,
               std::unique_ptr<objects::ObjectReader> reader_in)
      : FileHandle(system, path, flags), store(std::move(store_in)), reader(std::move(reader_in)) {}
  void Close() override { reader.reset(); }

  std::shared_ptr<objects::Store> store;  // outlives its reader
  std::unique_ptr<objects::ObjectReader> reader;
  idx_t position = 0;
};

objects::ObjectReader& reader_of(FileHandle& handle) {
  auto& reader = handle.Cast<ObjectHandle>().reader;
  if (!reader) throw ::duckdb::InvalidInputException("the object is closed");
  return *reader;
}

class ObjectFileSystem final : public FileSystem {
 public:
  explicit ObjectFileSystem(objects::ObjectStore& objects) : objects_(objects) {}

  string GetName() const override { return "slipher_objects"; }
  bool CanHandleFile(const string& path) override { return path.starts_with(kScheme); }
  bool CanSeek() override { return true; }
  bool OnDiskFile(FileHandle&) override { return false; }
  bool IsPipe(const string&, optional_ptr<FileOpener>) override { return false; }
  string PathSeparator(const string&) override { return "/"; }

  ::duckdb::unique_ptr<FileHandle> OpenFile(const string& path, FileOpenFlags flags,
                                            optional_ptr<FileOpener> opener) override {
    if (flags.OpenForWriting()) throw ::duckdb::InvalidInputException("objects are written by publishing them");
    auto store = store_for(opener);
    auto reader = store->open(location_of(path));
    if (!reader) throw_storage_error(reader.error());
    return ::duckdb::make_uniq_base<FileHandle, ObjectHandle>(*this, path, flags, std::move(store), *std::move(reader));
  }

  std::int64_t Read(FileHandle& handle, void* buffer, std::int64_t bytes) override {
    auto& object = handle.Cast<ObjectHandle>();
    const auto count = reader_of(handle).read(static_cast<std::int64_t>(object.position), static_cast<char*>(buffer),
                                              static_cast<std::size_t>(bytes));
    if (!count) throw_storage_error(count.error());
    object.position += *count;
    return static_cast<std::int64_t>(*count);
  }
  void Read(FileHandle& handle, void* buffer, std::int64_t bytes, idx_t location) override {
    const auto count = reader_of(handle).read(static_cast<std::int64_t>(location), static_cast<char*>(buffer),
                                              static_cast<std::size_t>(bytes));
    if (!count) throw_storage_error(count.error());
    if (*count != static_cast<std::size_t>(bytes))
      throw ::duckdb::InvalidInputException("the object %s ends too early", handle.path);
  }

  std::int64_t GetFileSize(FileHandle& handle) override { return reader_of(handle).object().bytes; }
  ::duckdb::timestamp_t GetLastModifiedTime(FileHandle& handle) override {
    return ::duckdb::timestamp_t(reader_of(handle).object().modified_at.time_since_epoch().count());
  }
  string GetVersionTag(FileHandle& handle) override { return reader_of(handle).object().etag; }
  FileType GetFileType(FileHandle&) override { return FileType::FILE_TYPE_REGULAR; }
  void Seek(FileHandle& handle, idx_t location) override { handle.Cast<ObjectHandle>().position = location; }
  void Reset(FileHandle& handle) override { Seek(handle, 0); }
  idx_t SeekPosition(FileHandle& handle) override { return handle.Cast<ObjectHandle>().position; }

  bool FileExists(const string& path, optional_ptr<FileOpener> opener) override {
    return store_for(opener)->open(location_of(path)).has_value();
  }
  bool DirectoryExists(const string&, optional_ptr<FileOpener>) override { return false; }
  /// Paths name one object each; what stands for itself in brackets is meant as it is.
  ::duckdb::vector<OpenFileInfo> Glob(const string& path, FileOpener*) override {
    return {OpenFileInfo(plain_path(path))};
  }

 private:
  std::shared_ptr<objects::Store> store_for(optional_ptr<FileOpener> opener) {
    if (auto context = FileOpener::TryGetClientContext(opener)) return objects_of(*context, objects_);
    return objects::store_of(objects_).for_statement({});
  }

  objects::ObjectStore& objects_;
};

}  // namespace

std::string without_glob(const std::string& path) {
  std::string out;
  for (const char c : path) {
    const bool is_special = c == '*' || c == '?' || c == '[';
    out += is_special ? std::string{'[', c, ']'} : std::string(1, c);
  }
  return out;
}

std::string plain_path(const std::string& path) {
  std::string plain;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const bool bracketed = path[i] == '[' && i + 2 < path.size() && path[i + 2] == ']';
    plain += bracketed ? path[i + 1] : path[i];
    if (bracketed) i += 2;
  }
  return plain;
}

void throw_storage_error(const Error& error) {
  if (error.code == ErrorCode::kCanceled) throw ::duckdb::InterruptException();
  constexpr std::string_view kPrefix = "ERROR: ";
  const auto from = error.message.starts_with(kPrefix) ? kPrefix.size() : 0;
  throw ::duckdb::InvalidInputException("%s", error.message.substr(from));
}

std::shared_ptr<objects::Store> objects_of(::duckdb::ClientContext& context, objects::ObjectStore& objects) {
  const auto state = context.registered_state->Get<ObjectsState>(ObjectsState::kKey);
  if (state) return state->store;
  ::duckdb::weak_ptr<::duckdb::ClientContext> weak = context.shared_from_this();
  return objects::store_of(objects).for_statement({std::nullopt, [weak] {
                                                     const auto running = weak.lock();
                                                     return !running || running->interrupted;
                                                   }});
}

void register_object_file_system(::duckdb::DatabaseInstance& instance, objects::ObjectStore& objects) {
  FileSystem::GetFileSystem(instance).RegisterSubSystem(::duckdb::make_uniq<ObjectFileSystem>(objects));
}

StatementObjects::StatementObjects(SessionContext& session, std::optional<objects::Credentials> credentials)
    : session_(session), shared_(session.objects) {
  std::shared_ptr<objects::Store> store =
      objects::store_of(*shared_).for_statement({std::move(credentials), session.is_interrupted});
  session_.objects = store.get();
  session_.connection->context->registered_state->Insert(ObjectsState::kKey,
                                                         ::duckdb::make_shared_ptr<ObjectsState>(std::move(store)));
}

StatementObjects::~StatementObjects() {
  session_.objects = shared_;
  session_.connection->context->registered_state->Remove(ObjectsState::kKey);
}

}  // namespace slipher::engine
