// A signed Data API load: drives any endpoint that speaks the API, and prints one JSON line of figures.
//
//   http_load cycle    submit + describe + get of SELECT 1, again and again, on every connection
//   http_load wait     the same, with WaitTimeSeconds instead of polling
//   http_load fetch    one query, its whole result page by page
//   http_load submit   statements only, until --count are accepted
//   http_load overhead one statement after the other; latencies are the client's time less the statement's Duration
//   http_load park     --connections requests parked on one statement: processor time of --pid with and without them
//   http_load list     one operation with --body, --count times on one connection
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "http_client.h"

namespace {

using slipher::bench::HttpClient;
using slipher::bench::Reply;
using Steady = std::chrono::steady_clock;

double seconds_since(Steady::time_point start) { return std::chrono::duration<double>(Steady::now() - start).count(); }

/// The string member `name` of a flat JSON reply, or "".
std::string member(std::string_view json, std::string_view name) {
  const auto at = json.find(fmt::format("\"{}\":", name));
  if (at == std::string_view::npos) return {};
  auto from = json.find('"', at + name.size() + 3);
  const auto to = json.find('"', from + 1);
  return std::string(json.substr(from + 1, to - from - 1));
}

void must_be_ok(const Reply& reply) {
  if (reply.status == 200) return;
  std::fprintf(stderr, "status %d: %.*s\n", reply.status, static_cast<int>(std::min<std::size_t>(reply.body.size(), 500)),
               reply.body.data());
  std::exit(1);
}

std::string quote(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

double percentile(std::vector<double>& values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

struct Load {
  HttpClient& client;
  std::map<std::string, std::string> options;
  Steady::time_point start = Steady::now();
  double duration = std::stod(options.at("seconds"));
  std::size_t limit = std::stoul(options.at("count"));
  std::size_t started = 0, done = 0;
  std::size_t bytes = 0, pages = 0;
  std::vector<double> latencies{};
  double idle_cpu = 0, parked_cpu = 0, answered = 0;
  Steady::time_point cancelled{};

  bool more() const { return limit > 0 ? started < limit : seconds_since(start) < duration; }

  std::string submit_body(bool wait) const {
    return fmt::format(R"({{"ClusterIdentifier":"{}","Database":"dev","DbUser":"awsuser","Sql":{}{}{}}})",
                       options.at("cluster"), quote(options.at("sql")), wait ? R"(,"WaitTimeSeconds":30)" : "",
                       options.at("extra"));
  }

  void cycle(std::size_t connection, bool wait) {
    if (!more()) return;
    ++started;
    const auto began = Steady::now();
    client.call(connection, "ExecuteStatement", submit_body(wait), [=, this](const Reply& reply) {
      must_be_ok(reply);
      poll(connection, wait, member(reply.body, "Id"), began);
    });
  }

  void poll(std::size_t connection, bool wait, const std::string& id, Steady::time_point began) {
    const auto body = fmt::format(R"({{"Id":"{}"{}}})", id, wait ? R"(,"WaitTimeSeconds":30)" : "");
    client.call(connection, "DescribeStatement", body, [=, this](const Reply& reply) {
      must_be_ok(reply);
      const auto status = member(reply.body, "Status");
      if (status == "FAILED" || status == "ABORTED") {
        std::fprintf(stderr, "%.*s\n", static_cast<int>(reply.body.size()), reply.body.data());
        std::exit(1);
      }
      if (status != "FINISHED" && options.at("any-status") != "1") return poll(connection, wait, id, began);
      client.call(connection, "GetStatementResult", fmt::format(R"({{"Id":"{}"}})", id), [=, this](const Reply& page) {
        must_be_ok(page);
        latencies.push_back(seconds_since(began));
        ++done;
        cycle(connection, wait);
      });
    });
  }

  void submit(std::size_t connection) {
    if (!more()) return;
    ++started;
    const auto began = Steady::now();
    client.call(connection, "ExecuteStatement", submit_body(options.at("wait") == "1"), [=, this](const Reply& reply) {
      must_be_ok(reply);
      latencies.push_back(seconds_since(began));
      ++done;
      submit(connection);
    });
  }

  void overhead() {
    if (!more()) return;
    ++started;
    const auto began = Steady::now();
    client.call(0, "ExecuteStatement", submit_body(true), [=, this](const Reply& reply) {
      must_be_ok(reply);
      const auto taken = seconds_since(began);
      client.call(0, "DescribeStatement", fmt::format(R"({{"Id":"{}"}})", member(reply.body, "Id")), [=, this](const Reply& described) {
        must_be_ok(described);
        const auto at = described.body.find("\"Duration\":");
        latencies.push_back(taken - std::stod(std::string(described.body.substr(at + 11, 20))) / 1e9);
        ++done;
        overhead();
      });
    });
  }

  /// Seconds of processor time that `pid` takes in a second, over some seconds.
  double processor_share() const {
    const auto used = [&] {
      std::ifstream stat("/proc/" + options.at("pid") + "/stat");
      std::string word;
      double ticks = 0;
      for (int i = 1; stat >> word && i <= 15; ++i) ticks += i >= 14 ? std::stod(word) : 0;
      return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
    };
    const auto before = used();
    std::this_thread::sleep_for(std::chrono::duration<double>(duration));
    return (used() - before) / duration;
  }

  void park(std::size_t connections) {
    client.call(0, "ExecuteStatement", submit_body(false), [=, this](const Reply& reply) {
      must_be_ok(reply);
      const auto id = member(reply.body, "Id");
      idle_cpu = processor_share();
      for (std::size_t i = 1; i < connections; ++i) {
        client.call(i, "DescribeStatement", fmt::format(R"({{"Id":"{}","WaitTimeSeconds":30}})", id), [this](const Reply& parked) {
          must_be_ok(parked);
          answered = seconds_since(cancelled);
        });
      }
      std::this_thread::sleep_for(std::chrono::seconds(5));  // until all of them are parked
      parked_cpu = processor_share();
      cancelled = Steady::now();
      client.call(0, "CancelStatement", fmt::format(R"({{"Id":"{}"}})", id), must_be_ok);
    });
  }

  void repeat(std::size_t connection) {
    if (!more()) return;
    ++started;
    const auto began = Steady::now();
    client.call(connection, options.at("operation"), options.at("body"), [=, this](const Reply& reply) {
      must_be_ok(reply);
      latencies.push_back(seconds_since(began));
      bytes += reply.body.size();
      ++done;
      repeat(connection);
    });
  }

  void next_page(const std::string& id, const std::string& token) {
    const auto operation = options.at("format") == "CSV" ? "GetStatementResultV2" : "GetStatementResult";
    const auto body = fmt::format(R"({{"Id":"{}"{}}})", id, token.empty() ? "" : ",\"NextToken\":" + quote(token));
    client.call(0, operation, body, [=, this](const Reply& reply) {
      must_be_ok(reply);
      bytes += reply.body.size();
      ++pages;
      if (pages == 1) latencies.push_back(seconds_since(start));
      // NextToken stands before Records in the reply's alphabetical order: no need to look further than the head.
      const auto following = member(reply.body.substr(0, std::min<std::size_t>(reply.body.size(), 64 * 1024)), "NextToken");
      if (!following.empty()) next_page(id, following);
    });
  }

  void await_result(const std::string& id) {
    client.call(0, "DescribeStatement", fmt::format(R"({{"Id":"{}","WaitTimeSeconds":30}})", id),
                [=, this](const Reply& reply) {
                  must_be_ok(reply);
                  const auto status = member(reply.body, "Status");
                  if (status == "FINISHED") {
                    fmt::print(stderr, "ready after {:.3f} s\n", seconds_since(start));
                    return next_page(id, "");
                  }
                  if (status == "FAILED" || status == "ABORTED") std::exit((std::fprintf(stderr, "%s\n", std::string(reply.body).c_str()), 1));
                  await_result(id);
                });
  }

  void fetch() {
    options["extra"] += fmt::format(R"(,"ResultFormat":"{}")", options.at("format"));
    client.call(0, "ExecuteStatement", submit_body(false), [this](const Reply& reply) {
      must_be_ok(reply);
      await_result(member(reply.body, "Id"));
    });
  }
};

}  // namespace

int main(int argc, char** argv) {
  std::map<std::string, std::string> options{
      {"host", "127.0.0.1"}, {"port", ""},     {"connections", "1"}, {"seconds", "5"}, {"count", "0"},
      {"sql", "select 1"},   {"wait", "0"},    {"format", "JSON"},   {"extra", ""},    {"any-status", "0"},
      {"operation", ""},   {"pid", "0"},            {"body", "{}"},   {"cluster", "bench"}};
  const std::string mode = argc > 1 ? argv[1] : "";
  for (int i = 2; i + 1 < argc; i += 2) options[std::string(argv[i]).substr(2)] = argv[i + 1];
  const auto from_environment = [](const char* name) { return std::string(std::getenv(name) ? std::getenv(name) : ""); };
  slipher::identity::AccessKey key;
  key.access_key_id = from_environment("AWS_ACCESS_KEY_ID");
  key.secret_access_key = from_environment("AWS_SECRET_ACCESS_KEY");
  HttpClient client(options["host"], options["port"], key, "us-east-1");
  const auto connections = std::stoul(options["connections"]);
  client.connect(connections);
  Load load{client, options};
  if (mode == "fetch") {
    load.fetch();
  } else if (mode == "park") {
    load.park(connections);
  } else if (mode == "overhead") {
    load.overhead();
  } else if (mode == "cycle" || mode == "wait" || mode == "submit" || mode == "list") {
    for (std::size_t i = 0; i < connections; ++i) {
      if (mode == "submit") load.submit(i);
      else if (mode == "list") load.repeat(i);
      else load.cycle(i, mode == "wait");
    }
  } else {
    std::fprintf(stderr, "usage: http_load cycle|wait|fetch|submit|overhead|park|list --port N [--option value ...]\n");
    return 2;
  }
  client.run();
  const auto elapsed = seconds_since(load.start);
  const auto first = load.latencies.empty() ? 0 : load.latencies.front();
  fmt::print("{{\"seconds\":{:.6f},\"done\":{},\"per_second\":{:.1f},\"bytes\":{},\"pages\":{},\"first\":{:.6f},"
             "\"p50\":{:.6f},\"p99\":{:.6f},"
             "\"idle_cpu\":{:.3f},\"parked_cpu\":{:.3f},\"answered\":{:.3f}}}\n",
             elapsed, load.done, static_cast<double>(load.done) / elapsed, load.bytes, load.pages, first,
             percentile(load.latencies, 0.5), percentile(load.latencies, 0.99), load.idle_cpu,
             load.parked_cpu, load.answered);
}
