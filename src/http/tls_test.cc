#include "http/tls.h"

#include <filesystem>
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include "http/server.h"
#include "http/testing/fake_handler.h"
#include "http/testing/self_signed.h"

namespace slipher::http {
namespace {

class TlsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = ::testing::TempDir() + "slipher-tls-XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    directory_ = name;
    settings_.listen = {"127.0.0.1:0"};
    settings_.certificate_file = directory_ + "/certificate.pem";
    settings_.key_file = directory_ + "/key.pem";
    ASSERT_TRUE(testing::write_self_signed(settings_.certificate_file, settings_.key_file));
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  /// Says hello in one version of TLS and sends a request; the answer, or "" without a handshake.
  std::string ask(const std::string& url, int version, const std::string& request) {
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    SSL_CTX_set_security_level(context.get(), 0);
    SSL_CTX_set_min_proto_version(context.get(), version);
    SSL_CTX_set_max_proto_version(context.get(), version);
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new_ssl_connect(context.get()), BIO_free_all);
    BIO_set_conn_hostname(bio.get(), url.substr(url.find("//") + 2).c_str());
    if (BIO_do_connect(bio.get()) <= 0) return {};
    BIO_write(bio.get(), request.data(), static_cast<int>(request.size()));
    std::string answer;
    char bytes[16384];
    for (int got = 0; (got = BIO_read(bio.get(), bytes, sizeof bytes)) > 0;) answer.append(bytes, got);
    return answer;
  }

  std::string directory_;
  testing::FakeHandler handler_;
  Metrics metrics_;
  Settings settings_;
};

TEST_F(TlsTest, SpeaksNewVersionsOnly) {
  const auto server = Server::start(settings_, handler_.handler(), metrics_);
  ASSERT_TRUE(server) << server.error().message;
  const auto url = (*server)->urls().at(0);
  EXPECT_TRUE(url.starts_with("https://")) << url;
  const std::string request =
      "POST /tls HTTP/1.1\r\nConnection: close\r\nContent-Length: 40000\r\n\r\n" + std::string(40000, 'b');
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const auto answer = ask(url, version, request);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer.substr(0, 200);
    EXPECT_TRUE(answer.ends_with("POST /tls " + std::string(40000, 'b')));
  }
  EXPECT_EQ(ask(url, TLS1_1_VERSION, request), "");
}

TEST_F(TlsTest, AKeyOfAnotherCertificateIsRefused) {
  ASSERT_TRUE(testing::write_self_signed(directory_ + "/other.pem", settings_.key_file));
  const auto context = make_tls_context(settings_.certificate_file, settings_.key_file);
  ASSERT_FALSE(context);
  EXPECT_NE(context.error().message.find("key.pem"), std::string::npos) << context.error().message;
}

TEST_F(TlsTest, ListensBeyondLoopback) {
  settings_.listen = {"0.0.0.0:0"};
  EXPECT_TRUE(Server::start(settings_, handler_.handler(), metrics_));
}

}  // namespace
}  // namespace slipher::http
