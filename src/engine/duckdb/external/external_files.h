#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "objects/object_store.h"

namespace slipher::engine {

/// The files of an external table or partition, as s3:// locations: every object in the folder `location`, or what the
/// manifest there lists. Names that begin with ".", "_" or "#" or end with "~" are passed over, as in Amazon Redshift
/// Spectrum.
Result<std::vector<std::string>> external_files(objects::ObjectStore& objects, const std::string& location);

/// external_files() for many partitions: those below the table's own folder are found with one listing.
class ExternalFileFinder {
 public:
  ExternalFileFinder(objects::ObjectStore& objects, std::string table_location);
  Result<std::vector<std::string>> find(const std::string& location);

 private:
  objects::ObjectStore& objects_;
  const std::string folder_;  // the table's, ending in /
  std::optional<Result<std::vector<std::string>>> listed_;
};

}  // namespace slipher::engine
