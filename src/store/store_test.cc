#include "store/store.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "store/test_support.h"

namespace slipher::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

void expect_same(const StatementRecord& a, const StatementRecord& b) {
  EXPECT_EQ(
      std::tie(a.id, a.owner, a.statement_name, a.warehouse, a.is_workgroup, a.warehouse_name, a.database, a.db_user,
               a.db_user_given, a.secret_arn, a.session_id, a.owns_session, a.session_keep_alive_seconds, a.is_batch,
               a.auto_commit, a.execution_mode, a.with_event, a.csv, a.result_format, a.parameters),
      std::tie(b.id, b.owner, b.statement_name, b.warehouse, b.is_workgroup, b.warehouse_name, b.database, b.db_user,
               b.db_user_given, b.secret_arn, b.session_id, b.owns_session, b.session_keep_alive_seconds, b.is_batch,
               b.auto_commit, b.execution_mode, b.with_event, b.csv, b.result_format, b.parameters));
  EXPECT_EQ(std::tie(a.state, a.error, a.created_at, a.updated_at, a.duration_ns, a.process_id, a.has_result_set,
                     a.expires_at, a.result_expired),
            std::tie(b.state, b.error, b.created_at, b.updated_at, b.duration_ns, b.process_id, b.has_result_set,
                     b.expires_at, b.result_expired));
  ASSERT_EQ(a.subs.size(), b.subs.size());
  for (std::size_t i = 0; i < a.subs.size(); ++i) {
    const SubStatement &x = a.subs[i], &y = b.subs[i];
    EXPECT_EQ(std::tie(x.sql, x.state, x.error, x.created_at, x.updated_at, x.duration_ns, x.result_rows,
                       x.result_bytes, x.query_id, x.has_result_set, x.result),
              std::tie(y.sql, y.state, y.error, y.created_at, y.updated_at, y.duration_ns, y.result_rows,
                       y.result_bytes, y.query_id, y.has_result_set, y.result))
        << i;
  }
}

TEST_F(StoreTest, StatementSurvivesARestartWithEveryMember) {
  put(full_statement("a"));
  put(finished_statement("b"));
  expect_same(find("a"), full_statement("a"));
  reopen();
  expect_same(find("a"), full_statement("a"));
  expect_same(find("b"), finished_statement("b"));
  EXPECT_EQ(find("c").id, "");
}

TEST_F(StoreTest, UpdateWritesTheOutcomeAndKeepsTheRequest) {
  put(full_statement("a"));
  StatementRecord outcome = finished_statement("a");
  outcome.subs[0].sql = "not written";
  outcome.owner = "not written";
  update(outcome);
  expect_same(find("a"), finished_statement("a"));
}

TEST_F(StoreTest, UpdateKeepsResultsUntilTheyExpire) {
  put(finished_statement("a"));
  StatementRecord listed = finished_statement("a");
  listed.subs[0].result.clear();
  update(listed);
  EXPECT_EQ(find("a").subs[0].result, finished_statement("a").subs[0].result);
  listed.result_expired = true;
  update(listed);
  EXPECT_EQ(find("a").subs[0].result, "");
  EXPECT_TRUE(find("a").result_expired);
}

TEST_F(StoreTest, PutReplacesTheWholeRecord) {
  put(finished_statement("a"));
  put(full_statement("a"));
  expect_same(find("a"), full_statement("a"));
}

TEST_F(StoreTest, UpdateOfAForgottenStatementChangesNothing) {
  update(finished_statement("gone"));
  EXPECT_EQ(find("gone").id, "");
}

TEST_F(StoreTest, EraseRemovesAllOfAStatement) {
  put(finished_statement("a"));
  auto transaction = store_->begin();
  transaction->erase_statement("a");
  transaction->erase_statement("never there");
  ASSERT_TRUE(store_->commit_and_wait(std::move(transaction)));
  EXPECT_EQ(find("a").id, "");
  put(full_statement("a"));
  EXPECT_EQ(find("a").subs[0].result, "");
}

TEST_F(StoreTest, TooManySubStatementsAreRefused) {
  StatementRecord record = full_statement("a");
  record.subs.resize(1025);
  auto transaction = store_->begin();
  transaction->put(record);
  EXPECT_THAT(store_->commit_and_wait(std::move(transaction)).error().message, HasSubstr("1024 sub-statements"));
}

TEST_F(StoreTest, UnfinishedStatementsComeOldestFirst) {
  for (int i = 0; i < 6; ++i) {
    StatementRecord record = full_statement(std::to_string(i));
    record.state = static_cast<StatementState>(i);
    record.created_at = at(10 - i);
    put(record);
  }
  std::vector<std::string> ids;
  const auto unfinished = store_->unfinished_statements();
  for (const auto& record : *unfinished) ids.push_back(record.id);
  EXPECT_THAT(ids, ElementsAre("2", "1", "0"));
}

TEST_F(StoreTest, ExpiredResultsAreThoseNotMarkedYet) {
  put(finished_statement("a"));
  StatementRecord never = finished_statement("b");
  never.expires_at = Timestamp{};
  put(never);
  put(full_statement("without rows"));
  EXPECT_TRUE(store_->expired_results(at(999), 10)->empty());
  auto expired = store_->expired_results(at(1000), 10);
  ASSERT_EQ(expired->size(), 1u);
  EXPECT_EQ(expired->front().id, "a");
  expired->front().result_expired = true;
  update(expired->front());
  EXPECT_TRUE(store_->expired_results(at(2000), 10)->empty());
}

TEST_F(StoreTest, ForgetsWhatEndedLongAgo) {
  StatementRecord old = finished_statement("old");
  put(old);
  StatementRecord running = full_statement("running");
  running.state = StatementState::kStarted;
  put(running);
  StatementRecord late = finished_statement("ended late");
  late.updated_at = at(500);
  put(late);
  put(OutboxRecord{"old", "{}", at(99)});
  put(OutboxRecord{"late", "{}", at(100)});
  put(SessionRecord{.id = "closed", .created_at = at(1), .updated_at = at(2), .closed = true});
  put(SessionRecord{.id = "open", .created_at = at(1), .updated_at = at(2)});
  EXPECT_THAT(*store_->forget_before(at(100), 10), ElementsAre("old"));
  EXPECT_EQ(find("old").id, "");
  EXPECT_EQ(find("running").id, "running");
  EXPECT_EQ(find("ended late").id, "ended late");
  EXPECT_FALSE(store_->find_session("closed")->has_value());
  EXPECT_TRUE(store_->find_session("open")->has_value());
  const auto events = store_->outbox(10);
  ASSERT_EQ(events->size(), 1u);
  EXPECT_EQ(events->front().statement_id, "late");
  EXPECT_TRUE(store_->forget_before(at(100), 10)->empty());
}

TEST_F(StoreTest, ForgetsTokensThatHaveExpired) {
  for (int i = 0; i < 5; ++i) put(TokenRecord{"o", std::to_string(i), "s", "h", at(50 + i)});
  EXPECT_EQ(*store_->forget_tokens(at(52), 2), 2u);
  EXPECT_EQ(*store_->forget_tokens(at(52), 2), 1u);
  EXPECT_EQ(*store_->forget_tokens(at(52), 2), 0u);
  EXPECT_FALSE(store_->find_token("o", "2", at(0))->has_value());
  EXPECT_TRUE(store_->find_token("o", "3", at(0))->has_value());
}

TEST_F(StoreTest, ForgetsAtMostLimit) {
  for (int i = 0; i < 5; ++i) put(finished_statement(std::to_string(i)));
  EXPECT_EQ(store_->forget_before(at(100), 2)->size(), 2u);
  EXPECT_EQ(store_->forget_before(at(100), 9)->size(), 3u);
}

TEST_F(StoreTest, Tokens) {
  put(TokenRecord{"alice", "t", "first", "hash", at(10)});
  reopen();
  const auto found = store_->find_token("alice", "t", at(9));
  ASSERT_TRUE(found->has_value());
  EXPECT_EQ((*found)->statement_id, "first");
  EXPECT_EQ((*found)->request_hash, "hash");
  EXPECT_FALSE(store_->find_token("alice", "t", at(10))->has_value()) << "expired";
  EXPECT_FALSE(store_->find_token("bob", "t", at(9))->has_value());
  EXPECT_FALSE(store_->find_token("alice", "T", at(9))->has_value());
  put(TokenRecord{"alice", "t", "second", "hash", at(20)});
  EXPECT_EQ((*store_->find_token("alice", "t", at(11)))->statement_id, "second");
}

TEST_F(StoreTest, Sessions) {
  SessionRecord session{.id = "s1",
                        .owner = "alice",
                        .warehouse = "w",
                        .is_workgroup = true,
                        .warehouse_name = "arn",
                        .database = "dev",
                        .db_user = "u",
                        .db_user_given = true,
                        .secret_arn = "secret",
                        .created_at = at(1),
                        .updated_at = at(2),
                        .keep_alive_seconds = 60};
  put(session);
  reopen();
  const SessionRecord found = **store_->find_session("s1");
  EXPECT_EQ(std::tie(found.owner, found.warehouse, found.is_workgroup, found.warehouse_name, found.database,
                     found.db_user, found.db_user_given, found.secret_arn, found.created_at, found.updated_at,
                     found.keep_alive_seconds, found.closed),
            std::tie(session.owner, session.warehouse, session.is_workgroup, session.warehouse_name, session.database,
                     session.db_user, session.db_user_given, session.secret_arn, session.created_at, session.updated_at,
                     session.keep_alive_seconds, session.closed));
  EXPECT_EQ(store_->open_sessions()->size(), 1u);
  session.closed = true;
  put(session);
  EXPECT_TRUE(store_->open_sessions()->empty());
  EXPECT_TRUE((*store_->find_session("s1"))->closed);
  EXPECT_FALSE(store_->find_session("s2")->has_value());
}

TEST_F(StoreTest, SessionPages) {
  for (int i = 0; i < 5; ++i) {
    put(SessionRecord{
        .id = std::to_string(i), .owner = i == 3 ? "bob" : "alice", .warehouse = "w", .created_at = at(7)});
  }
  SessionFilter filter{.owner = "alice", .limit = 2};
  std::vector<std::string> ids;
  while (true) {
    const auto page = store_->list_sessions(filter);
    for (const auto& session : *page) ids.push_back(session.id);
    if (page->size() < filter.limit) break;
    filter.after = {page->back().created_at, page->back().id};
  }
  EXPECT_THAT(ids, ElementsAre("4", "2", "1", "0"));
  EXPECT_TRUE(store_->list_sessions({.is_workgroup = true})->empty());
  EXPECT_TRUE(store_->list_sessions({.created_from = at(8)})->empty());
}

TEST_F(StoreTest, AccessKeysSecretsAndOutbox) {
  put(AccessKeyRecord{"AKIA", std::string("\x01\0seal", 6), "alice", true, false, at(1)});
  put(AccessKeyRecord{"AKIA", std::string("\x01\0seal", 6), "alice", true, true, at(1)});
  SecretRecord secret{.arn = "arn", .name = "name", .description = "d", .kms_key_id = "k", .owner = "alice"};
  secret.tags = {{"k", "v"}};
  secret.versions = {{"v1", {"AWSPREVIOUS"}, "old", false, at(1)}, {"v2", {"AWSCURRENT", "x"}, "new", true, at(2)}};
  secret.deletes_at = at(3);
  put(secret);
  put(OutboxRecord{"b", "{}", at(1)});
  put(OutboxRecord{"a", "{1}", at(1)});
  reopen();
  const auto keys = store_->access_keys();
  ASSERT_EQ(keys->size(), 1u);
  EXPECT_EQ(keys->front().sealed_secret, std::string("\x01\0seal", 6));
  EXPECT_TRUE(keys->front().is_administrator && keys->front().is_revoked);
  const auto secrets = store_->secrets();
  ASSERT_EQ(secrets->size(), 1u);
  EXPECT_EQ(secrets->front().versions[1].sealed_value, "new");
  EXPECT_THAT(secrets->front().versions[1].stages, ElementsAre("AWSCURRENT", "x"));
  EXPECT_EQ(secrets->front().tags, secret.tags);
  EXPECT_EQ(secrets->front().deletes_at, at(3));
  EXPECT_FALSE(secrets->front().last_accessed_at.has_value());
  const auto outbox = store_->outbox(10);
  ASSERT_EQ(outbox->size(), 2u);
  EXPECT_EQ(outbox->front().statement_id, "b");
  EXPECT_EQ(outbox->back().body, "{1}");
  auto transaction = store_->begin();
  transaction->erase_secret("arn");
  ASSERT_TRUE(store_->commit_and_wait(std::move(transaction)));
  EXPECT_TRUE(store_->secrets()->empty());
}

TEST_F(StoreTest, FileIsPrivate) {
  put(full_statement("a"));
  for (const std::string& name : {file_, file_ + "-wal"}) {
    struct stat status {};
    ASSERT_EQ(stat(name.c_str(), &status), 0) << name;
    EXPECT_EQ(status.st_mode & 0777, 0600u) << name;
  }
}

}  // namespace
}  // namespace slipher::store
