#include "identity/canonical_request.h"

#include <algorithm>

#include "identity/hmac.h"

namespace slipher::identity {
namespace {

bool is_unreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_blank(char c) { return c == ' ' || c == '\t'; }

void append_collapsed(std::string& out, std::string_view value) {
  bool blank = false;
  const std::size_t start = out.size();
  for (const char c : value) {
    if (is_blank(c)) {
      blank = out.size() > start;
      continue;
    }
    if (blank) out += ' ';
    blank = false;
    out += c;
  }
}

}  // namespace

std::string uri_encode(std::string_view bytes, bool keep_slashes) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(bytes.size());
  for (const char c : bytes) {
    if (is_unreserved(c) || (keep_slashes && c == '/')) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += '%';
    encoded += kDigits[byte >> 4];
    encoded += kDigits[byte & 15];
  }
  return encoded;
}

std::string uri_decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low < 0) {
      decoded += text[i];
      continue;
    }
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return decoded;
}

std::string canonical_path(std::string_view target) {
  const std::string_view path = target.substr(0, target.find('?'));
  std::vector<std::string_view> segments;
  for (std::size_t start = 0; start <= path.size();) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    const std::string_view segment = path.substr(start, end - start);
    if (segment == "..") {
      if (!segments.empty()) segments.pop_back();
    } else if (!segment.empty() && segment != ".") {
      segments.push_back(segment);
    }
    start = end + 1;
  }
  std::string canonical;
  for (const std::string_view segment : segments) canonical += '/' + uri_encode(segment, false);
  // Only a real trailing slash counts; "/a/." does not end in one, as in the SDKs.
  if (canonical.empty() || path.ends_with('/')) canonical += '/';
  return canonical;
}

QueryParameters parse_query(std::string_view target) {
  QueryParameters parameters;
  const std::size_t mark = target.find('?');
  std::string_view rest = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    const std::string_view item = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (item.empty()) continue;
    const std::size_t equals = std::min(item.find('='), item.size());
    const std::string_view value = item.substr(std::min(equals + 1, item.size()));
    parameters.emplace_back(uri_decode(item.substr(0, equals)), uri_decode(value));
  }
  return parameters;
}

std::string canonical_query(const QueryParameters& parameters) {
  QueryParameters encoded;
  encoded.reserve(parameters.size());
  for (const auto& [name, value] : parameters) {
    if (name != "X-Amz-Signature") encoded.emplace_back(uri_encode(name, false), uri_encode(value, false));
  }
  std::sort(encoded.begin(), encoded.end());
  std::string query;
  for (const auto& [name, value] : encoded) {
    if (!query.empty()) query += '&';
    query.append(name).append(1, '=').append(value);
  }
  return query;
}

void append_canonical_header(std::string& out, const HeaderList& headers, std::string_view name) {
  for (const char c : name) out += lower(c);
  out += ':';
  bool first = true;
  for (const auto& [key, value] : headers) {
    if (!equals_ignoring_case(key, name)) continue;
    if (!first) out += ',';
    first = false;
    append_collapsed(out, value);
  }
  out += '\n';
}

std::string verbatim_path(std::string_view target) { return std::string(target.substr(0, target.find('?'))); }

std::string canonical_request(const RawRequest& request, const QueryParameters& parameters,
                              std::string_view signed_headers, std::string_view payload_hash) {
  return canonical_request(request, canonical_path(request.target), parameters, signed_headers, payload_hash);
}

std::string canonical_request(const RawRequest& request, std::string_view path, const QueryParameters& parameters,
                              std::string_view signed_headers, std::string_view payload_hash) {
  std::string text = request.method + '\n';
  text.append(path).append(1, '\n').append(canonical_query(parameters)).append(1, '\n');
  for (std::string_view rest = signed_headers; !rest.empty();) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    append_canonical_header(text, request.headers, rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  text.append(1, '\n').append(signed_headers).append(1, '\n').append(payload_hash);
  return text;
}

std::string string_to_sign(std::string_view timestamp, std::string_view scope, std::string_view canonical_request) {
  std::string text = "AWS4-HMAC-SHA256\n";
  text.append(timestamp).append(1, '\n').append(scope).append(1, '\n').append(sha256_hex(canonical_request));
  return text;
}

}  // namespace slipher::identity
