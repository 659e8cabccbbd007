#pragma once
#include <boost/beast/http/basic_parser.hpp>
#include <cstddef>
#include <cstdint>

#include "base/http_message.h"

namespace slipher::http {

/// Parses one HTTP/1.x request straight into a RawRequest, without a field table in between. Fed with put(); see
/// basic_parser for is_done(), keep_alive() and the rest.
class RequestParser final : public boost::beast::http::basic_parser<true> {
 public:
  /// `header_bytes` bounds request line and fields together, however slowly they come.
  RequestParser(std::size_t header_bytes, std::uint64_t body_bytes);

  RawRequest& request() { return request_; }
  /// The client sent "Expect: 100-continue" and may wait for leave to send its body.
  bool expects_continue() const { return expects_continue_; }
  /// It expects something else: 417.
  bool expects_unknown() const { return expects_unknown_; }
  int version() const { return version_; }

 private:
  using Error = boost::beast::error_code;
  using Text = boost::beast::string_view;
  void on_request_impl(boost::beast::http::verb verb, Text method, Text target, int version, Error& error) override;
  void on_response_impl(int, Text, int, Error&) override {}
  void on_field_impl(boost::beast::http::field field, Text name, Text value, Error& error) override;
  void on_header_impl(Error&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>& content_length, Error&) override;
  std::size_t on_body_impl(Text body, Error&) override;
  void on_chunk_header_impl(std::uint64_t, Text, Error&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, Text body, Error&) override;
  void on_finish_impl(Error&) override {}

  RawRequest request_;
  std::size_t header_left_;
  int version_ = 11;
  bool expects_continue_ = false;
  bool expects_unknown_ = false;
};

/// The status that answers a request which the parser refused: 400, 413, 431 or 505.
int status_of(const boost::beast::error_code& parse_error);

}  // namespace slipher::http
