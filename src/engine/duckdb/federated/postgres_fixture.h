#pragma once
#include <memory>
#include <string>
#include <sys/types.h>
#include <vector>

namespace slipher::engine {

/// A PostgreSQL server of the machine's packages, for tests: its data and port are its own, and it goes with the
/// process. Its superuser is "slipher".
class PostgresServer {
 public:
  static constexpr const char* kPassword = "it's \"secret\" \\ enough";

  /// The one of this process; nullptr where PostgreSQL is not installed.
  static PostgresServer* get();
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  int port() const { return port_; }
  /// Runs statements, which must succeed; the first column of the last one's rows.
  std::vector<std::string> run(const std::string& sql, const std::string& database = "postgres");
  /// Kills it as it runs, and starts it again.
  void stop_at_once();
  void start();
  /// What it was asked since the last call.
  std::string log();

 private:
  explicit PostgresServer(std::string programs) : programs_(std::move(programs)) {}
  bool make();
  pid_t run_program(const std::string& program, std::vector<std::string> arguments) const;

  const std::string programs_;  // a directory
  std::string directory_;
  int port_ = 0;
  pid_t process_ = 0;
  std::size_t log_position_ = 0;
};

/// A port where connections are taken and nothing is ever said.
class SilentServer {
 public:
  SilentServer();
  ~SilentServer();
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;
  int port() const { return port_; }

 private:
  int socket_ = -1;
  int port_ = 0;
};

}  // namespace slipher::engine
