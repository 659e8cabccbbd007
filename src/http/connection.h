#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>

#include "http/core.h"

namespace slipher::http {

/// Serves a client until it or the server has had enough. `socket` runs on a strand of its own; with `tls` (which
/// outlives the connection) it speaks TLS first. A client above the limit on connections is told so and dropped.
void start_connection(std::shared_ptr<Core> core, boost::asio::ip::tcp::socket socket, boost::asio::ssl::context* tls);

}  // namespace slipher::http
