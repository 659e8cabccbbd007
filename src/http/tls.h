#pragma once
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

#include "base/result.h"

namespace slipher::http {

/// A TLS 1.2 and 1.3 server context from PEM files: a certificate chain, leaf first, and its private key. Fails with a
/// text that names the file and the cause.
Result<std::unique_ptr<boost::asio::ssl::context>> make_tls_context(const std::string& certificate_file,
                                                                    const std::string& key_file);

}  // namespace slipher::http
