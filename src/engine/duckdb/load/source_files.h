#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "objects/object_store.h"

namespace slipher::engine {

/// A file that COPY reads.
struct DataFile {
  std::string uri;          // s3://bucket/key
  std::string path;         // what the engine opens
  std::int64_t bytes = -1;  // of the object; -1 = not known yet
  std::string etag;
  Timestamp modified_at{};
};

/// More files than this in one COPY are refused.
inline constexpr std::size_t kMaxDataFiles = 100'000;
inline constexpr std::int64_t kMaxManifestBytes = 64 * 1024 * 1024;

/// The files that `from` stands for: every object under that prefix, or what the manifest there lists. Fails when there
/// is none.
Result<std::vector<DataFile>> find_data_files(objects::ObjectStore& objects, const std::string& from, bool manifest);

/// A file that a manifest lists.
struct ManifestEntry {
  std::string url;
  bool mandatory = false;
  std::int64_t content_length = -1;  // of its "meta"; -1 = not there
};
Result<std::vector<ManifestEntry>> read_manifest(objects::ObjectStore& objects, const std::string& uri);
/// A mandatory file of a manifest that is not there.
Error missing_file(const std::string& url, const Error& cause);

/// A small object, whole: a manifest or a JSONPaths file.
Result<std::string> read_small_object(objects::ObjectStore& objects, const std::string& uri);

}  // namespace slipher::engine
