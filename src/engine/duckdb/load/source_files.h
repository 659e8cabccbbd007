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

/// A small object, whole: a manifest or a JSONPaths file.
Result<std::string> read_small_object(objects::ObjectStore& objects, const std::string& uri);

}  // namespace slipher::engine
