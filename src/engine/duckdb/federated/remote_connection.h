#pragma once
#include <chrono>
#include <compare>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/federated.h"

namespace slipher::engine {

/// A database of a PostgreSQL server, and the secret that opens it.
struct RemoteTarget {
  std::string host;
  int port = 0;
  std::string database;
  std::string secret_arn;
  auto operator<=>(const RemoteTarget&) const = default;
  /// "host:5432", for messages.
  std::string server() const;
};

/// libpq's connection options as keyword and value.
std::vector<std::pair<std::string, std::string>> connection_options(const RemoteTarget& target,
                                                                    const RemoteLogin& login,
                                                                    const FederatedSettings& settings);

/// A connection to a PostgreSQL server; used by one thread at a time. Waiting ends with kCanceled once `is_interrupted`
/// says so; whatever fails is kSql and names the server.
class RemoteConnection {
 public:
  using IsInterrupted = std::function<bool()>;
  using Row = std::vector<std::optional<std::string>>;

  static Result<std::unique_ptr<RemoteConnection>> open(const RemoteTarget& target, const RemoteLogin& login,
                                                        const FederatedSettings& settings,
                                                        const IsInterrupted& is_interrupted);
  ~RemoteConnection();
  RemoteConnection(const RemoteConnection&) = delete;
  RemoteConnection& operator=(const RemoteConnection&) = delete;

  const RemoteTarget& target() const { return target_; }
  /// Closed by the server, or the network, as far as is known.
  bool is_closed() const;
  /// Whether it was kept for a next user: it may then be closed without anybody having done wrong.
  bool was_kept() const { return was_kept_; }

  /// Runs statements separated by semicolons; the rows of the last one that has rows.
  Result<std::vector<Row>> query(const std::string& text, const IsInterrupted& is_interrupted);

  /// Runs statements of which the last is COPY ... TO STDOUT, up to its first message.
  Result<void> start_copy(const std::string& text, const IsInterrupted& is_interrupted);
  /// The next message of that COPY, valid until the next call; nothing at the end.
  Result<std::optional<std::string_view>> next_message(const IsInterrupted& is_interrupted);

  /// Asks the server to stop what runs, and reads what is left of it. False when that did not work in a short while:
  /// the connection is of no more use.
  bool abandon();

  /// Sends the statement that makes it ready for a next user; its end is awaited by settle(), maybe much later.
  void keep(const std::string& text);
  /// Whether what was sent succeeded and the connection still lives.
  bool settle();

 private:
  struct Handle;  // libpq's
  using Deadline = std::optional<std::chrono::steady_clock::time_point>;

  RemoteConnection(RemoteTarget target, std::unique_ptr<Handle> handle);
  Error failure(std::string text) const;
  Result<void> wait(short events, const IsInterrupted& is_interrupted, const Deadline& deadline) const;
  Result<void> connect(const IsInterrupted& is_interrupted, std::chrono::seconds timeout);
  Result<void> send_text(const std::string& text, const IsInterrupted& is_interrupted, const Deadline& deadline);
  Result<void> await_result(const IsInterrupted& is_interrupted, const Deadline& deadline);
  bool drain(const Deadline& deadline);

  const RemoteTarget target_;
  std::unique_ptr<Handle> handle_;
  bool was_kept_ = false;
};

}  // namespace slipher::engine
