#include <gtest/gtest.h>

#include "api/testing/fixture.h"

namespace slipher::api::redshift_data {
namespace {

using testing::Door;
using testing::Reply;
namespace json = boost::json;

std::string refusal(Door& door, const std::string& members) {
  const Reply reply = door.data("ExecuteStatement", R"({"Sql":"select 1",)" + members + "}");
  EXPECT_EQ(reply.raw.status, 400) << members;
  EXPECT_EQ(reply.text("__type"), "ValidationException") << reply.raw.body;
  return reply.text("Message");
}

TEST(ExecuteStatement, EchoesWhatBelongsToTheCase) {
  Door door;
  const std::string head = R"({"ClusterIdentifier":"c","CreatedAt":1700000000,"Database":"dev",)";
  EXPECT_EQ(
      door.data("ExecuteStatement", R"({"Sql":"s","ClusterIdentifier":"c","Database":"dev","DbUser":"u"})").raw.body,
      head + R"("DbUser":"u","Id":"00000000-0000-4000-8000-000000000002","Status":"SUBMITTED"})");
  EXPECT_EQ(door.data("ExecuteStatement", R"({"Sql":"s","ClusterIdentifier":"c","Database":"dev"})").raw.body,
            head + R"("DbUser":"IAM:root","Id":"00000000-0000-4000-8000-000000000004","Status":"SUBMITTED"})");
  EXPECT_EQ(
      door.data("ExecuteStatement", R"({"Sql":"s","WorkgroupName":"wgr","Database":"dev"})").raw.body,
      R"({"CreatedAt":1700000000,"Database":"dev","DbUser":"IAM:root","Id":"00000000-0000-4000-8000-000000000006","Status":"SUBMITTED","WorkgroupName":"wgr"})");
}

TEST(ExecuteStatement, RefusesConflictingTargets) {
  Door door;
  EXPECT_EQ(refusal(door, R"("ClusterIdentifier":"c","WorkgroupName":"wgr","Database":"d")"),
            "ClusterIdentifier and WorkgroupName cannot be specified together.");
  EXPECT_EQ(refusal(door, R"("Database":"d")"),
            "One of ClusterIdentifier, WorkgroupName or SessionId must be specified.");
  EXPECT_EQ(refusal(door, R"("WorkgroupName":"wgr","DbUser":"u","Database":"d")"),
            "DbUser cannot be specified with WorkgroupName.");
  EXPECT_EQ(refusal(door, R"("ClusterIdentifier":"c","DbUser":"u","SecretArn":"s","Database":"d")"),
            "DbUser and SecretArn cannot be specified together.");
  EXPECT_EQ(refusal(door, R"("ClusterIdentifier":"c")"),
            "Database must be specified with ClusterIdentifier or WorkgroupName.");
  EXPECT_EQ(refusal(door, R"("SessionId":"d9b6c0c9-0000-4000-8000-00000000000a","Database":"d","DbUser":"u")"),
            "SessionId cannot be specified together with Database, DbUser.");
  EXPECT_EQ(refusal(door, R"("ClusterIdentifier":"clusterId","Database":"d")"),
            "Redshift endpoint doesn't exist in this region.");
  EXPECT_TRUE(door.statements.records.empty());
}

TEST(ExecuteStatement, EmptyMembersCountAsAbsent) {
  Door door;
  const Reply reply = door.data(
      "ExecuteStatement",
      R"({"Sql":"s","SessionId":"d9b6c0c9-0000-4000-8000-00000000000a","Database":"","ClusterIdentifier":"","WorkgroupName":"","DbUser":"","SecretArn":"","ClientToken":"","StatementName":""})");
  EXPECT_EQ(reply.raw.status, 200) << reply.raw.body;
  EXPECT_EQ(reply.text("SessionId"), "d9b6c0c9-0000-4000-8000-00000000000a");
  EXPECT_FALSE(door.statements.submitted.target);
  EXPECT_FALSE(door.statements.submitted.client_token);
}

TEST(ExecuteStatement, PassesEveryMemberOn) {
  Door door;
  door.data("ExecuteStatement",
            R"({"Sql":"select :a","ClusterIdentifier":"c","Database":"dev","Parameters":[{"name":"a","value":"1"}],
                "StatementName":"n","WithEvent":true,"ClientToken":"t","ResultFormat":"CSV",
                "SessionKeepAliveSeconds":10,"WaitTimeSeconds":30})");
  const statements::Submission& submitted = door.statements.submitted;
  EXPECT_EQ(submitted.sqls, std::vector<std::string>{"select :a"});
  EXPECT_EQ(submitted.requester.principal, "arn:aws:iam::123456789012:user/root");
  EXPECT_TRUE(submitted.requester.is_administrator);
  EXPECT_EQ(submitted.parameters.at(0).name + submitted.parameters.at(0).value, "a1");
  EXPECT_EQ(submitted.statement_name, "n");
  EXPECT_TRUE(submitted.with_event && submitted.csv && !submitted.is_batch);
  EXPECT_EQ(submitted.client_token, "t");
  EXPECT_EQ(submitted.session_keep_alive_seconds, 10);
  EXPECT_EQ(submitted.wait, seconds(30));
  EXPECT_EQ(submitted.request_hash.size(), 64u);
}

TEST(ExecuteStatement, HashesTheRequestWithoutItsToken) {
  Door door;
  const auto hash = [&](const std::string& more) {
    door.data("ExecuteStatement", R"({"ClusterIdentifier":"c","Database":"dev")" + more + "}");
    return door.statements.submitted.request_hash;
  };
  const std::string first = hash(R"(,"Sql":"a","ClientToken":"1")");
  EXPECT_EQ(first, hash(R"(,"ClientToken":"2","Sql":"a")"));
  EXPECT_NE(first, hash(R"(,"ClientToken":"1","Sql":"b")"));
}

TEST(ExecuteStatement, KeepAliveOfZeroIsNone) {
  Door door;
  door.data("ExecuteStatement", R"({"Sql":"s","ClusterIdentifier":"c","Database":"d","SessionKeepAliveSeconds":0})");
  EXPECT_FALSE(door.statements.submitted.session_keep_alive_seconds);
}

TEST(ExecuteStatement, AWorkgroupsArnNamesItsWarehouse) {
  Door door;
  const std::string arn =
      "arn:aws:redshift-serverless:us-east-1:123456789012:workgroup/01234567-89ab-cdef-0123-456789abcdef";
  const Reply reply = door.data("ExecuteStatement", R"({"Sql":"s","Database":"d","WorkgroupName":")" + arn + "\"}");
  EXPECT_EQ(reply.text("WorkgroupName"), arn);
  EXPECT_EQ(door.statements.submitted.target->warehouse, "01234567-89ab-cdef-0123-456789abcdef");
}

TEST(BatchExecuteStatement, PassesItsStatementsAndMode) {
  Door door;
  EXPECT_EQ(door.data("BatchExecuteStatement",
                      R"({"Sqls":["a","b"],"ClusterIdentifier":"c","Database":"d","ExecutionMode":"AUTO_COMMIT"})")
                .raw.status,
            200);
  const statements::Submission& submitted = door.statements.submitted;
  EXPECT_EQ(submitted.sqls, (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(submitted.is_batch && submitted.auto_commit);
  EXPECT_EQ(submitted.execution_mode, "AUTO_COMMIT");
}

class Credentials : public ::testing::Test {
 protected:
  std::string make(const std::string& name, const std::string& text) {
    json::object request{{"Name", name}, {"SecretString", text}};
    return door.secret("CreateSecret", json::serialize(request)).text("ARN");
  }
  Reply execute(const std::string& secret) {
    return door.data("ExecuteStatement",
                     R"({"Sql":"s","ClusterIdentifier":"c","Database":"dev","SecretArn":")" + secret + "\"}");
  }
  Door door;
};

TEST_F(Credentials, TakeASecretByNameArnOrPartialArn) {
  const std::string arn = make("app/db", R"({"username":"reporter","password":"p"})");
  ASSERT_EQ(arn.substr(0, arn.size() - 7), "arn:aws:secretsmanager:us-east-1:123456789012:secret:app/db");
  for (const std::string& id : {std::string("app/db"), arn, arn.substr(0, arn.size() - 7)}) {
    const Reply reply = execute(id);
    EXPECT_EQ(reply.text("SecretArn"), id);
    EXPECT_FALSE(reply.body.contains("DbUser"));
    EXPECT_EQ(door.statements.submitted.target->db_user, "reporter");
  }
}

TEST_F(Credentials, TheSecretsClusterMustBeTheRequests) {
  make("mine", R"({"engine":"redshift","username":"u","password":"p","port":5439,"dbClusterIdentifier":"c"})");
  make("other", R"({"engine":"redshift","username":"u","password":"p","port":"5439","dbClusterIdentifier":"d"})");
  EXPECT_EQ(execute("mine").raw.status, 200);
  EXPECT_EQ(execute("other").text("Message"),
            "The dbClusterIdentifier in the secret does not match ClusterIdentifier.");
}

TEST_F(Credentials, AnUnfitSecretIsAClearError) {
  for (const char* text : {R"({})", R"({"username":"u"})", R"({"username":"","password":""})"}) {
    const std::string name = "s" + std::to_string(door.store.kept.size());
    make(name, text);
    EXPECT_EQ(execute(name).text("Message"), "username and password in secret cannot be empty") << text;
  }
  make("text", "hunter2");
  EXPECT_EQ(execute("text").text("Message"), "The secret is not a JSON object with username and password.");
  EXPECT_EQ(execute("none").text("Message"), "Secrets Manager can't find the specified secret.");
  make("gone", R"({"username":"u","password":"p"})");
  door.secret("DeleteSecret", R"({"SecretId":"gone"})");
  EXPECT_EQ(execute("gone").text("__type"), "ValidationException");
  door.user = door.alice;
  EXPECT_EQ(execute("text").text("Message"), "Secrets Manager can't find the specified secret.");
}

store::StatementRecord finished() {
  store::StatementRecord record;
  record.id = "d9b6c0c9-0000-4000-8000-00000000000a";
  record.warehouse = record.warehouse_name = "c";
  record.database = "dev";
  record.db_user = "u";
  record.db_user_given = true;
  record.state = store::StatementState::kFinished;
  record.created_at = Timestamp(microseconds(1'700'000'000'123'000));
  record.updated_at = Timestamp(microseconds(1'700'000'001'000'000));
  record.duration_ns = 1095981511;
  record.process_id = 20859;
  record.has_result_set = true;
  record.parameters = {{"a", "1"}};
  record.subs.resize(1);
  record.subs[0].sql = "select :a";
  record.subs[0].state = record.state;
  record.subs[0].result_rows = 1;
  record.subs[0].result_bytes = 11;
  record.subs[0].query_id = 326;
  record.subs[0].has_result_set = true;
  return record;
}

TEST(DescribeStatement, ShowsAFinishedStatement) {
  Door door;
  door.statements.records.push_back(finished());
  EXPECT_EQ(
      door.data("DescribeStatement", R"({"Id":"d9b6c0c9-0000-4000-8000-00000000000a","WaitTimeSeconds":7})").raw.body,
      R"({"ClusterIdentifier":"c","CreatedAt":1700000000.123,"Database":"dev","DbUser":"u","Duration":1095981511,)"
      R"("HasResultSet":true,"Id":"d9b6c0c9-0000-4000-8000-00000000000a",)"
      R"("QueryParameters":[{"name":"a","value":"1"}],"QueryString":"select :a","RedshiftPid":20859,)"
      R"("RedshiftQueryId":326,"ResultFormat":"JSON","ResultRows":1,"ResultSize":11,"Status":"FINISHED",)"
      R"("UpdatedAt":1700000001})");
  EXPECT_EQ(door.statements.waited, seconds(7));
}

TEST(DescribeStatement, ErrorIsThereForFailedAndAbortedOnly) {
  Door door;
  store::StatementRecord record = finished();
  const auto error = [&](store::StatementState state, const std::string& text) {
    record.state = state;
    record.error = text;
    door.statements.records = {record};
    return door.data("DescribeStatement", R"({"Id":"d9b6c0c9-0000-4000-8000-00000000000a"})").text("Error");
  };
  EXPECT_EQ(error(store::StatementState::kFailed, "ERROR: no"), "ERROR: no");
  EXPECT_NE(error(store::StatementState::kAborted, ""), "(no Error)");
  EXPECT_EQ(error(store::StatementState::kStarted, "ERROR: no"), "(no Error)");
}

TEST(DescribeStatement, ShowsABatchAndItsParts) {
  Door door;
  store::StatementRecord record = finished();
  record.is_batch = true;
  record.execution_mode = "TRANSACTION";
  record.state = store::StatementState::kFailed;
  record.error = "ERROR: second";
  record.subs.resize(3, record.subs[0]);
  record.subs[1].state = store::StatementState::kFailed;
  record.subs[1].error = "ERROR: second";
  record.subs[1].has_result_set = false;
  record.subs[2].state = store::StatementState::kAborted;
  door.statements.records = {record};
  const json::object whole = door.data("DescribeStatement", R"({"Id":"d9b6c0c9-0000-4000-8000-00000000000a"})").body;
  EXPECT_FALSE(whole.contains("QueryString"));
  EXPECT_EQ(whole.at("ResultRows"), -1);
  EXPECT_EQ(whole.at("RedshiftQueryId"), 0);
  const json::array& subs = whole.at("SubStatements").as_array();
  ASSERT_EQ(subs.size(), 3u);
  EXPECT_EQ(subs[0].at("Id"), "d9b6c0c9-0000-4000-8000-00000000000a:1");
  EXPECT_FALSE(subs[0].as_object().contains("Error"));
  EXPECT_EQ(subs[1].at("Error"), "ERROR: second");
  EXPECT_TRUE(subs[2].as_object().contains("Error"));
  const json::object part = door.data("DescribeStatement", R"({"Id":"d9b6c0c9-0000-4000-8000-00000000000a:2"})").body;
  EXPECT_EQ(part.at("Id"), "d9b6c0c9-0000-4000-8000-00000000000a:2");
  EXPECT_EQ(part.at("Status"), "FAILED");
  EXPECT_EQ(part.at("HasResultSet"), false);
  EXPECT_FALSE(part.contains("SubStatements"));
}

TEST(CancelStatement, AnswersTrueOrWhyNot) {
  Door door;
  store::StatementRecord record = finished();
  record.state = store::StatementState::kStarted;
  door.statements.records = {record};
  EXPECT_EQ(door.data("CancelStatement", R"({"Id":"d9b6c0c9-0000-4000-8000-00000000000a"})").raw.body,
            R"({"Status":true})");
  door.statements.records = {finished()};
  EXPECT_EQ(door.data("CancelStatement", R"({"Id":"d9b6c0c9-0000-4000-8000-00000000000a"})").text("Message"),
            "Could not cancel a query that is already in FINISHED state with ID: d9b6c0c9-0000-4000-8000-00000000000a");
}

TEST(GetStatementResult, WrapsPagesAndBindsTheirTokens) {
  Door door;
  statements::ResultPage page;
  page.columns = {
      {.name = "n", .type = engine::Type::kInt4, .nullable = false, .schema_name = "public", .table_name = "t"}};
  page.total_rows = 2;
  page.records_json = R"([{"longValue":1}])";
  page.next_page = 1;
  door.statements.results["d9b6c0c9-0000-4000-8000-00000000000a"] = {page, page};
  door.statements.results["d9b6c0c9-0000-4000-8000-00000000000a"][1].next_page.reset();
  const Reply first = door.data("GetStatementResult", R"({"Id":"d9b6c0c9-0000-4000-8000-00000000000a"})");
  EXPECT_EQ(
      first.raw.body.substr(0, first.raw.body.find("\"NextToken\"")),
      R"({"ColumnMetadata":[{"isCaseSensitive":false,"isCurrency":false,"isSigned":true,"label":"n","length":0,)"
      R"("name":"n","nullable":0,"precision":10,"scale":0,"schemaName":"public","tableName":"t","typeName":"int4"}],)");
  EXPECT_EQ(first.raw.body.substr(first.raw.body.find("\"Records\"")),
            R"("Records":[[{"longValue":1}]],"TotalNumRows":2})");
  const std::string token = first.text("NextToken");
  const auto next = [&](const char* operation, const std::string& id) {
    return door.data(operation, json::serialize(json::object{{"Id", id}, {"NextToken", token}}));
  };
  const Reply last = next("GetStatementResult", "d9b6c0c9-0000-4000-8000-00000000000a");
  EXPECT_EQ(last.raw.status, 200);
  EXPECT_FALSE(last.body.contains("NextToken"));
  EXPECT_EQ(last.body.at("ColumnMetadata").as_array().size(), 1u);
  EXPECT_EQ(next("GetStatementResultV2", "d9b6c0c9-0000-4000-8000-00000000000a").text("Message"), "Invalid NextToken.");
  EXPECT_EQ(next("GetStatementResult", "d9b6c0c9-0000-4000-8000-00000000000b").text("Message"), "Invalid NextToken.");
  EXPECT_EQ(door.data("GetStatementResultV2", R"({"Id":"d9b6c0c9-0000-4000-8000-00000000000a"})").text("ResultFormat"),
            "CSV");
}

TEST(ListStatements, ShowsFinishedOnesOfTheCallerByDefault) {
  Door door;
  door.user = door.alice;
  door.data("ListStatements", R"({"StatementName":"etl","WorkgroupName":"wgr","Database":"dev"})");
  const store::StatementFilter& filter = door.statements.statement_filter;
  EXPECT_EQ(filter.owner, "arn:aws:iam::123456789012:user/alice");
  EXPECT_EQ(filter.state, store::StatementState::kFinished);
  EXPECT_EQ(filter.name_prefix, "etl");
  EXPECT_EQ(filter.warehouse, "wgr");
  EXPECT_EQ(filter.is_workgroup, true);
  EXPECT_EQ(filter.database, "dev");
  EXPECT_EQ(filter.created_from, door.clock.now() - std::chrono::hours(24));
  EXPECT_EQ(filter.limit, 101u);
  door.user = door.root;
  door.data("ListStatements", R"({"Status":"ALL"})");
  EXPECT_FALSE(filter.owner || filter.state);
  EXPECT_EQ(door.data("ListStatements", R"({"ClusterIdentifier":"c","WorkgroupName":"wgr"})").text("__type"),
            "ValidationException");
}

TEST(ListStatements, PagesNewestFirst) {
  Door door;
  for (int i = 5; i > 0; --i) {
    store::StatementRecord record = finished();
    record.id.back() = static_cast<char>('0' + i);
    record.created_at = Timestamp(seconds(1'700'000'000 + i));
    door.statements.records.push_back(record);
  }
  std::string seen;
  json::object request{{"MaxResults", 2}};
  for (int pages = 0; pages < 9; ++pages) {
    const Reply reply = door.data("ListStatements", json::serialize(request));
    for (const auto& entry : reply.body.at("Statements").as_array()) seen += entry.at("Id").as_string().back();
    seen += '|';
    if (!reply.body.contains("NextToken")) break;
    request["NextToken"] = reply.text("NextToken");
  }
  EXPECT_EQ(seen, "54|32|1|");
}

TEST(ListSessions, ShowsSessionsAsTheyAre) {
  Door door;
  statements::Service::SessionView session;
  session.record.id = "d9b6c0c9-0000-4000-8000-00000000000a";
  session.record.warehouse_name = "c";
  session.record.database = "dev";
  session.record.db_user = "awsuser";
  session.record.created_at = session.record.updated_at = Timestamp(seconds(1'700'000'000));
  session.record.keep_alive_seconds = 10;
  session.status = "BUSY";
  session.current_statement_id = "d9b6c0c9-0000-4000-8000-00000000000b";
  door.statements.sessions = {session};
  EXPECT_EQ(door.data("ListSessions", "{}").raw.body,
            R"({"Sessions":[{"ClusterIdentifier":"c","CreatedAt":1700000000,)"
            R"("CurrentStatementId":"d9b6c0c9-0000-4000-8000-00000000000b","Database":"dev","DbUser":"awsuser",)"
            R"("SessionAliveSeconds":10,"SessionId":"d9b6c0c9-0000-4000-8000-00000000000a","SessionTtl":1700000010,)"
            R"("Status":"BUSY","UpdatedAt":1700000000}]})");
  EXPECT_EQ(door.data("ListSessions", R"({"SessionId":"d9b6c0c9-0000-4000-8000-00000000000c"})").text("__type"),
            "ResourceNotFoundException");
  EXPECT_EQ(door.data("ListSessions", R"({"SessionId":"d9b6c0c9-0000-4000-8000-00000000000a","Status":"BUSY"})")
                .text("__type"),
            "ValidationException");
}

TEST(Catalog, ListsDatabasesSchemasAndTables) {
  Door door;
  EXPECT_EQ(door.data("ListDatabases", R"({"ClusterIdentifier":"c","Database":"dev"})").raw.body,
            R"({"Databases":["dev","sales"]})");
  EXPECT_EQ(door.data("ListDatabases", R"({"ClusterIdentifier":"c","Database":"none"})").text("__type"),
            "ValidationException");
  EXPECT_EQ(
      door.data("ListSchemas", R"({"ClusterIdentifier":"c","Database":"sales","ConnectedDatabase":"dev"})").raw.body,
      R"({"Schemas":["information_schema","pg_catalog","public"]})");
  EXPECT_EQ(door.statements.warehouse->database, "sales");
  const Reply first =
      door.data("ListTables", R"({"ClusterIdentifier":"c","Database":"dev","MaxResults":1,"SchemaPattern":"p%"})");
  EXPECT_EQ(json::serialize(first.body.at("Tables")), R"([{"name":"event","schema":"public","type":"TABLE"}])");
  EXPECT_EQ(door.statements.warehouse->filter.schema_pattern, "p%");
  json::object next{
      {"ClusterIdentifier", "c"}, {"Database", "dev"}, {"SchemaPattern", "p%"}, {"NextToken", first.text("NextToken")}};
  EXPECT_EQ(door.data("ListTables", json::serialize(next)).raw.body,
            R"({"Tables":[{"name":"venue","schema":"public","type":"VIEW"}]})");
  door.user = door.alice;
  EXPECT_EQ(door.data("ListTables", json::serialize(next)).text("Message"), "Invalid NextToken.");
  door.user = door.root;
  next["SchemaPattern"] = "q%";
  EXPECT_EQ(door.data("ListTables", json::serialize(next)).text("Message"), "Invalid NextToken.");
  EXPECT_EQ(door.data("ListTables", R"({"ClusterIdentifier":"unknown","Database":"dev"})").text("Message"),
            "Redshift endpoint doesn't exist in this region.");
}

TEST(DescribeTable, ShowsColumnsWithTheirSizes) {
  Door door;
  door.statements.warehouse->columns = {{.name = "name",
                                         .type = engine::Type::kVarchar,
                                         .precision = 40,
                                         .nullable = false,
                                         .schema_name = "public",
                                         .table_name = "t",
                                         .column_default = "'x'"}};
  EXPECT_EQ(door.data("DescribeTable", R"({"ClusterIdentifier":"c","Database":"dev","Schema":"public","Table":"t"})")
                .raw.body,
            R"({"ColumnList":[{"columnDefault":"'x'","isCaseSensitive":false,"isCurrency":false,"isSigned":false,)"
            R"("length":40,"name":"name","nullable":0,"precision":40,"scale":0,"schemaName":"public","tableName":"t",)"
            R"("typeName":"varchar"}],"TableName":"t"})");
}

}  // namespace
}  // namespace slipher::api::redshift_data
