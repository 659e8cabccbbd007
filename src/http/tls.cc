#include "http/tls.h"

#include <openssl/ssl.h>

namespace slipher::http {

namespace ssl = boost::asio::ssl;

Result<std::unique_ptr<ssl::context>> make_tls_context(const std::string& certificate_file,
                                                       const std::string& key_file) {
  boost::system::error_code error;
  auto context = std::make_unique<ssl::context>(ssl::context::tls_server);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_mode(context->native_handle(), SSL_MODE_RELEASE_BUFFERS);  // idle connections hold no record buffers
  context->use_certificate_chain_file(certificate_file, error);
  if (error) {
    return Error(ErrorCode::kInternal,
                 "cannot read the certificate chain " + certificate_file + ": " + error.message());
  }
  context->use_private_key_file(key_file, ssl::context::pem, error);
  if (error) {
    return Error(ErrorCode::kInternal, "cannot read the private key " + key_file + ": " + error.message());
  }
  if (SSL_CTX_check_private_key(context->native_handle()) != 1) {
    return Error(ErrorCode::kInternal, "the private key " + key_file + " does not belong to " + certificate_file);
  }
  return context;
}

}  // namespace slipher::http
