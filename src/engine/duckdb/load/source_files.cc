#include "engine/duckdb/load/source_files.h"

#include <charconv>

#include "engine/duckdb/load/json_cursor.h"
#include "objects/store.h"

namespace slipher::engine {
namespace {

Error sql_error(const std::string& text) { return {ErrorCode::kSql, "ERROR: " + text}; }

std::string text_of(std::string_view json) {
  return json.size() >= 2 && json.front() == '"' ? json_unescape(json) : std::string(json);
}

/// {"content_length": 12, ...}; -1 when it is not there.
std::int64_t content_length(std::string_view json) {
  std::int64_t length = -1;
  JsonCursor cursor(json);
  if (!cursor.accept('{')) return length;
  while (cursor.peek() == '"') {
    const auto key = text_of(cursor.string());
    cursor.accept(':');
    const auto value = cursor.value();
    if (key == "content_length") std::from_chars(value.data(), value.data() + value.size(), length);
    if (!cursor.accept(',')) break;
  }
  return length;
}

/// {"url": "s3://...", "mandatory": true, "meta": {...}}
bool parse_entry(std::string_view json, ManifestEntry& entry) {
  JsonCursor cursor(json);
  if (!cursor.accept('{')) return false;
  while (cursor.peek() == '"') {
    const auto key = text_of(cursor.string());
    cursor.accept(':');
    const auto value = cursor.value();
    if (key == "url") entry.url = text_of(value);
    if (key == "mandatory") entry.mandatory = value == "true";
    if (key == "meta") entry.content_length = content_length(value);
    if (!cursor.accept(',')) break;
  }
  return !cursor.failed() && !entry.url.empty();
}

Result<std::vector<ManifestEntry>> parse_manifest(std::string_view text) {
  const auto fail = [] {
    return sql_error(
        "The manifest is not valid: expected {\"entries\": [{\"url\": \"s3://bucket/key\", \"mandatory\": true}]}");
  };
  std::vector<ManifestEntry> entries;
  JsonCursor whole(text);
  const auto object = whole.value();
  if (whole.failed() || !whole.at_end()) return fail();
  JsonCursor cursor(object);
  if (!cursor.accept('{')) return fail();
  while (cursor.peek() == '"') {
    const auto key = text_of(cursor.string());
    cursor.accept(':');
    const auto value = cursor.value();
    JsonCursor list(value);
    if (key == "entries") {
      if (!list.accept('[')) return fail();
      while (list.peek() == '{') {
        ManifestEntry entry;
        if (!parse_entry(list.value(), entry)) return fail();
        entries.push_back(std::move(entry));
        if (!list.accept(',')) break;
      }
    }
    if (!cursor.accept(',')) break;
  }
  return entries;
}

Result<std::vector<DataFile>> listed_files(objects::ObjectStore& objects, const std::string& manifest_uri) {
  const auto entries = read_manifest(objects, manifest_uri);
  if (!entries) return entries.error();
  std::vector<DataFile> files;
  for (const auto& entry : *entries) {
    const auto location = objects::parse_location(entry.url);
    if (!location) return location.error();
    const auto path = objects.readable_path(*location);
    if (path) {
      files.push_back({entry.url, *path, entry.content_length});
    } else if (entry.mandatory) {
      return missing_file(entry.url, path.error());
    }
  }
  return files;
}

Result<std::vector<DataFile>> files_under(objects::ObjectStore& objects, const std::string& prefix) {
  const auto location = objects::parse_location(prefix);
  if (!location) return location.error();
  const auto found = objects.list(location->bucket, location->key);
  if (!found) return found.error();
  std::vector<DataFile> files;
  for (const auto& object : *found) {
    // A folder made by a console.
    if (object.key.ends_with('/')) continue;
    const auto path = objects.readable_path({location->bucket, object.key});
    if (!path) return path.error();
    files.push_back(
        {"s3://" + location->bucket + "/" + object.key, *path, object.bytes, object.etag, object.modified_at});
  }
  if (files.empty()) return sql_error("The specified S3 prefix '" + location->key + "' does not exist");
  return files;
}

}  // namespace

Result<std::vector<DataFile>> find_data_files(objects::ObjectStore& objects, const std::string& from, bool manifest) {
  auto files = manifest ? listed_files(objects, from) : files_under(objects, from);
  if (files && files->empty()) return sql_error("The manifest '" + from + "' names no file that exists");
  if (files && files->size() > kMaxDataFiles)
    return sql_error("COPY of more than " + std::to_string(kMaxDataFiles) + " files");
  return files;
}

Result<std::vector<ManifestEntry>> read_manifest(objects::ObjectStore& objects, const std::string& uri) {
  const auto text = read_small_object(objects, uri);
  if (!text) return text.error();
  return parse_manifest(*text);
}

Error missing_file(const std::string& url, const Error& cause) {
  return sql_error("The specified S3 file '" + url +
                   "' of the manifest does not exist (mandatory)\n  Detail: " + cause.message);
}

Result<std::string> read_small_object(objects::ObjectStore& objects, const std::string& uri) {
  const auto location = objects::parse_location(uri);
  if (!location) return location.error();
  return objects::read_whole(objects, *location, kMaxManifestBytes);
}

}  // namespace slipher::engine
