#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <mutex>
#include <sstream>
#include <unistd.h>

#include "app/cli/commands.h"
#include "app/cli/data_api_client.h"
#include "app/cli/interrupt_watch.h"
#include "app/cli/result_printer.h"
#include "base/ids.h"
#include "sql/parameters.h"
#include "sql/statement.h"

namespace slipher::app {

namespace json = boost::json;

namespace {

/// Between two statements of one run, while results print.
constexpr std::int64_t kSessionKeepAlive = 3600;
/// The documented way to end a session: let it idle for a second after its last statement.
constexpr std::int64_t kSessionEnd = 1;
constexpr std::int64_t kLongWait = 20;
constexpr std::int64_t kProgressWait = 1;

Result<std::string> read_text(const SqlOptions& options) {
  if (!options.texts.empty()) {
    std::string text;
    for (const auto& part : options.texts) text += part + "\n;\n";
    return text;
  }
  std::stringstream text;
  if (options.file.empty() || options.file == "-") {
    text << std::cin.rdbuf();
    return text.str();
  }
  std::ifstream in(options.file, std::ios::binary);
  text << in.rdbuf();
  if (!in) return Error(ErrorCode::kValidation, "cannot read " + options.file);
  return text.str();
}

Result<std::vector<sql::Parameter>> read_parameters(const std::vector<std::string>& given) {
  std::vector<sql::Parameter> parameters;
  for (const auto& text : given) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      return Error(ErrorCode::kValidation, "--param " + text + ": expected name=value");
    }
    parameters.push_back({text.substr(0, equals), text.substr(equals + 1)});
  }
  return parameters;
}

bool is_over(const std::string& status) { return status == "FINISHED" || status == "FAILED" || status == "ABORTED"; }

/// Runs the statements of one invocation, one after the other, in one session if they are several.
class SqlRun {
 public:
  SqlRun(const SqlOptions& options, Access access, std::unique_ptr<DataApiClient> client)
      : options_(options), access_(std::move(access)), client_(std::move(client)) {}

  int run(const std::vector<sql::Piece>& pieces, const std::vector<sql::Parameter>& parameters);
  /// Asks the server to cancel the running statement; called by another thread.
  void cancel();

 private:
  json::object submission(const sql::Piece& piece, const std::vector<sql::Parameter>& parameters, bool several,
                          bool last);
  Result<json::object> execute(const json::object& input);
  Result<void> print_result(const std::string& id);
  void print_footer(const json::object& description);
  void show_progress(const std::string& text);

  const SqlOptions& options_;
  const Access access_;
  std::unique_ptr<DataApiClient> client_;
  const bool progress_ = ::isatty(STDERR_FILENO) == 1;
  std::string session_id_;
  std::mutex mutex_;
  std::string running_id_;
  bool canceled_ = false;
};

json::object SqlRun::submission(const sql::Piece& piece, const std::vector<sql::Parameter>& parameters, bool several,
                                bool last) {
  json::object input{{"Sql", piece.text}, {"ClientToken", RandomIds().uuid()}};
  if (session_id_.empty()) {
    if (options_.workgroup.empty()) {
      input["ClusterIdentifier"] = options_.cluster.empty() ? "default" : options_.cluster;
    } else {
      input["WorkgroupName"] = options_.workgroup;
    }
    input["Database"] = options_.database;
  } else {
    input["SessionId"] = session_id_;
  }
  if (several) input["SessionKeepAliveSeconds"] = last ? kSessionEnd : kSessionKeepAlive;
  if (options_.format == "csv") input["ResultFormat"] = "CSV";
  // A statement takes the parameters that it names; the service refuses others as unused.
  std::vector<bool> used(parameters.size());
  for (const auto& placeholder : sql::find_placeholders(piece.text, parameters)) used[placeholder.index] = true;
  json::array list;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (used[i]) list.push_back(json::object{{"name", parameters[i].name}, {"value", parameters[i].value}});
  }
  if (!list.empty()) input["Parameters"] = std::move(list);
  return input;
}

/// Submits, and waits with DescribeStatement: Ctrl-C needs the id before the statement ends. Returns its description.
Result<json::object> SqlRun::execute(const json::object& input) {
  auto accepted = client_->call("ExecuteStatement", input);
  if (!accepted) return accepted.error();
  const auto id = text_member(*accepted, "Id");
  if (session_id_.empty()) session_id_ = text_member(*accepted, "SessionId");
  bool too_late = false;
  {
    std::lock_guard lock(mutex_);
    running_id_ = id;
    too_late = canceled_;
  }
  if (too_late) cancel();
  const auto started = std::chrono::steady_clock::now();
  while (true) {
    const auto wait = progress_ ? kProgressWait : kLongWait;
    auto description = client_->call("DescribeStatement", {{"Id", id}, {"WaitTimeSeconds", wait}});
    if (!description) return description.error();
    const auto status = text_member(*description, "Status");
    if (is_over(status)) {
      show_progress("");
      std::lock_guard lock(mutex_);
      running_id_.clear();
      return description;
    }
    const auto elapsed = std::chrono::duration_cast<seconds>(std::chrono::steady_clock::now() - started);
    show_progress(fmt::format("{} {} s (Ctrl-C cancels)", status, elapsed.count()));
  }
}

void SqlRun::cancel() {
  std::string id;
  {
    std::lock_guard lock(mutex_);
    canceled_ = true;
    id = running_id_;
  }
  if (id.empty()) return;
  // A connection of its own: the other one waits for the statement's end.
  auto client = DataApiClient::open(access_, options_.ca_file);
  if (client) static_cast<void>((*client)->call("CancelStatement", {{"Id", id}}));
}

void SqlRun::show_progress(const std::string& text) {
  if (progress_) std::cerr << "\r\x1b[K" << text << std::flush;
}

Result<void> SqlRun::print_result(const std::string& id) {
  const char* operation = options_.format == "csv" ? "GetStatementResultV2" : "GetStatementResult";
  const auto printer = make_result_printer(options_.format, std::cout);
  json::object input{{"Id", id}};
  while (true) {
    const auto reply = client_->call(operation, input);
    if (!reply) return reply.error();
    printer->page(*reply);
    const auto next = text_member(*reply, "NextToken");
    if (next.empty()) break;
    if (!std::cout) return Error(ErrorCode::kInternal, "cannot write the result");
    input["NextToken"] = next;
  }
  printer->end();
  return {};
}

void SqlRun::print_footer(const json::object& description) {
  if (options_.format != "table") return;
  const auto rows = integer_member(description, "ResultRows", -1);
  const double time = static_cast<double>(integer_member(description, "Duration", 0)) / 1e6;
  std::cout << text_member(description, "Status");
  if (rows >= 0) std::cout << fmt::format(", {} row{}", rows, rows == 1 ? "" : "s");
  std::cout << fmt::format(", {:.1f} ms\n", time);
}

int SqlRun::run(const std::vector<sql::Piece>& pieces, const std::vector<sql::Parameter>& parameters) {
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const bool last = i + 1 == pieces.size();
    const auto description = execute(submission(pieces[i], parameters, pieces.size() > 1, last));
    if (!description) return fail(description.error().message);
    const auto status = text_member(*description, "Status");
    if (status != "FINISHED") {
      const auto error = text_member(*description, "Error");
      return fail(status == "ABORTED" && error.empty() ? "the statement was canceled" : error);
    }
    if (i > 0 && options_.format == "table") std::cout << "\n";
    if (bool_member(*description, "HasResultSet")) {
      if (auto printed = print_result(text_member(*description, "Id")); !printed) return fail(printed.error().message);
    }
    print_footer(*description);
    std::cout << std::flush;
    if (!std::cout) return fail("cannot write the result");
  }
  return 0;
}

}  // namespace

int run_sql(const SqlOptions& options) {
  const auto text = read_text(options);
  if (!text) return fail(text.error().message);
  const auto parameters = read_parameters(options.parameters);
  if (!parameters) return fail(parameters.error().message);
  const auto pieces = sql::split(*text);
  if (pieces.empty()) return fail("there is no statement to run");
  std::vector<std::string> texts;
  for (const auto& piece : pieces) texts.emplace_back(piece.text);
  if (auto used = sql::check_parameters(texts, *parameters); !used) return fail(used.error().message);
  auto access = client_access(options.common);
  if (!access) return fail(access.error().message);
  auto client = DataApiClient::open(*access, options.ca_file);
  if (!client) return fail(client.error().message);
  std::ios::sync_with_stdio(false);

  SqlRun run(options, *std::move(access), *std::move(client));
  InterruptWatch watch([&run] { run.cancel(); });
  const int status = run.run(pieces, *parameters);
  return watch.interrupted() && status != 0 ? 130 : status;
}

}  // namespace slipher::app
