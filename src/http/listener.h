#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <string>
#include <vector>

#include "base/result.h"

namespace slipher::http {

/// "HOST:PORT" resolved: HOST is an address (IPv6 in brackets) or a name, whose every address counts.
Result<std::vector<boost::asio::ip::tcp::endpoint>> resolve(boost::asio::io_context& io, const std::string& listen);

/// A bound and listening socket. The error names the address and the cause.
Result<boost::asio::ip::tcp::acceptor> bind(boost::asio::io_context& io,
                                            const boost::asio::ip::tcp::endpoint& endpoint);

/// "127.0.0.1:8439", "[::1]:8439".
std::string to_text(const boost::asio::ip::tcp::endpoint& endpoint);

}  // namespace slipher::http
