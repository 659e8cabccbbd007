#include "app/cli/http_client.h"

#include <filesystem>
#include <gtest/gtest.h>
#include <thread>

#include "http/server.h"
#include "http/testing/fake_handler.h"
#include "http/testing/self_signed.h"

namespace slipher::app {
namespace {

RawRequest echo_request(const std::string& body) { return {"POST", "/echo", {}, body, ""}; }

TEST(HttpClientAndServer, KeepOneConnection) {
  http::testing::FakeHandler handler;
  Metrics metrics;
  http::Settings settings;
  settings.listen = {"127.0.0.1:0"};
  settings.idle_timeout = seconds(1);
  auto server = http::Server::start(settings, handler.handler(), metrics);
  ASSERT_TRUE(server) << server.error().message;
  auto client = HttpClient::open((*server)->urls().at(0), "");
  ASSERT_TRUE(client);
  for (int i = 0; i < 3; ++i) {
    const auto answer = (*client)->send(echo_request("b" + std::to_string(i)), seconds(20));
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "POST /echo b" + std::to_string(i));
  }
  EXPECT_EQ((*server)->live_connections(), 1u);
  // The server closes the idle connection; the next request opens another.
  for (int i = 0; i < 2000 && (*server)->live_connections() > 0; ++i) std::this_thread::sleep_for(milliseconds(10));
  EXPECT_TRUE((*client)->send(echo_request("again"), seconds(20)));
}

TEST(HttpClientAndServer, SpeakTls) {
  std::string directory = ::testing::TempDir() + "slipher-client-XXXXXX";
  ASSERT_NE(::mkdtemp(directory.data()), nullptr);
  http::testing::FakeHandler handler;
  Metrics metrics;
  http::Settings settings;
  settings.listen = {"127.0.0.1:0"};
  settings.certificate_file = directory + "/certificate.pem";
  settings.key_file = directory + "/key.pem";
  ASSERT_TRUE(http::testing::write_self_signed(settings.certificate_file, settings.key_file));
  auto server = http::Server::start(settings, handler.handler(), metrics);
  ASSERT_TRUE(server) << server.error().message;
  auto client = HttpClient::open((*server)->urls().at(0), settings.certificate_file);
  ASSERT_TRUE(client) << client.error().message;
  const auto answer = (*client)->send(echo_request("secret"), seconds(20));
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->body, "POST /echo secret");

  const auto distrustful = HttpClient::open((*server)->urls().at(0), "");
  ASSERT_TRUE(distrustful);
  EXPECT_FALSE((*distrustful)->send(echo_request("secret"), seconds(20)));
  std::filesystem::remove_all(directory);
}

}  // namespace
}  // namespace slipher::app
