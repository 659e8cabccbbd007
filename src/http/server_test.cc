#include "http/server.h"

#include <gtest/gtest.h>
#include <thread>

#include "http/testing/fake_handler.h"
#include "http/testing/raw_client.h"

namespace slipher::http {
namespace {

using testing::FakeHandler;
using testing::RawClient;

class ServerTest : public ::testing::Test {
 protected:
  ServerTest() {
    settings_.listen = {"127.0.0.1:0"};
    settings_.threads = 2;
  }
  void start() {
    auto server = Server::start(settings_, handler_.handler(), metrics_);
    ASSERT_TRUE(server) << server.error().message;
    server_ = *std::move(server);
    url_ = server_->urls().at(0);
  }
  bool await_live(std::size_t count) {
    for (int i = 0; i < 2000 && server_->live_connections() != count; ++i)
      std::this_thread::sleep_for(milliseconds(10));
    return server_->live_connections() == count;
  }
  /// A fresh connection is served.
  void expect_serving() {
    RawClient client(url_);
    client.send("GET /alive HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_NE(client.read_response().find("GET /alive"), std::string::npos);
  }

  Metrics metrics_;
  FakeHandler handler_;
  Settings settings_;
  std::unique_ptr<Server> server_;
  std::string url_;
};

TEST_F(ServerTest, KeepsTheConnectionAndAnswersInOrder) {
  start();
  RawClient client(url_);
  client.send("POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcGET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto first = client.read_response();
  EXPECT_TRUE(first.starts_with("HTTP/1.1 200 OK\r\n")) << first;
  EXPECT_TRUE(first.ends_with("\r\n\r\nPOST /1 abc")) << first;
  EXPECT_NE(first.find("\r\nDate: "), std::string::npos);
  EXPECT_NE(first.find("\r\nServer: slipher\r\n"), std::string::npos);
  EXPECT_NE(first.find("\r\nConnection: keep-alive\r\n"), std::string::npos);
  EXPECT_TRUE(client.read_response().ends_with("GET /2 "));
  client.send("GET /3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const auto last = client.read_all();
  EXPECT_NE(last.find("Connection: close"), std::string::npos);
  EXPECT_TRUE(last.ends_with("GET /3 "));
}

TEST_F(ServerTest, TakesARequestByteByByte) {
  start();
  RawClient client(url_);
  for (const char c : std::string("\r\nPOST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nok"))
    client.send({&c, 1});
  EXPECT_TRUE(client.read_response().ends_with("POST /slow ok"));
}

TEST_F(ServerTest, TakesTargetsInAbsoluteForm) {
  start();
  const std::pair<const char*, const char*> cases[] = {{"http://host:80/a?b=http://c/", "/a?b=http://c/"},
                                                       {"HTTPS://host/", "/"},
                                                       {"http://host", "/"},
                                                       {"http://host?b", "/?b"},
                                                       {"/http://a/b", "/http://a/b"}};
  for (const auto& [sent, meant] : cases) {
    RawClient client(url_);
    client.send("GET " + std::string(sent) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(client.read_response().ends_with("GET " + std::string(meant) + " ")) << sent;
  }
}

TEST_F(ServerTest, AnOfferToUpgradeIsNotTaken) {
  start();
  RawClient client(url_);
  client.send(
      "POST /u HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: "
      "AAEAAEAA\r\n"
      "Content-Length: 2\r\n\r\nok");
  const auto answer = client.read_response();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("POST /u ok")) << answer;
  client.send("GET /again HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(client.read_response().ends_with("GET /again "));
}

TEST_F(ServerTest, ReadsChunkedBodies) {
  start();
  RawClient client(url_);
  client.send("POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
  client.send("2;extension=1\r\nde\r\n0\r\nTrailer: 1\r\n\r\n");
  EXPECT_TRUE(client.read_response().ends_with("POST /c abcde"));
}

TEST_F(ServerTest, GivesLeaveToContinue) {
  start();
  RawClient client(url_);
  client.send("POST /e HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_EQ(client.read_response(true), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("body");
  EXPECT_TRUE(client.read_response().ends_with("POST /e body"));
}

TEST_F(ServerTest, SendsNoBodyForHead) {
  start();
  RawClient client(url_);
  client.send("HEAD /h HTTP/1.1\r\nHost: x\r\n\r\nGET /next HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto head = client.read_response(true);
  EXPECT_NE(head.find("Content-Length: 8\r\n"), std::string::npos) << head;
  EXPECT_TRUE(client.read_response().ends_with("GET /next "));
}

TEST_F(ServerTest, RefusesWhatIsTooLargeOrNotHttp) {
  settings_.header_bytes = 4096;
  settings_.body_bytes = 1000;
  start();
  const std::string chunk(2000, 'x');
  const std::pair<std::string, const char*> cases[] = {
      {"GET / HTTP/1.1\r\nA: " + std::string(5000, 'a') + "\r\n\r\n", "HTTP/1.1 431 "},
      {"POST / HTTP/1.1\r\nContent-Length: 1001\r\n\r\n", "HTTP/1.1 413 "},
      {"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1001\r\n\r\n", "HTTP/1.1 413 "},
      {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" + chunk + "\r\n0\r\n\r\n", "HTTP/1.1 413 "},
      {"\x16\x03\x01 garbage\r\n\r\n", "HTTP/1.1 400 "},
      {"GET / HTTP/2.0\r\n\r\n", "HTTP/1.1 505 "},
      {"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 400 "},
      {"POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", "HTTP/1.1 400 "},
      {"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", "HTTP/1.1 400 "},
      {"POST / HTTP/1.1\r\nExpect: tea\r\nContent-Length: 1\r\n\r\nx", "HTTP/1.1 417 "},
  };
  for (const auto& [request, status] : cases) {
    RawClient client(url_);
    client.send(request);
    const auto answer = client.read_all();
    EXPECT_TRUE(answer.starts_with(status)) << request.substr(0, 80) << "\n" << answer;
    EXPECT_NE(answer.find("\"__type\":"), std::string::npos);
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    EXPECT_EQ(answer.find("HTTP/1.1", 1), std::string::npos) << "answered twice";
  }
  expect_serving();
}

TEST_F(ServerTest, BoundsAHeaderThatComesInPieces) {
  settings_.header_bytes = 4096;
  start();
  RawClient client(url_);
  client.send("GET / HTTP/1.1\r\n");
  for (int i = 0; i < 500 && client.send("X-Field: 0123456789\r\n"); ++i) {
  }
  EXPECT_TRUE(client.read_all().starts_with("HTTP/1.1 431 "));
}

TEST_F(ServerTest, AnswersAClientThatStopsInTheMiddle) {
  start();
  RawClient client(url_);
  client.send("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc");
  client.finish_sending();
  EXPECT_TRUE(client.read_all().starts_with("HTTP/1.1 400 "));
}

TEST_F(ServerTest, ParksWithoutAThreadAndAnswersLater) {
  start();
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 200; ++i) {
    clients.push_back(std::make_unique<RawClient>(url_));
    clients.back()->send("GET /park/" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\n\r\n");
  }
  ASSERT_TRUE(handler_.await_parked(200));
  expect_serving();
  std::thread([this] { handler_.release(); }).join();
  for (int i = 0; i < 200; ++i) {
    EXPECT_TRUE(clients[i]->read_response().ends_with("GET /park/" + std::to_string(i) + " "));
  }
}

TEST_F(ServerTest, KeepsARequestThatCameWhileTheOneBeforeWaits) {
  start();
  RawClient client(url_);
  client.send("GET /park HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_TRUE(handler_.await_parked(1));
  client.send("GET /early HTTP/1.1\r\nHost: x\r\n\r\n");
  handler_.release();
  EXPECT_TRUE(client.read_response().ends_with("GET /park "));
  EXPECT_TRUE(client.read_response().ends_with("GET /early "));
}

TEST_F(ServerTest, ReleasesAParkedRequestWhoseClientHasGone) {
  start();
  RawClient client(url_);
  client.send("GET /park HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_TRUE(handler_.await_parked(1));
  client.close();
  EXPECT_TRUE(await_live(0));
  handler_.release();  // too late, and harmless
  expect_serving();
}

TEST_F(ServerTest, AnswersAHalfClosedClient) {
  start();
  RawClient client(url_);
  client.send("GET /park HTTP/1.1\r\nHost: x\r\n\r\n");
  client.finish_sending();
  ASSERT_TRUE(handler_.await_parked(1));
  handler_.release();
  EXPECT_TRUE(client.read_all().ends_with("GET /park "));
}

TEST_F(ServerTest, MovesLargeBodiesBothWays) {
  start();
  const std::string body(8 * 1024 * 1024, 'b');
  RawClient client(url_);
  std::thread sender([&] {
    client.send("POST /large HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n");
    client.send(body);
  });
  const auto answer = client.read_response();
  sender.join();
  EXPECT_EQ(answer.size() - answer.find("\r\n\r\n") - 4, body.size() + std::string("POST /large ").size());
}

TEST_F(ServerTest, BoundsBodiesThatArriveTogether) {
  settings_.arriving_bytes = 300'000;
  start();
  RawClient holder(url_);
  holder.send("POST /1 HTTP/1.1\r\nContent-Length: 250001\r\n\r\n" + std::string(250'000, 'x'));
  std::this_thread::sleep_for(std::chrono::milliseconds(500));  // nothing tells that these bytes have arrived
  RawClient other(url_);
  other.send("POST /2 HTTP/1.1\r\nContent-Length: 250001\r\n\r\n" + std::string(250'000, 'x'));
  const auto second = other.read_all();
  EXPECT_TRUE(second.starts_with("HTTP/1.1 503 ")) << second.substr(0, 100);
  holder.send("x");
  EXPECT_TRUE(holder.read_response().starts_with("HTTP/1.1 200 "));
}

TEST_F(ServerTest, TurnsAwayWhatIsTooMany) {
  settings_.connections = 2;
  start();
  RawClient first(url_);
  RawClient second(url_);
  ASSERT_TRUE(await_live(2));
  RawClient third(url_);
  EXPECT_TRUE(third.read_all().starts_with("HTTP/1.1 503 "));
  first.close();
  second.close();
  ASSERT_TRUE(await_live(0));
  expect_serving();
}

TEST_F(ServerTest, ClosesClientsThatKeepSilent) {
  settings_.idle_timeout = seconds(1);
  settings_.header_timeout = seconds(1);
  settings_.body_timeout = seconds(1);
  start();
  RawClient idle(url_);
  RawClient header(url_);
  header.send("GET / HT");
  RawClient body(url_);
  body.send("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab");
  EXPECT_EQ(idle.read_all(), "");
  EXPECT_EQ(header.read_all(), "");
  EXPECT_EQ(body.read_all(), "");
  EXPECT_TRUE(await_live(0));
}

TEST_F(ServerTest, SurvivesAThrowingHandler) {
  start();
  RawClient client(url_);
  client.send("GET /throw HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(client.read_response().starts_with("HTTP/1.1 500 "));
  expect_serving();
}

TEST_F(ServerTest, StopsInOrder) {
  start();
  RawClient idle(url_);
  RawClient busy(url_);
  busy.send("GET /park HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_TRUE(handler_.await_parked(1));
  server_->drain();
  EXPECT_EQ(idle.read_all(), "");
  handler_.release();
  const auto answer = busy.read_all();
  EXPECT_NE(answer.find("Connection: close"), std::string::npos) << answer;
  server_->stop(seconds(20));
  EXPECT_EQ(server_->live_connections(), 0u);
  EXPECT_FALSE(RawClient(url_).connected());
}

TEST_F(ServerTest, StopsWithoutGraceWhileRequestsWait) {
  start();
  RawClient busy(url_);
  busy.send("GET /park HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_TRUE(handler_.await_parked(1));
  server_->stop(milliseconds(0));
  EXPECT_EQ(busy.read_all(), "");
  server_.reset();
  handler_.release();  // after the server is gone
}

TEST_F(ServerTest, SaysWhyItCannotListen) {
  start();
  settings_.listen = {url_.substr(7)};
  auto taken = Server::start(settings_, handler_.handler(), metrics_);
  ASSERT_FALSE(taken);
  EXPECT_NE(taken.error().message.find("Address already in use"), std::string::npos) << taken.error().message;

  settings_.listen = {"0.0.0.0:0"};
  auto open = Server::start(settings_, handler_.handler(), metrics_);
  ASSERT_FALSE(open);
  EXPECT_NE(open.error().message.find("without TLS"), std::string::npos);
  settings_.allow_plain_beyond_loopback = true;
  EXPECT_TRUE(Server::start(settings_, handler_.handler(), metrics_));

  for (const char* bad : {"127.0.0.1", "127.0.0.1:x", "127.0.0.1:70000", ":80"}) {
    settings_.listen = {bad};
    EXPECT_FALSE(Server::start(settings_, handler_.handler(), metrics_)) << bad;
  }
  settings_.certificate_file = "/nonexistent/certificate.pem";
  EXPECT_FALSE(Server::start(settings_, handler_.handler(), metrics_));
  settings_.key_file = "/nonexistent/key.pem";
  const auto tls = Server::start(settings_, handler_.handler(), metrics_);
  ASSERT_FALSE(tls);
  EXPECT_NE(tls.error().message.find("certificate.pem"), std::string::npos);
}

}  // namespace
}  // namespace slipher::http
