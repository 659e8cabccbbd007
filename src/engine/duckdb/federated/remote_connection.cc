#include "engine/duckdb/federated/remote_connection.h"

#include <libpq-fe.h>
#include <poll.h>

#include "engine/duckdb/errors.h"

namespace slipher::engine {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// Between two looks whether the statement was interrupted.
constexpr milliseconds kLook{50};
/// What a server may take to stop a statement, or to end a transaction.
constexpr milliseconds kSettleTime{2000};
/// A peer that is gone without a word is noticed after so long.
constexpr const char* kDeadPeerMilliseconds = "30000";

/// "FATAL:  no such user\n" of libpq -> "no such user".
std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

std::string field(const PGresult* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text ? text : "";
}

}  // namespace

struct RemoteConnection::Handle {
  explicit Handle(PGconn* connection_in) : connection(connection_in) {}
  ~Handle() {
    take_message(nullptr);
    PQclear(result);
    PQfinish(connection);
  }
  void take_message(char* next) {
    if (message) PQfreemem(message);
    message = next;
  }
  void take_result(PGresult* next) {
    PQclear(result);
    result = next;
  }

  PGconn* connection;
  PGresult* result = nullptr;
  char* message = nullptr;
};

std::string RemoteTarget::server() const { return host + ":" + std::to_string(port); }

std::vector<std::pair<std::string, std::string>> connection_options(const RemoteTarget& target,
                                                                    const RemoteLogin& login,
                                                                    const FederatedSettings& settings) {
  std::vector<std::pair<std::string, std::string>> options{
      {"host", target.host},           {"port", std::to_string(target.port)},
      {"dbname", target.database},     {"user", login.user},
      {"password", login.password},    {"sslmode", settings.sslmode},
      {"gssencmode", "disable"},       {"client_encoding", "UTF8"},
      {"application_name", "slipher"}, {"tcp_user_timeout", kDeadPeerMilliseconds},
      {"keepalives_idle", "30"},       {"keepalives_interval", "10"},
      {"keepalives_count", "3"},
  };
  if (!settings.ca_file.empty()) options.emplace_back("sslrootcert", settings.ca_file);
  return options;
}

RemoteConnection::RemoteConnection(RemoteTarget target, std::unique_ptr<Handle> handle)
    : target_(std::move(target)), handle_(std::move(handle)) {}

RemoteConnection::~RemoteConnection() = default;

Error RemoteConnection::failure(std::string text) const {
  return sql_failure("remote PostgreSQL server \"" + target_.server() + "\": " + trimmed(std::move(text)));
}

Result<void> RemoteConnection::wait(short events, const IsInterrupted& is_interrupted, const Deadline& deadline) const {
  for (;;) {
    if (is_interrupted && is_interrupted()) return canceled_error();
    auto pause = kLook;
    if (deadline) {
      const auto left = std::chrono::duration_cast<milliseconds>(*deadline - steady_clock::now());
      if (left.count() <= 0) return failure("it did not answer in time");
      pause = std::min(pause, left + milliseconds(1));
    }
    pollfd socket{PQsocket(handle_->connection), events, 0};
    if (socket.fd < 0) return failure("the connection is closed");
    const int ready = ::poll(&socket, 1, static_cast<int>(pause.count()));
    if (ready > 0) return {};
    if (ready < 0 && errno != EINTR) return failure("poll failed");
  }
}

Result<std::unique_ptr<RemoteConnection>> RemoteConnection::open(const RemoteTarget& target, const RemoteLogin& login,
                                                                 const FederatedSettings& settings,
                                                                 const IsInterrupted& is_interrupted) {
  const auto options = connection_options(target, login, settings);
  std::vector<const char*> keywords, values;
  for (const auto& [keyword, value] : options) {
    keywords.push_back(keyword.c_str());
    values.push_back(value.c_str());
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  // Without expansion: a database whose name looks like a connection string is just that.
  auto handle = std::make_unique<Handle>(PQconnectStartParams(keywords.data(), values.data(), 0));
  if (!handle->connection) return Error(ErrorCode::kSql, "ERROR: Out of memory");
  std::unique_ptr<RemoteConnection> connection(new RemoteConnection(target, std::move(handle)));
  if (auto done = connection->connect(is_interrupted, settings.connect_timeout); !done) return done.error();
  return connection;
}

Result<void> RemoteConnection::connect(const IsInterrupted& is_interrupted, std::chrono::seconds timeout) {
  auto* connection = handle_->connection;
  const Deadline deadline = steady_clock::now() + timeout;
  if (PQstatus(connection) == CONNECTION_BAD) return failure(PQerrorMessage(connection));
  auto next = PGRES_POLLING_WRITING;
  while (next != PGRES_POLLING_OK) {
    if (next == PGRES_POLLING_FAILED) return failure(PQerrorMessage(connection));
    const short events = next == PGRES_POLLING_READING ? POLLIN : POLLOUT;
    if (auto ready = wait(events, is_interrupted, deadline); !ready) return ready;
    next = PQconnectPoll(connection);
  }
  // Warnings of the server are for nobody.
  PQsetNoticeProcessor(
      connection, [](void*, const char*) {}, nullptr);
  PQsetnonblocking(connection, 1);
  return {};
}

Result<void> RemoteConnection::send_text(const std::string& text, const IsInterrupted& is_interrupted,
                                         const Deadline& deadline) {
  auto* connection = handle_->connection;
  if (!PQsendQuery(connection, text.c_str())) return failure(PQerrorMessage(connection));
  for (int left = PQflush(connection); left != 0; left = PQflush(connection)) {
    if (left < 0) return failure(PQerrorMessage(connection));
    if (auto ready = wait(POLLIN | POLLOUT, is_interrupted, deadline); !ready) return ready;
    if (!PQconsumeInput(connection)) return failure(PQerrorMessage(connection));
  }
  return {};
}

/// Reads until a result is there to be taken.
Result<void> RemoteConnection::await_result(const IsInterrupted& is_interrupted, const Deadline& deadline) {
  auto* connection = handle_->connection;
  while (PQisBusy(connection)) {
    if (auto ready = wait(POLLIN, is_interrupted, deadline); !ready) return ready;
    if (!PQconsumeInput(connection)) return failure(PQerrorMessage(connection));
  }
  return {};
}

Result<std::vector<RemoteConnection::Row>> RemoteConnection::query(const std::string& text,
                                                                   const IsInterrupted& is_interrupted) {
  if (auto sent = send_text(text, is_interrupted, {}); !sent) return sent.error();
  std::vector<Row> rows;
  std::optional<Error> error;
  for (;;) {
    if (auto ready = await_result(is_interrupted, {}); !ready) return ready.error();
    handle_->take_result(PQgetResult(handle_->connection));
    const auto* result = handle_->result;
    if (!result) break;
    const auto status = PQresultStatus(result);
    if (status == PGRES_TUPLES_OK) {
      rows.clear();
      for (int row = 0; row < PQntuples(result); ++row) {
        auto& values = rows.emplace_back();
        for (int column = 0; column < PQnfields(result); ++column)
          values.push_back(PQgetisnull(result, row, column)
                               ? std::nullopt
                               : std::optional<std::string>(PQgetvalue(result, row, column)));
      }
    } else if (status != PGRES_COMMAND_OK && status != PGRES_EMPTY_QUERY && !error) {
      const auto message = field(result, PG_DIAG_MESSAGE_PRIMARY);
      error = failure(message.empty() ? PQresultErrorMessage(result) : message);
    }
  }
  if (error) return *error;
  return rows;
}

Result<void> RemoteConnection::start_copy(const std::string& text, const IsInterrupted& is_interrupted) {
  if (auto sent = send_text(text, is_interrupted, {}); !sent) return sent;
  for (;;) {
    if (auto ready = await_result(is_interrupted, {}); !ready) return ready;
    handle_->take_result(PQgetResult(handle_->connection));
    const auto* result = handle_->result;
    if (!result) return failure("COPY was not answered");
    const auto status = PQresultStatus(result);
    if (status == PGRES_COPY_OUT) return {};
    if (status == PGRES_COMMAND_OK) continue;
    const auto message = field(result, PG_DIAG_MESSAGE_PRIMARY);
    return failure(message.empty() ? PQresultErrorMessage(result) : message);
  }
}

Result<std::optional<std::string_view>> RemoteConnection::next_message(const IsInterrupted& is_interrupted) {
  auto* connection = handle_->connection;
  for (;;) {
    char* message = nullptr;
    const int size = PQgetCopyData(connection, &message, 1);
    handle_->take_message(message);
    if (size > 0) return std::optional(std::string_view(message, static_cast<std::size_t>(size)));
    if (size == -2) return failure(PQerrorMessage(connection));
    if (size == -1) break;
    if (auto ready = wait(POLLIN, is_interrupted, {}); !ready) return ready.error();
    if (!PQconsumeInput(connection)) return failure(PQerrorMessage(connection));
  }
  for (;;) {
    if (auto ready = await_result(is_interrupted, {}); !ready) return ready.error();
    handle_->take_result(PQgetResult(connection));
    if (!handle_->result) return std::optional<std::string_view>();
    if (PQresultStatus(handle_->result) == PGRES_COMMAND_OK) continue;
    const auto message = field(handle_->result, PG_DIAG_MESSAGE_PRIMARY);
    return failure(message.empty() ? PQresultErrorMessage(handle_->result) : message);
  }
}

bool RemoteConnection::drain(const Deadline& deadline) {
  auto* connection = handle_->connection;
  for (;;) {
    if (!await_result({}, deadline)) return false;
    handle_->take_result(PQgetResult(connection));
    if (!handle_->result) return !is_closed();
    if (PQresultStatus(handle_->result) != PGRES_COPY_OUT) continue;
    for (;;) {
      char* message = nullptr;
      const int size = PQgetCopyData(connection, &message, 1);
      handle_->take_message(message);
      if (size < 0) break;
      if (size > 0) continue;
      if (!wait(POLLIN, {}, deadline) || !PQconsumeInput(connection)) return false;
    }
  }
}

bool RemoteConnection::abandon() {
  if (is_closed()) return false;
  if (auto* cancel = PQgetCancel(handle_->connection)) {
    char reason[256];
    PQcancel(cancel, reason, sizeof reason);
    PQfreeCancel(cancel);
  }
  const Deadline deadline = steady_clock::now() + kSettleTime;
  // In the middle of COPY, its messages come first.
  for (bool copying = PQtransactionStatus(handle_->connection) == PQTRANS_ACTIVE; copying;) {
    char* message = nullptr;
    const int size = PQgetCopyData(handle_->connection, &message, 1);
    handle_->take_message(message);
    if (size < 0) break;
    if (size > 0) continue;
    if (!wait(POLLIN, {}, deadline) || !PQconsumeInput(handle_->connection)) return false;
  }
  return drain(deadline);
}

bool RemoteConnection::is_closed() const { return PQstatus(handle_->connection) != CONNECTION_OK; }

void RemoteConnection::keep(const std::string& text) {
  was_kept_ = true;
  // What fails here is seen by settle().
  if (PQsendQuery(handle_->connection, text.c_str())) PQflush(handle_->connection);
}

bool RemoteConnection::settle() {
  if (is_closed() || !PQconsumeInput(handle_->connection)) return false;
  if (!drain(steady_clock::now() + kSettleTime)) return false;
  return PQtransactionStatus(handle_->connection) == PQTRANS_IDLE;
}

}  // namespace slipher::engine
