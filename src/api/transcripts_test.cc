// Golden transcripts: tests/transcripts/*.txt hold requests and the exact replies to them, with a fixed clock and fixed
// ids. After a wanted change run with SLIPHER_RECORD=1 and read the difference.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

#include "api/testing/fixture.h"

namespace slipher::api {
namespace {

using testing::Door;

std::filesystem::path transcripts() { return std::filesystem::path(SLIPHER_SOURCE_DIR) / "tests/transcripts"; }

/// One request and its reply as text. A request starts with ">>> METHOD TARGET SERVICE USER" (SERVICE "-" = unsigned),
/// a reply with "<<< STATUS"; both go on with headers, an empty line and a body.
struct Exchange {
  std::string comment;
  std::string request;
  std::string reply;
};

std::vector<Exchange> read_exchanges(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::vector<Exchange> out;
  std::string comment, line;
  std::string* into = &comment;
  while (std::getline(in, line)) {
    if (line.starts_with("#")) into = &comment;
    if (line.starts_with(">>> ")) {
      out.push_back({std::exchange(comment, {}), "", ""});
      into = &out.back().request;
    }
    if (line.starts_with("<<< ")) into = &out.back().reply;
    *into += line + "\n";
  }
  return out;
}

std::string trimmed(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

RawRequest parse_request(Door& door, const std::string& text) {
  std::istringstream in(text);
  std::string marker, service, user, line;
  RawRequest request;
  in >> marker >> request.method >> request.target >> service >> user;
  std::getline(in, line);
  request.headers.add("Host", "127.0.0.1:8439");
  while (std::getline(in, line) && !line.empty()) {
    const std::size_t colon = line.find(": ");
    request.headers.add(line.substr(0, colon), line.substr(colon + 2));
  }
  std::ostringstream body;
  body << in.rdbuf();
  request.body = trimmed(body.str());
  door.user = user == "alice" ? door.alice : door.root;
  if (service != "-") door.sign(request, service);
  return request;
}

std::string print(const RawResponse& response) {
  std::string out = "<<< " + std::to_string(response.status) + "\n";
  for (const auto& [name, value] : response.headers) out += name + ": " + value + "\n";
  return out + "\n" + trimmed(response.body);
}

/// What the transcripts find: a finished statement with a result of two pages, a failed batch, a session, a table.
void furnish(Door& door) {
  store::StatementRecord record;
  record.id = "aaaaaaaa-0000-4000-8000-000000000001";
  record.warehouse = record.warehouse_name = "mycluster";
  record.database = "dev";
  record.db_user = "awsuser";
  record.db_user_given = true;
  record.state = store::StatementState::kFinished;
  record.created_at = door.clock.now();
  record.updated_at = record.created_at + milliseconds(1208);
  record.duration_ns = 1201593573;
  record.process_id = 20859;
  record.has_result_set = true;
  record.subs.resize(1);
  record.subs[0] = {.sql = "select id, name from event",
                    .state = record.state,
                    .duration_ns = 1201593573,
                    .result_rows = 2,
                    .result_bytes = 30,
                    .query_id = 48879,
                    .has_result_set = true};
  door.statements.records.push_back(record);
  statements::ResultPage page;
  page.columns = {
      {.name = "id", .type = engine::Type::kInt4, .nullable = false, .schema_name = "public", .table_name = "event"},
      {.name = "name",
       .type = engine::Type::kVarchar,
       .precision = 200,
       .schema_name = "public",
       .table_name = "event"}};
  page.total_rows = 2;
  page.records_json = R"([{"longValue":1},{"stringValue":"a"}])";
  page.next_page = 1;
  statements::ResultPage last = page;
  last.records_json = R"([{"longValue":2},{"isNull":true}])";
  last.next_page.reset();
  door.statements.results[record.id] = {page, last};
  door.statements.warehouse->columns = page.columns;

  record.id = "bbbbbbbb-0000-4000-8000-000000000002";
  record.is_batch = true;
  record.has_result_set = false;
  record.state = store::StatementState::kFailed;
  record.error = "ERROR: relation \"nowhere\" does not exist";
  record.subs = {{.sql = "create table t (a int)",
                  .state = store::StatementState::kFinished,
                  .duration_ns = 3000,
                  .result_rows = 0,
                  .result_bytes = 0},
                 {.sql = "select * from nowhere", .state = store::StatementState::kFailed, .error = record.error},
                 {.sql = "select 1", .state = store::StatementState::kAborted}};
  for (auto& sub : record.subs) sub.created_at = sub.updated_at = record.created_at;
  door.statements.records.push_back(record);

  statements::Service::SessionView session;
  session.record = {.id = "cccccccc-0000-4000-8000-000000000003",
                    .warehouse = "mycluster",
                    .warehouse_name = "mycluster",
                    .database = "dev",
                    .db_user = "awsuser",
                    .created_at = door.clock.now(),
                    .updated_at = door.clock.now(),
                    .keep_alive_seconds = 30};
  session.status = "AVAILABLE";
  door.statements.sessions.push_back(session);
}

TEST(Transcripts, EveryReplyIsTheRecordedOne) {
  const bool is_recording = std::getenv("SLIPHER_RECORD") != nullptr;
  int count = 0;
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(transcripts()))
    if (file.path().extension() == ".txt") files.push_back(file.path());
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    Door door;
    furnish(door);
    std::string recorded;
    for (const Exchange& exchange : read_exchanges(file)) {
      const std::string reply = print(door.send(parse_request(door, exchange.request)));
      if (!is_recording) {
        EXPECT_EQ(trimmed(exchange.reply), reply) << file << "\n" << exchange.request;
      }
      recorded += exchange.comment + exchange.request + reply + "\n\n";
      ++count;
    }
    if (is_recording) std::ofstream(file) << trimmed(recorded) << "\n";
  }
  EXPECT_GT(count, 40);
}

}  // namespace
}  // namespace slipher::api
