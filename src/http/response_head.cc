#include "http/response_head.h"

#include <boost/beast/http/status.hpp>
#include <ctime>
#include <fmt/format.h>

#include "base/ids.h"

namespace slipher::http {

namespace {

struct Refusal {
  int status;
  const char* type;
  const char* message;
};

constexpr Refusal kRefusals[] = {
    {400, "MalformedHttpRequestException", "The request is not valid HTTP, or its transfer encoding is not chunked."},
    {413, "RequestEntityTooLargeException", "The request's body is larger than this server accepts."},
    {417, "MalformedHttpRequestException", "Only the expectation 100-continue is known."},
    {431, "RequestHeaderSectionTooLargeException", "The request's header is larger than this server accepts."},
    {500, "InternalFailure", "The request failed because of an internal error."},
    {503, "ServiceUnavailableException", "The server has too much to do. Try again."},
    {505, "MalformedHttpRequestException", "Only versions 1.0 and 1.1 of HTTP are spoken here."},
};

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, section 5.6.7), made once a second on each thread.
const std::string& http_date() {
  thread_local std::time_t made_at = 0;
  thread_local std::string text;
  const std::time_t now = std::time(nullptr);
  if (now != made_at) {
    static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm parts{};
    gmtime_r(&now, &parts);
    text = fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", kDays[parts.tm_wday], parts.tm_mday,
                       kMonths[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
    made_at = now;
  }
  return text;
}

/// A line break inside a value would let its author write header fields.
void append_value(std::string& out, std::string_view value) {
  for (const char c : value) {
    if (c != '\r' && c != '\n' && c != '\0') out += c;
  }
}

bool has_body(int status) { return status >= 200 && status != 204 && status != 304; }

}  // namespace

std::string response_head(const RawResponse& response, std::size_t body_bytes, bool keep_alive) {
  std::string head;
  head.reserve(384);
  const auto reason = boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(response.status));
  fmt::format_to(std::back_inserter(head), "HTTP/1.1 {} {}\r\nDate: {}\r\nServer: slipher\r\nConnection: {}\r\n",
                 response.status, std::string_view(reason.data(), reason.size()), http_date(),
                 keep_alive ? "keep-alive" : "close");
  if (has_body(response.status)) fmt::format_to(std::back_inserter(head), "Content-Length: {}\r\n", body_bytes);
  for (const auto& [name, value] : response.headers) {
    append_value(head, name);
    head += ": ";
    append_value(head, value);
    head += "\r\n";
  }
  head += "\r\n";
  return head;
}

RawResponse refusal(int status) {
  const Refusal* known = &kRefusals[0];
  for (const auto& entry : kRefusals) {
    if (entry.status == status) known = &entry;
  }
  RawResponse response;
  response.status = known->status;
  response.headers.add("x-amzn-RequestId", RandomIds().uuid());
  response.headers.add("x-amzn-ErrorType", known->type);
  response.headers.add("Content-Type", "application/x-amz-json-1.1");
  response.body =
      fmt::format(R"({{"__type":"com.amazon.coral.service#{}","message":"{}"}})", known->type, known->message);
  return response;
}

}  // namespace slipher::http
