#include "engine/duckdb/external/external_files.h"

#include <algorithm>

#include "engine/duckdb/load/source_files.h"

namespace slipher::engine {
namespace {

bool is_hidden(const std::string& key) {
  const auto name = key.substr(key.rfind('/') + 1);
  return name.empty() || name.front() == '.' || name.front() == '_' || name.front() == '#' || name.back() == '~';
}

std::string as_folder(std::string location) {
  if (!location.ends_with('/')) location += '/';
  return location;
}

}  // namespace

Result<std::vector<std::string>> external_files(objects::ObjectStore& objects, const std::string& location) {
  const auto place = objects::parse_location(location);
  if (!place) return place.error();
  if (place->key.ends_with("manifest")) {
    const auto listed = find_data_files(objects, location, true);
    if (!listed) return listed.error();
    std::vector<std::string> files;
    for (const auto& file : *listed) files.push_back(file.uri);
    return files;
  }
  const auto found = objects.list(place->bucket, place->key);
  if (!found) return found.error();
  const auto folder = place->key.empty() ? std::string() : as_folder(place->key);
  std::vector<std::string> files;
  for (const auto& object : *found) {
    // "sales" is the folder sales/ or the object sales, never sales2/.
    if (object.key != place->key && !object.key.starts_with(folder)) continue;
    if (!is_hidden(object.key) && object.bytes > 0) files.push_back("s3://" + place->bucket + "/" + object.key);
  }
  return files;
}

ExternalFileFinder::ExternalFileFinder(objects::ObjectStore& objects, std::string table_location)
    : objects_(objects), folder_(as_folder(std::move(table_location))) {}

Result<std::vector<std::string>> ExternalFileFinder::find(const std::string& location) {
  const auto folder = as_folder(location);
  if (!folder.starts_with(folder_) || location.ends_with("manifest")) return external_files(objects_, location);
  if (!listed_) listed_ = external_files(objects_, folder_);
  if (!*listed_) return listed_->error();
  const auto& all = **listed_;
  std::vector<std::string> files;
  for (auto file = std::lower_bound(all.begin(), all.end(), folder); file != all.end() && file->starts_with(folder);
       ++file)
    files.push_back(*file);
  return files;
}

}  // namespace slipher::engine
