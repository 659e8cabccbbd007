#include "objects/s3_xml.h"

#include <cstdio>
#include <pugixml.hpp>
#include <sstream>

namespace slipher::objects {
namespace {

bool load(pugi::xml_document& document, std::string_view body) {
  return static_cast<bool>(document.load_buffer(body.data(), body.size()));
}

}  // namespace

std::optional<Timestamp> parse_iso_time(std::string_view text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (std::sscanf(std::string(text).c_str(), "%4d-%2u-%2uT%2d:%2d:%2d", &year, &month, &day, &hour, &minute, &second) !=
      6)
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  if (!date.ok()) return std::nullopt;
  return Timestamp(std::chrono::sys_days(date)) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         seconds(second);
}

S3Failure parse_failure(std::string_view body) {
  pugi::xml_document document;
  if (!load(document, body)) return {};
  const auto error = document.child("Error");
  return {error.child_value("Code"), error.child_value("Message"), error.child_value("Region")};
}

std::optional<ListingPage> parse_listing(std::string_view body) {
  pugi::xml_document document;
  if (!load(document, body)) return std::nullopt;
  const auto result = document.child("ListBucketResult");
  if (!result) return std::nullopt;
  ListingPage page;
  for (const auto& entry : result.children("Contents")) {
    Object object;
    object.key = entry.child_value("Key");
    object.bytes = entry.child("Size").text().as_llong();
    object.etag = entry.child_value("ETag");
    if (const auto time = parse_iso_time(entry.child_value("LastModified"))) object.modified_at = *time;
    page.objects.push_back(std::move(object));
  }
  if (result.child("IsTruncated").text().as_bool()) page.next_token = result.child_value("NextContinuationToken");
  return page;
}

std::string parse_upload_id(std::string_view body) {
  pugi::xml_document document;
  if (!load(document, body)) return {};
  return document.child("InitiateMultipartUploadResult").child_value("UploadId");
}

std::string completion_xml(const std::vector<std::string>& etags) {
  pugi::xml_document document;
  auto root = document.append_child("CompleteMultipartUpload");
  root.append_attribute("xmlns") = "http://s3.amazonaws.com/doc/2006-03-01/";
  int number = 0;
  for (const auto& etag : etags) {
    auto part = root.append_child("Part");
    part.append_child("PartNumber").text() = ++number;
    part.append_child("ETag").text() = etag.c_str();
  }
  std::ostringstream text;
  document.save(text, "", pugi::format_raw | pugi::format_no_declaration);
  return text.str();
}

}  // namespace slipher::objects
