#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "objects/object_store.h"

namespace slipher::engine {

struct ExternalFile {
  std::string uri;  // s3://bucket/key
  std::int64_t bytes = 0;
};
using ExternalFiles = std::vector<ExternalFile>;

/// The files of an external table or partition: every object in the folder `location`, or what it lists as a manifest.
/// Names that begin with ".", "_" or "#" or end with "~" are passed over, as in Amazon Redshift Spectrum.
Result<ExternalFiles> external_files(objects::ObjectStore& objects, const std::string& location);

/// Whether `location` is one object, and that a manifest: its name ends so, or it begins with {"entries".
Result<bool> is_manifest(objects::ObjectStore& objects, const std::string& location);

/// external_files() for many partitions: those below the table's own folder are found with one listing.
class ExternalFileFinder {
 public:
  ExternalFileFinder(objects::ObjectStore& objects, std::string table_location);
  Result<ExternalFiles> find(const std::string& location);

 private:
  objects::ObjectStore& objects_;
  const std::string folder_;  // the table's, ending in /
  std::optional<Result<ExternalFiles>> listed_;
};

}  // namespace slipher::engine
