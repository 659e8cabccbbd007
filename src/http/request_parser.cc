#include "http/request_parser.h"

#include <boost/beast/http/error.hpp>

namespace slipher::http {

namespace beast_http = boost::beast::http;

namespace {

/// Memory that a mere Content-Length may claim before a byte of the body has come.
constexpr std::uint64_t kReserveBytes = 64 * 1024;

/// The path and query of a target, also of one in absolute form, as clients behind a proxy send it (RFC 9112, section
/// 3.2.2). Signatures cover the path only.
std::string_view origin_form(std::string_view target) {
  if (target.starts_with('/')) return target;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (target.size() < scheme.size() || !equals_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
    const std::size_t end = std::min(target.find_first_of("/?", scheme.size()), target.size());
    return target.substr(end);
  }
  return target;
}

}  // namespace

RequestParser::RequestParser(std::size_t header_bytes, std::uint64_t body_bytes) : header_left_(header_bytes) {
  header_limit(static_cast<std::uint32_t>(header_bytes));
  body_limit(body_bytes);
  eager(true);
}

void RequestParser::on_request_impl(beast_http::verb, Text method, Text target, int version, Error& error) {
  const auto size = method.size() + target.size();
  if (size > header_left_) {
    error = beast_http::error::header_limit;
    return;
  }
  header_left_ -= size;
  version_ = version;
  request_.method.assign(method.data(), method.size());
  request_.target = origin_form({target.data(), target.size()});
  if (request_.target.empty() || request_.target.starts_with('?')) request_.target.insert(0, 1, '/');
}

void RequestParser::on_field_impl(beast_http::field field, Text name, Text value, Error& error) {
  const auto size = name.size() + value.size() + 4;  // ": " and the line's end
  if (size > header_left_) {
    error = beast_http::error::header_limit;
    return;
  }
  header_left_ -= size;
  const std::string_view text(value.data(), value.size());
  if (field == beast_http::field::transfer_encoding && !equals_ignoring_case(text, "chunked")) {
    error = beast_http::error::bad_transfer_encoding;
    return;
  }
  if (field == beast_http::field::expect) {
    (equals_ignoring_case(text, "100-continue") ? expects_continue_ : expects_unknown_) = true;
  }
  request_.headers.add(std::string(name.data(), name.size()), std::string(text));
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>& content_length, Error&) {
  if (content_length) request_.body.reserve(static_cast<std::size_t>(std::min(*content_length, kReserveBytes)));
}

std::size_t RequestParser::on_body_impl(Text body, Error&) {
  request_.body.append(body.data(), body.size());
  return body.size();
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, Text body, Error&) {
  request_.body.append(body.data(), body.size());
  return body.size();
}

int status_of(const boost::beast::error_code& parse_error) {
  if (parse_error == beast_http::error::header_limit) return 431;
  if (parse_error == beast_http::error::body_limit) return 413;
  if (parse_error == beast_http::error::bad_version) return 505;
  return 400;
}

}  // namespace slipher::http
