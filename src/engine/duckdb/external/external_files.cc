#include "engine/duckdb/external/external_files.h"

#include <algorithm>
#include <string_view>

#include "engine/duckdb/errors.h"
#include "engine/duckdb/load/source_files.h"
#include "objects/store.h"

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

/// What the manifest lists, in its order; a file that is listed twice is read twice.
Result<ExternalFiles> listed_files(objects::ObjectStore& objects, const std::string& manifest) {
  const auto entries = read_manifest(objects, manifest);
  if (!entries) return entries.error();
  ExternalFiles files;
  for (const auto& entry : *entries) {
    const auto location = objects::parse_location(entry.url);
    if (!location) return location.error();
    if (entry.content_length < 0)
      return sql_failure("The manifest '" + manifest + "' has no content_length for '" + entry.url + "'");
    const auto file = objects::store_of(objects).open(*location);
    if (file) {
      if ((*file)->object().bytes > 0) files.push_back({objects::uri_of(*location), (*file)->object().bytes});
    } else if (entry.mandatory) {
      return missing_file(entry.url, file.error());
    } else if (file.error().message.find("does not exist") == std::string::npos) {
      return file.error();
    }
  }
  return files;
}

/// {"entries", whatever the blanks.
bool begins_as_manifest(std::string_view text) {
  for (const std::string_view expected : {"{", "\"entries\""}) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    if (!text.starts_with(expected)) return false;
    text.remove_prefix(expected.size());
  }
  return true;
}

}  // namespace

Result<bool> is_manifest(objects::ObjectStore& objects, const std::string& location) {
  const auto place = objects::parse_location(location);
  if (!place) return place.error();
  if (place->key.empty() || place->key.ends_with('/')) return false;
  const auto object = objects::store_of(objects).open(*place);
  if (!object) return false;  // a folder, or nothing
  char text[256];
  const auto size = (*object)->read(0, text, sizeof text);
  if (!size) return size.error();
  return place->key.ends_with("manifest") || begins_as_manifest({text, *size});
}

Result<ExternalFiles> external_files(objects::ObjectStore& objects, const std::string& location) {
  const auto place = objects::parse_location(location);
  if (!place) return place.error();
  const auto manifest = is_manifest(objects, location);
  if (!manifest) return manifest.error();
  if (*manifest) return listed_files(objects, location);
  const auto found = objects.list(place->bucket, place->key);
  if (!found) return found.error();
  const auto folder = place->key.empty() ? std::string() : as_folder(place->key);
  ExternalFiles files;
  for (const auto& object : *found) {
    // "sales" is the folder sales/ or the object sales, never sales2/.
    if (object.key != place->key && !object.key.starts_with(folder)) continue;
    if (!is_hidden(object.key) && object.bytes > 0)
      files.push_back({objects::uri_of({place->bucket, object.key}), object.bytes});
  }
  return files;
}

ExternalFileFinder::ExternalFileFinder(objects::ObjectStore& objects, std::string table_location)
    : objects_(objects), folder_(as_folder(std::move(table_location))) {}

Result<ExternalFiles> ExternalFileFinder::find(const std::string& location) {
  const auto folder = as_folder(location);
  if (!folder.starts_with(folder_)) return external_files(objects_, location);
  if (!listed_) listed_ = external_files(objects_, folder_);
  if (!*listed_) return listed_->error();
  const auto& all = **listed_;
  ExternalFiles files;
  auto file = std::lower_bound(all.begin(), all.end(), folder,
                               [](const ExternalFile& each, const std::string& sought) { return each.uri < sought; });
  for (; file != all.end() && file->uri.starts_with(folder); ++file) files.push_back(*file);
  // One object, as a manifest is.
  if (files.empty() && !location.ends_with('/')) return external_files(objects_, location);
  return files;
}

}  // namespace slipher::engine
