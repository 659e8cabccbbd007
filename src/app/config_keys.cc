#include "app/config_keys.h"

#include <algorithm>

namespace slipher::app {

namespace {

constexpr std::int64_t kMiB = 1024 * 1024;
constexpr std::int64_t kGiB = 1024 * kMiB;
constexpr std::int64_t kDay = 86400;

std::string check_account(std::string_view text) {
  const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return text.empty() || (text.size() == 12 && digits) ? "" : "it must have 12 digits";
}

std::string check_region(std::string_view text) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !text.empty() && std::all_of(text.begin(), text.end(), allowed) ? ""
                                                                         : "it must be a region's name, like us-east-1";
}

std::string check_warehouse(std::string_view text) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !text.empty() && text.size() <= 63 && std::all_of(text.begin(), text.end(), allowed)
             ? ""
             : "an identifier has 1 to 63 lower-case letters, digits and hyphens";
}

std::string check_not_empty(std::string_view text) { return text.empty() ? "it must not be empty" : ""; }

// `MEMBER` is an lvalue of `c`: its type picks the key's type.
#define SLIPHER_MEMBER(MEMBER) +[](Config& c) -> decltype((c.MEMBER)) { return c.MEMBER; }

std::vector<ConfigKey> server_keys() {
  return {
      {.section = "server",
       .name = "listen",
       .member = SLIPHER_MEMBER(http.listen),
       .help = "Addresses to listen on, \"HOST:PORT\" each; IPv6 addresses in brackets. Port 0 takes a free one.",
       .check = check_not_empty},
      {.section = "server",
       .name = "allow_plain_http_beyond_loopback",
       .member = SLIPHER_MEMBER(http.allow_plain_beyond_loopback),
       .help = "Listens without TLS on addresses other than loopback. Only behind something that does TLS."},
      {.section = "server",
       .name = "threads",
       .member = SLIPHER_MEMBER(http.threads),
       .help = "Threads of the event loop; 0 = one per processor, at least two.",
       .maximum = 1024},
      {.section = "server",
       .name = "connections",
       .member = SLIPHER_MEMBER(http.connections),
       .help = "Connections open at the same time; more are answered 503 and closed.",
       .minimum = 1,
       .maximum = 1'000'000},
      {.section = "server",
       .name = "header_bytes",
       .member = SLIPHER_MEMBER(http.header_bytes),
       .help = "Largest request line and header together; more is answered 431.",
       .minimum = 4096,
       .maximum = kMiB,
       .unit = Unit::kBytes},
      {.section = "server",
       .name = "body_bytes",
       .member = SLIPHER_MEMBER(http.body_bytes),
       .help =
           "Largest request body; more is answered 413. Keep it above statements.sql_bytes: JSON escapes grow texts.",
       .minimum = 64 * 1024,
       .maximum = 4 * kGiB,
       .unit = Unit::kBytes},
      {.section = "server",
       .name = "arriving_bytes",
       .member = SLIPHER_MEMBER(http.arriving_bytes),
       .help = "Bytes of unfinished request bodies, all connections together; more is answered 503.",
       .minimum = kMiB,
       .unit = Unit::kBytes},
      {.section = "server",
       .name = "open_metrics",
       .member = SLIPHER_MEMBER(open_metrics),
       .help = "Answers GET /metrics without a signature."},
  };
}

std::vector<ConfigKey> server_time_keys() {
  return {
      {.section = "server",
       .name = "idle_timeout_seconds",
       .member = SLIPHER_MEMBER(http.idle_timeout),
       .help = "Closes a connection that sends no next request for so long.",
       .minimum = 1,
       .maximum = kDay,
       .unit = Unit::kSeconds},
      {.section = "server",
       .name = "header_timeout_seconds",
       .member = SLIPHER_MEMBER(http.header_timeout),
       .help = "Closes a connection whose TLS handshake or request header takes longer.",
       .minimum = 1,
       .maximum = 3600,
       .unit = Unit::kSeconds},
      {.section = "server",
       .name = "body_timeout_seconds",
       .member = SLIPHER_MEMBER(http.body_timeout),
       .help = "Closes a connection whose request body takes longer.",
       .minimum = 1,
       .maximum = kDay,
       .unit = Unit::kSeconds},
      {.section = "server",
       .name = "write_timeout_seconds",
       .member = SLIPHER_MEMBER(http.write_timeout),
       .help = "Closes a connection whose client takes longer to read one response.",
       .minimum = 1,
       .maximum = kDay,
       .unit = Unit::kSeconds},
      {.section = "server",
       .name = "shutdown_grace_seconds",
       .member = SLIPHER_MEMBER(shutdown_grace),
       .help = "At SIGTERM, how long running statements may go on before they are interrupted.",
       .maximum = kDay,
       .unit = Unit::kSeconds},
  };
}

std::vector<ConfigKey> tls_and_storage_keys() {
  return {
      {.section = "tls",
       .name = "certificate_file",
       .member = SLIPHER_MEMBER(http.certificate_file),
       .help = "PEM file with the certificate chain, the server's own first. With key_file: HTTPS on every listener."},
      {.section = "tls",
       .name = "key_file",
       .member = SLIPHER_MEMBER(http.key_file),
       .help = "PEM file with the certificate's private key."},
      {.section = "storage",
       .name = "data_dir",
       .member = SLIPHER_MEMBER(data_directory),
       .help = "Directory of databases, results, buckets and keys; made at the first start. One server at a time.",
       .check = check_not_empty},
  };
}

std::vector<ConfigKey> statements_keys() {
  return {
      {.section = "statements",
       .name = "sql_bytes",
       .member = SLIPHER_MEMBER(statements.sql_bytes),
       .help = "Longest SQL text. Amazon Redshift takes 100 KB.",
       .minimum = 1,
       .maximum = kGiB,
       .unit = Unit::kBytes},
      {.section = "statements",
       .name = "active",
       .member = SLIPHER_MEMBER(statements.active_statements),
       .help = "Unfinished statements per warehouse; more raise ActiveStatementsExceededException.",
       .minimum = 1,
       .maximum = 10'000'000},
      {.section = "statements",
       .name = "waiting_requests",
       .member = SLIPHER_MEMBER(statements.waiting_requests),
       .help = "Requests that wait for one statement (WaitTimeSeconds); more raise "
               "ActiveWaitingRequestsExceededException.",
       .maximum = 10'000'000},
      {.section = "statements",
       .name = "submit_patience_milliseconds",
       .member = SLIPHER_MEMBER(statements.submit_patience),
       .help =
           "How long ExecuteStatement holds back the id of a read that runs already: one that ends by then is stored "
           "once, with its end; 0 = every statement is stored before it runs.",
       .maximum = 1000,
       .unit = Unit::kMilliseconds},
      {.section = "statements",
       .name = "describe_patience_milliseconds",
       .member = SLIPHER_MEMBER(statements.describe_patience),
       .help =
           "How long DescribeStatement without WaitTimeSeconds waits for a running statement to end, so that a quick "
           "one is not polled many times; 0 = not at all.",
       .maximum = 1000,
       .unit = Unit::kMilliseconds},
      {.section = "statements",
       .name = "timeout_seconds",
       .member = SLIPHER_MEMBER(statements.statement_timeout),
       .help = "Longest run of one statement; 0 = no limit.",
       .unit = Unit::kSeconds},
      {.section = "statements",
       .name = "retention_seconds",
       .member = SLIPHER_MEMBER(statements.statement_retention),
       .help = "How long DescribeStatement answers after the end; 0 = for ever. Never shorter than the results' time.",
       .unit = Unit::kSeconds},
      {.section = "statements",
       .name = "token_retention_seconds",
       .member = SLIPHER_MEMBER(statements.token_retention),
       .help = "How long a repeated ClientToken gives back the first statement.",
       .minimum = 1,
       .unit = Unit::kSeconds},
      {.section = "statements",
       .name = "runners",
       .member = SLIPHER_MEMBER(statements.runners),
       .help = "Threads that run statements, all warehouses together; 0 = four per processor.",
       .maximum = 4096},
  };
}

std::vector<ConfigKey> sessions_keys() {
  return {
      {.section = "sessions",
       .name = "limit",
       .member = SLIPHER_MEMBER(statements.sessions),
       .help = "Open sessions per warehouse; more raise ActiveSessionsExceededException.",
       .minimum = 1,
       .maximum = 10'000'000},
      {.section = "sessions",
       .name = "hard_cap_seconds",
       .member = SLIPHER_MEMBER(statements.session_hard_cap),
       .help = "A session's life from its start, whatever happens in it.",
       .minimum = 1,
       .unit = Unit::kSeconds},
      {.section = "sessions",
       .name = "busy_wait_milliseconds",
       .member = SLIPHER_MEMBER(statements.session_busy_wait),
       .help = "How long a statement waits for its session's other statement before \"Session is not available\".",
       .unit = Unit::kMilliseconds},
  };
}

std::vector<ConfigKey> results_keys() {
  return {
      {.section = "results",
       .name = "retention_seconds",
       .member = SLIPHER_MEMBER(statements.result_retention),
       .help = "How long results are kept; 0 = for ever.",
       .unit = Unit::kSeconds},
      {.section = "results",
       .name = "page_bytes",
       .member = SLIPHER_MEMBER(statements.page_bytes),
       .help = "Size of one page of GetStatementResult, and of one chunk of CSV.",
       .minimum = 1024,
       .maximum = 64 * kMiB,
       .unit = Unit::kBytes},
      {.section = "results",
       .name = "csv_chunks_per_page",
       .member = SLIPHER_MEMBER(statements.csv_chunks_per_page),
       .help = "CSV chunks in one page of GetStatementResultV2.",
       .minimum = 1,
       .maximum = 64},
      {.section = "results",
       .name = "inline_bytes",
       .member = SLIPHER_MEMBER(statements.inline_result_bytes),
       .help = "Results up to this size are kept beside their statement instead of in a file.",
       .maximum = kMiB,
       .unit = Unit::kBytes},
      {.section = "results",
       .name = "max_bytes",
       .member = SLIPHER_MEMBER(statements.result_bytes),
       .help = "Largest result; 0 = no limit. Amazon Redshift stops at 500 MB.",
       .unit = Unit::kBytes},
      {.section = "results",
       .name = "max_row_bytes",
       .member = SLIPHER_MEMBER(statements.row_bytes),
       .help = "Largest row of a result; 0 = no limit. Amazon Redshift stops at 64 KB.",
       .unit = Unit::kBytes},
  };
}

std::vector<ConfigKey> engine_keys() {
  return {
      {.section = "engine",
       .name = "warehouses",
       .member = SLIPHER_MEMBER(warehouses),
       .help = "Clusters and workgroups that exist always.",
       .check = check_warehouse},
      {.section = "engine",
       .name = "auto_create",
       .member = SLIPHER_MEMBER(auto_create),
       .help = "Makes a warehouse of any valid identifier when it is first used."},
      {.section = "engine",
       .name = "memory_limit_bytes",
       .member = SLIPHER_MEMBER(memory_limit_bytes),
       .help = "Memory of one warehouse's engine; more spills to the data directory. 0 = 80 % of the machine's.",
       .unit = Unit::kBytes},
      {.section = "engine",
       .name = "threads",
       .member = SLIPHER_MEMBER(engine_threads),
       .help = "Threads of one warehouse's engine; 0 = one per processor.",
       .maximum = 4096},
  };
}

std::vector<ConfigKey> federated_keys() {
  return {
      {.section = "federated",
       .name = "connections",
       .member = SLIPHER_MEMBER(federated.connections),
       .help = "Connections of one warehouse to remote servers; more wait.",
       .minimum = 1,
       .maximum = 10'000},
      {.section = "federated",
       .name = "connect_timeout_seconds",
       .member = SLIPHER_MEMBER(federated.connect_timeout),
       .help = "How long a new connection, or the wait for a free one, may take.",
       .minimum = 1,
       .maximum = 3600,
       .unit = Unit::kSeconds},
      {.section = "federated",
       .name = "statement_timeout_seconds",
       .member = SLIPHER_MEMBER(federated.statement_timeout),
       .help = "Longest run of one statement at the remote server; 0 = that server's own limit.",
       .maximum = kDay,
       .unit = Unit::kSeconds},
      {.section = "federated",
       .name = "idle_timeout_seconds",
       .member = SLIPHER_MEMBER(federated.idle_timeout),
       .help = "How long a connection is kept for the next statement; 0 = not at all.",
       .maximum = kDay,
       .unit = Unit::kSeconds},
      {.section = "federated",
       .name = "sslmode",
       .member = SLIPHER_MEMBER(federated.sslmode),
       .help =
           "TLS to remote servers, as PostgreSQL's clients call it: prefer takes it where there is one, verify-full "
           "takes nothing else and checks whose it is.",
       .choices = {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"}},
      {.section = "federated",
       .name = "ca_file",
       .member = SLIPHER_MEMBER(federated.ca_file),
       .help = "PEM file of the authorities that verify-ca and verify-full trust; empty = ~/.postgresql/root.crt."},
  };
}

std::vector<ConfigKey> identity_keys() {
  return {
      {.section = "identity",
       .name = "region",
       .member = SLIPHER_MEMBER(region),
       .help = "The region that the server plays: in ARNs, events and the variables of `slipher env`.",
       .check = check_region},
      {.section = "identity",
       .name = "only_own_region",
       .member = SLIPHER_MEMBER(only_own_region),
       .help = "Takes only requests signed for this region; otherwise any region will do."},
      {.section = "identity",
       .name = "account",
       .member = SLIPHER_MEMBER(account),
       .help = "Account id of 12 digits; empty = made at the first start.",
       .check = check_account},
      {.section = "identity",
       .name = "signature_skew_past_seconds",
       .member = SLIPHER_MEMBER(signature_skew_past),
       .help = "How old a signature may be.",
       .minimum = 1,
       .maximum = kDay,
       .unit = Unit::kSeconds},
      {.section = "identity",
       .name = "signature_skew_future_seconds",
       .member = SLIPHER_MEMBER(signature_skew_future),
       .help = "How far a client's clock may be ahead.",
       .minimum = 1,
       .maximum = kDay,
       .unit = Unit::kSeconds},
  };
}

std::vector<ConfigKey> log_keys() {
  return {
      {.section = "log",
       .name = "level",
       .member = SLIPHER_MEMBER(log.level),
       .help = "How much is logged. Each request is one line at info.",
       .choices = {"trace", "debug", "info", "warn", "error", "off"}},
      {.section = "log",
       .name = "file",
       .member = SLIPHER_MEMBER(log.file),
       .help = "File of the log; empty = standard error."},
      {.section = "log",
       .name = "audit_file",
       .member = SLIPHER_MEMBER(log.audit_file),
       .help = "File of the audit log: who ran what, on which session. Empty = none."},
      {.section = "log",
       .name = "audit_sql_text",
       .member = SLIPHER_MEMBER(log.audit_sql_text),
       .help = "Whether the audit log carries the SQL text."},
  };
}

#undef SLIPHER_MEMBER

}  // namespace

const std::vector<ConfigSection>& config_sections() {
  static const std::vector<ConfigSection> sections = {
      {"server", "The listener and its connections."},
      {"tls", "HTTPS on the listener, TLS 1.2 and newer. Both files or neither."},
      {"storage", "Where everything is kept."},
      {"statements", "Limits on statements."},
      {"sessions", "Limits on sessions."},
      {"results", "How results are stored and served."},
      {"engine", "Warehouses: what a ClusterIdentifier or WorkgroupName stands for."},
      {"federated", "External schemas FROM POSTGRES: how their servers are reached."},
      {"identity", "Who the server is, and how strictly signatures are checked."},
      {"log", "The log and the audit log. Neither ever holds a secret."},
  };
  return sections;
}

const std::vector<ConfigKey>& config_keys() {
  static const std::vector<ConfigKey> keys = [] {
    std::vector<ConfigKey> all;
    for (auto&& part : {server_keys(), server_time_keys(), tls_and_storage_keys(), statements_keys(), sessions_keys(),
                        results_keys(), engine_keys(), federated_keys(), identity_keys(), log_keys()})
      all.insert(all.end(), part.begin(), part.end());
    return all;
  }();
  return keys;
}

const ConfigKey* find_config_key(std::string_view full_name) {
  for (const auto& key : config_keys()) {
    if (key.full_name() == full_name) return &key;
  }
  return nullptr;
}

}  // namespace slipher::app
