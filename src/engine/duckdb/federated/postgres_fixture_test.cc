#include "engine/duckdb/federated/postgres_fixture.h"

#include <arpa/inet.h>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sstream>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "base/ids.h"
#include "engine/duckdb/federated/remote_connection.h"

namespace slipher::engine {
namespace {

namespace fs = std::filesystem;

/// Debian keeps them by version, others on the PATH.
std::string find_programs() {
  std::error_code none;
  std::string best;
  for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", none)) {
    const auto programs = version.path() / "bin";
    if (fs::exists(programs / "postgres", none) && programs.string() > best) best = programs;
  }
  std::istringstream path(std::getenv("PATH") ? std::getenv("PATH") : "");
  for (std::string folder; best.empty() && std::getline(path, folder, ':');) {
    if (fs::exists(fs::path(folder) / "postgres", none) && fs::exists(fs::path(folder) / "initdb", none)) best = folder;
  }
  return best;
}

/// PostgreSQL does not run as root.
const passwd* other_user() { return ::geteuid() == 0 ? ::getpwnam("nobody") : nullptr; }

/// Gives the socket a free port of loopback; 0 when there is none.
int bind_anywhere(int socket) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool bound = ::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                     ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  return bound ? ntohs(address.sin_port) : 0;
}

int free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int port = bind_anywhere(socket);
  ::close(socket);
  return port;
}

}  // namespace

SilentServer::SilentServer() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  port_ = bind_anywhere(socket_);
  EXPECT_EQ(::listen(socket_, 8), 0);
}

SilentServer::~SilentServer() { ::close(socket_); }

pid_t PostgresServer::run_program(const std::string& program, std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), programs_ + "/" + program);
  std::vector<char*> pointers;
  for (auto& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  const auto* user = other_user();
  const auto log = directory_ + "/log";
  const auto child = ::fork();
  if (child != 0) return child;
  const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  if (::dup2(output, STDOUT_FILENO) < 0 || ::dup2(output, STDERR_FILENO) < 0 || ::chdir("/") != 0) ::_exit(126);
  if (user && (::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0)) ::_exit(126);
  ::prctl(PR_SET_PDEATHSIG, SIGQUIT);  // a test that crashes leaves no server behind
  ::execv(pointers[0], pointers.data());
  ::_exit(127);
}

bool PostgresServer::make() {
  directory_ = fs::temp_directory_path() / ("slipher-postgres-" + random_text(12, "abcdefghijklmnopqrstuvwxyz"));
  fs::create_directories(directory_);
  std::ofstream(directory_ + "/password") << kPassword << '\n';
  if (const auto* user = other_user()) {
    for (const auto& path : {directory_, directory_ + "/password"}) {
      if (::chown(path.c_str(), user->pw_uid, user->pw_gid) != 0) return false;
    }
  }
  const auto initdb =
      run_program("initdb", {"-D", directory_ + "/data", "-U", "slipher", "--pwfile=" + directory_ + "/password", "-A",
                             "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"});
  int status = 0;
  return initdb > 0 && ::waitpid(initdb, &status, 0) == initdb && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

void PostgresServer::start() {
  if (port_ == 0) port_ = free_port();
  process_ = run_program(
      "postgres", {"-D", directory_ + "/data", "-p", std::to_string(port_), "-c", "listen_addresses=127.0.0.1", "-c",
                   "unix_socket_directories=", "-c", "fsync=off", "-c", "log_statement=all", "-c", "autovacuum=off"});
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!RemoteConnection::open({"127.0.0.1", port_, "postgres", {}}, {"slipher", kPassword}, {}, {})) {
    if (::waitpid(process_, nullptr, WNOHANG) == 0 && std::chrono::steady_clock::now() < deadline) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      continue;
    }
    process_ = 0;
    ADD_FAILURE() << "PostgreSQL does not start:\n" << log();
    return;
  }
}

void PostgresServer::stop_at_once() {
  if (process_ > 0 && ::kill(process_, SIGQUIT) == 0) ::waitpid(process_, nullptr, 0);
  process_ = 0;
}

PostgresServer::~PostgresServer() {
  stop_at_once();
  std::error_code none;
  fs::remove_all(directory_, none);
}

PostgresServer* PostgresServer::get() {
  static const std::unique_ptr<PostgresServer> server = [] {
    std::unique_ptr<PostgresServer> made(new PostgresServer(find_programs()));
    if (made->programs_.empty()) return std::unique_ptr<PostgresServer>();
    EXPECT_TRUE(made->make()) << "initdb failed";
    made->start();
    return made;
  }();
  return server.get();
}

std::vector<std::string> PostgresServer::run(const std::string& sql, const std::string& database) {
  auto connection = RemoteConnection::open({"127.0.0.1", port_, database, {}}, {"slipher", kPassword}, {}, {});
  if (!connection) {
    ADD_FAILURE() << connection.error().message;
    return {};
  }
  auto rows = (*connection)->query(sql, {});
  if (!rows) {
    ADD_FAILURE() << sql << "\n" << rows.error().message;
    return {};
  }
  std::vector<std::string> values;
  for (const auto& row : *rows) values.push_back(row.front().value_or("NULL"));
  return values;
}

std::string PostgresServer::log() {
  std::ifstream file(directory_ + "/log");
  const std::string all((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const auto from = std::min(log_position_, all.size());
  log_position_ = all.size();
  return all.substr(from);
}

}  // namespace slipher::engine
